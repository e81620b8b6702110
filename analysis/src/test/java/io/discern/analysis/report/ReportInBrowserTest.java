package io.discern.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.overlay.OverlaidImage;
import io.discern.analysis.study.ImageReading;
import io.discern.analysis.study.Study;
import io.discern.analysis.study.StudyEncoder;
import io.discern.analysis.study.StudyResult;
import io.discern.dataset.LabeledImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a reader uses it. */
class ReportInBrowserTest {
    private static final int NARROW = 390;

    @TempDir
    Path folder;

    private Path page;

    @Test
    void thePageSortsShowsNeighboursAndFitsATelephone() throws IOException, InterruptedException {
        Optional<Path> program = Browser.installed();
        assumeTrue(program.isPresent(), "needs chromium");
        LabeledImages images = ToyImages.of(40, 3, 1);
        StudyResult study = Study.of(
                        List.of(
                                StudyEncoder.of("dark & <dark>", ToyEncoder.darkShare()),
                                StudyEncoder.of("lower", ToyEncoder.lowerHalf()),
                                StudyEncoder.of(
                                        "an encoder of a rather long name, ViT-B-16-quickgelu",
                                        ToyEncoder.reader(images.classes()))),
                        List.of(images, ToyImages.of(30, 2, 2).withName("other <set>")))
                .run();
        try (Browser browser = opened(program.get(), study)) {
            sorts(browser);
            hovers(browser);
            showsNeighbours(browser, study);
            goesByKeyboard(browser);
            givesItsData(browser);
            fitsATelephone(browser);
            printsWithoutASplitChart(browser);
            quiet(browser);
        }
    }

    @Test
    void twelveEncodersAndTenDataSetsAreStillAPage() throws IOException, InterruptedException {
        Optional<Path> program = Browser.installed();
        assumeTrue(program.isPresent(), "needs chromium");
        try (Browser browser = opened(program.get(), SampleStudy.of(12, 10, 60))) {
            assertThat(browser.evaluate("document.querySelectorAll('nav a').length")
                            .asInt())
                    .isBetween(12, 20);
            browser.width(1280);
            assertThat(browser.evaluate("document.body.scrollHeight").asInt())
                    .as("what is not folded can be scrolled through")
                    .isLessThan(16_000);
            // A link to what is folded unfolds it.
            assertThat(browser.evaluate("location.hash = document.querySelectorAll('a[href^=\"#numbers-\"]')[40].hash;"
                                    + " new Promise(done => setTimeout(() => done("
                                    + "document.querySelector(location.hash).checkVisibility()), 300))")
                            .asBoolean())
                    .isTrue();
            fitsATelephone(browser);
            quiet(browser);
        }
    }

    private Browser opened(Path program, StudyResult study) throws IOException, InterruptedException {
        page = folder.resolve("report.html");
        HtmlReport.write(study, page);
        Files.createDirectories(folder.resolve("profile"));
        return Browser.open(program, folder.resolve("profile"), page);
    }

    /** No error, no word to the console, nothing asked for. */
    private void quiet(Browser browser) {
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).containsExactly(page.toUri().toString());
    }

    private static void fitsATelephone(Browser browser) throws IOException, InterruptedException {
        browser.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })");
        browser.width(NARROW);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .as("the page does not run off to the side")
                .isLessThanOrEqualTo(NARROW);
    }

    private static void goesByKeyboard(Browser browser) throws IOException, InterruptedException {
        assertThat(browser.evaluate(
                                "(() => { const sheet = document.querySelector('.sheet'); sheet.children[0].focus();"
                                        + " sheet.children[0].dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));"
                                        + " return document.activeElement === sheet.children[1]"
                                        + " && sheet.children[1].getAttribute('aria-pressed') === 'true'; })()")
                        .asBoolean())
                .isTrue();
        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('[role=img], svg[role=img], button, select, img')]"
                                        + ".filter(one => !(one.getAttribute('aria-label') || one.getAttribute('alt')"
                                        + " || one.textContent.trim() || one.closest('label') || one.querySelector('[aria-label]'))).length")
                        .asInt())
                .as("what has no name to be read aloud")
                .isZero();
        assertThat(browser.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(head => Number(head.tagName[1]))"
                                + ".every((level, i, all) => i === 0 || level <= all[i - 1] + 1)")
                        .asBoolean())
                .as("no level of heading is left out")
                .isTrue();
    }

    private static void givesItsData(Browser browser) throws IOException, InterruptedException {
        String csv = browser.evaluate(
                        "new Promise(done => { const make = URL.createObjectURL;"
                                + " URL.createObjectURL = blob => { blob.text().then(done); return make(new Blob([])); };"
                                + " HTMLAnchorElement.prototype.click = () => {};"
                                + " document.querySelector('#numbers-0').closest('section').querySelector('.offers .csv').click(); })")
                .asText();
        assertThat(csv.lines().findFirst().orElseThrow()).startsWith("\"Encoder\",\"Class separation\"");
        assertThat(csv.lines()).hasSize(1 + 3);
        assertThat(csv).contains("\"dark & <dark>\"");
    }

    /** Puts a link at both ends of every figure: where they lie stands in the printed file. */
    private static void printsWithoutASplitChart(Browser browser) throws IOException, InterruptedException {
        int figures = browser.evaluate("document.querySelectorAll('.near').forEach(near => near.replaceChildren());"
                        + "(all => { all.forEach((figure, i) => ['first', 'last'].forEach(end => {"
                        + " const link = document.createElement('a'); link.href = 'https://example.org/' + end + i;"
                        + " link.textContent = '.'; end === 'first' ? figure.prepend(link) : figure.append(link); }));"
                        + " return all.length; })([...document.querySelectorAll('figure')])")
                .asInt();
        assertThat(figures).isGreaterThan(20);
        Map<String, Integer> pages = browser.printedLinks();
        for (int figure = 0; figure < figures; figure++) {
            assertThat(pages).containsKey("https://example.org/first" + figure);
            assertThat(pages.get("https://example.org/first" + figure))
                    .as("figure " + figure + " begins and ends on one page")
                    .isEqualTo(pages.get("https://example.org/last" + figure));
        }
        assertThat(pages.values().stream().distinct().count())
                .as("pages with figures")
                .isGreaterThan(2);
    }

    private static void sorts(Browser browser) throws IOException, InterruptedException {
        int columns = browser.evaluate("document.querySelectorAll('.summary')[0].querySelectorAll('thead th').length")
                        .asInt()
                - 1;
        int column = 0;
        while (column < columns && !differ(browser.evaluate(values(column)))) {
            column++;
        }
        assertThat(column).as("a column whose values differ").isLessThan(columns);
        String heading = "document.querySelector('.summary thead th:nth-child(" + (column + 2) + ") button').click(); ";
        String values = values(column);
        for (boolean down : List.of(true, false)) {
            JsonNode sorted = browser.evaluate(heading + values);
            for (int row = 1; row < sorted.size(); row++) {
                double above = sorted.get(row - 1).asDouble();
                double below = sorted.get(row).asDouble();
                assertThat(down ? above : below).isGreaterThanOrEqualTo(down ? below : above);
            }
        }
    }

    /** The values of a column; null where there is none. */
    private static String values(int column) {
        return "[...document.querySelector('.summary').tBodies[0].rows].map(row =>"
                + " Number((row.querySelectorAll('td.num')[" + column + "] || {dataset: {}}).dataset.value))";
    }

    private static boolean differ(JsonNode values) {
        Set<Double> different = new HashSet<>();
        values.forEach(value -> different.add(value.isNumber() ? value.asDouble() : Double.NaN));
        return different.size() == values.size() && !different.contains(Double.NaN);
    }

    private static void hovers(Browser browser) throws IOException, InterruptedException {
        browser.evaluate("document.querySelector('svg[data-rows] g use').dispatchEvent("
                + "new MouseEvent('mousemove', {clientX: 9, clientY: 9}))");
        assertThat(browser.evaluate(
                                "!document.getElementById('tip').hidden"
                                        + " && getComputedStyle(document.querySelector('#tip .pic')).backgroundImage.startsWith('url(\"data:image/jpeg')")
                        .asBoolean())
                .isTrue();
    }

    private static void showsNeighbours(Browser browser, StudyResult study) throws IOException, InterruptedException {
        String id = browser.evaluate("document.querySelector('.sheet button').click(); "
                        + "document.querySelector('.near figure .id').textContent")
                .asText();
        for (int encoder = 0; encoder < 3; encoder++) {
            String label = study.compared().get(encoder);
            ImageReading reading = study.readings().stream()
                    .filter(each -> each.encoder().equals(label)
                            && each.dataset().equals("toy")
                            && each.image().id().equals(id))
                    .findFirst()
                    .orElseThrow();
            OverlaidImage overlaid = study.overlaid(label, "toy").stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            browser.evaluate("(select => { select.selectedIndex = " + encoder
                    + "; select.dispatchEvent(new Event('change')); })(document.querySelector('select[data-set]'))");
            assertThat(browser.evaluate(shown(0)).asText())
                    .isEqualTo(id + " "
                            + reading.nearest().stream().map(near -> near.id()).collect(Collectors.joining(" ")));
            assertThat(browser.evaluate(shown(1)).asText())
                    .as("the nearest once the text is drawn")
                    .isEqualTo(id + " "
                            + overlaid.nearest().stream().map(near -> near.id()).collect(Collectors.joining(" ")));
            assertThat(browser.evaluate("document.querySelectorAll('.near .taken')[1].textContent")
                            .asText())
                    .isEqualTo("taken for " + overlaid.byNeighbors().get(OverlaidImage.TEXT));
        }
        // A point of the second encoder's map chooses that encoder and its image.
        browser.evaluate("document.querySelectorAll('svg[data-rows]')[1].querySelector('g use')"
                + ".dispatchEvent(new MouseEvent('click'))");
        assertThat(browser.evaluate("document.querySelector('select[data-set]').selectedIndex")
                        .asInt())
                .isEqualTo(1);
        assertThat(browser.evaluate("document.querySelector('.near figure .id').textContent")
                        .asText())
                .isEqualTo(study.maps().get(0).points().get(0).id());
    }

    /** The ids of a line of the panel: the image, then its neighbours. */
    private static String shown(int line) {
        return "[...document.querySelectorAll('.near[data-set=\"0\"] .line')[" + line + "].querySelectorAll('.id')]"
                + ".map(span => span.textContent).join(' ')";
    }
}

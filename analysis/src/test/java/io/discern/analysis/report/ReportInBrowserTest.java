package io.discern.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.study.Study;
import io.discern.analysis.study.StudyEncoder;
import io.discern.analysis.study.StudyResult;
import io.discern.dataset.LabeledImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a reader uses it. */
class ReportInBrowserTest {
    private static final int NARROW = 390;

    @TempDir
    Path folder;

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
        Path page = folder.resolve("report.html");
        HtmlReport.write(study, page);
        Files.createDirectories(folder.resolve("profile"));
        try (Browser browser = Browser.open(program.get(), folder.resolve("profile"), page)) {
            sorts(browser);
            hovers(browser);
            showsNeighbours(browser, study);
            browser.width(NARROW);
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .as("the page does not run off to the side")
                    .isLessThanOrEqualTo(NARROW);
            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.requests()).containsExactly(page.toUri().toString());
        }
    }

    private static void sorts(Browser browser) throws IOException, InterruptedException {
        int columns = browser.evaluate("document.querySelectorAll('.summary thead th').length")
                        .asInt()
                - 2;
        int column = 0;
        while (column < columns && !differ(browser.evaluate(values(column)).get(0))) {
            column++;
        }
        assertThat(column).as("a column whose values differ").isLessThan(columns);
        String heading = "document.querySelector('.summary thead th:nth-child(" + (column + 3) + ") button').click(); ";
        String values = values(column);
        for (boolean down : List.of(true, false)) {
            for (JsonNode part : browser.evaluate(heading + values)) {
                for (int row = 1; row < part.size(); row++) {
                    double above = part.get(row - 1).asDouble();
                    double below = part.get(row).asDouble();
                    assertThat(down ? above : below).isGreaterThanOrEqualTo(down ? below : above);
                }
            }
        }
        assertThat(browser.evaluate("[...document.querySelectorAll('.summary tbody')].map(body =>"
                                + " body.rows[0].cells[0].textContent).join('|')")
                        .asText())
                .as("each part keeps its name in front")
                .isEqualTo("toy|other <set>");
    }

    /** The values of a column, for each data set; null where there is none. */
    private static String values(int column) {
        return "[...document.querySelector('.summary').tBodies].map(body => [...body.rows].map(row =>"
                + " Number((row.querySelectorAll('td.num')[" + column + "] || {dataset: {}}).dataset.value)))";
    }

    private static boolean differ(JsonNode values) {
        Set<Double> different = new HashSet<>();
        values.forEach(value -> different.add(value.isNumber() ? value.asDouble() : Double.NaN));
        return different.size() == values.size() && !different.contains(Double.NaN);
    }

    private static void hovers(Browser browser) throws IOException, InterruptedException {
        browser.evaluate("document.querySelector('svg[data-rows] g path').dispatchEvent("
                + "new MouseEvent('mousemove', {clientX: 9, clientY: 9}))");
        assertThat(browser.evaluate("!document.getElementById('tip').hidden"
                                + " && document.querySelector('#tip img').src.startsWith('data:image/jpeg')")
                        .asBoolean())
                .isTrue();
    }

    private static void showsNeighbours(Browser browser, StudyResult study) throws IOException, InterruptedException {
        String shown = "[...document.querySelectorAll('.near[data-set=\"0\"] figure')].map(figure =>"
                + " figure.querySelector('span').textContent).join(' ')";
        String id = browser.evaluate("document.querySelector('.sheet button img').closest('button').click(); "
                        + "document.querySelector('.near figure span').textContent")
                .asText();
        for (int encoder = 0; encoder < 2; encoder++) {
            String label = study.compared().get(encoder);
            String expected = study.readings().stream()
                    .filter(reading -> reading.encoder().equals(label)
                            && reading.dataset().equals("toy")
                            && reading.image().id().equals(id))
                    .map(reading -> id + " "
                            + String.join(
                                    " ",
                                    reading.nearest().stream()
                                            .map(near -> near.id())
                                            .toList()))
                    .findFirst()
                    .orElseThrow();
            browser.evaluate("(select => { select.selectedIndex = " + encoder
                    + "; select.dispatchEvent(new Event('change')); })(document.querySelector('select[data-set]'))");
            assertThat(browser.evaluate(shown).asText()).isEqualTo(expected);
        }
        // A point of the second encoder's map chooses that encoder and its image.
        browser.evaluate("document.querySelectorAll('svg[data-rows]')[1].querySelector('g path')"
                + ".dispatchEvent(new MouseEvent('click'))");
        assertThat(browser.evaluate("document.querySelector('select[data-set]').value")
                        .asText())
                .isEqualTo(study.compared().get(1));
        assertThat(browser.evaluate("document.querySelector('.near figure span').textContent")
                        .asText())
                .isEqualTo(study.maps().get(0).points().get(0).id());
    }
}

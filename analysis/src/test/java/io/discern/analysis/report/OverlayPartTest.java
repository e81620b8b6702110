package io.discern.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.overlay.OverlaySuite;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.measure.OverlayRate;
import io.discern.analysis.overlay.run.Control;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.analysis.study.Study;
import io.discern.analysis.study.StudyEncoder;
import io.discern.analysis.study.StudyResult;
import io.discern.dataset.LabeledImages;
import io.discern.store.Table;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class OverlayPartTest {
    private static final String NASTY = "<script>alert('x')</script> & \"co\"";
    private static StudyResult study;

    @BeforeAll
    static void run() {
        LabeledImages images = ToyImages.of(30, 3, 1).withName("<toy>");
        OverlayPlan labels = OverlayPlan.labelsOnly(OverlaySpec.of("text"));
        OverlayPlan plan = new OverlayPlan(
                labels.base(), List.of(), labels.markerInks(), List.of(), List.of(0.05), false, List.of(), List.of());
        study = Study.of(
                        List.of(
                                StudyEncoder.of("reads text", ToyEncoder.reader(images.classes())),
                                StudyEncoder.of(NASTY, ToyEncoder.darkShare()),
                                StudyEncoder.of(ToyEncoder.failing())),
                        List.of(images))
                .withMetrics(List.of())
                .withOverlay(OverlaySuite.of(plan))
                .run();
    }

    @Test
    void thePageShowsVerdictsPicturesAndCurvesAndEscapesNames() {
        String page = HtmlReport.render(study);
        assertThat(page)
                .contains("<b>reads text</b>: reads text")
                .contains("Flips by size", "Shortcut", "scrambled", "Worst flips", "size 0.05")
                .contains("Not stated by", "What was drawn");
        assertThat(page).doesNotContain("Flips by opacity");
        assertThat(page).contains("the model is broken");
        assertThat(page).doesNotContain("<script>alert").doesNotContain("<toy>").contains("&lt;toy&gt;");
        assertThat(page).doesNotContain("http://").doesNotContain("https://");
        String withoutPictures = page.replaceAll("base64,[A-Za-z0-9+/=]*", "");
        assertThat(withoutPictures).doesNotContain("NaN").doesNotContain("Infinity");
        assertThat(page.split("data:image/jpeg", -1)).hasSizeGreaterThan(1 + 3 * 5);
    }

    @Test
    void drawingsAreWellFormed() throws Exception {
        String page = HtmlReport.render(study);
        assertThat(page).contains("<svg");
        for (int at = page.indexOf("<svg"); at >= 0; at = page.indexOf("<svg", at + 1)) {
            String svg = page.substring(at, page.indexOf("</svg>", at) + 6);
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        }
    }

    @Test
    void theFileIsWrittenWhole(@TempDir Path folder) throws IOException {
        HtmlReport.write(study, folder.resolve("out/report.html"));
        assertThat(Files.readString(folder.resolve("out/report.html"))).endsWith("</body></html>\n");
    }

    @Test
    void theTableOfImagesTellsTheFlipsThatTheRatesCount(@TempDir Path folder) throws IOException {
        ImageReport.write(study, folder.resolve("per_image.csv"));
        Table table = Table.read(folder.resolve("per_image.csv"));
        assertThat(table.columns())
                .contains("named", "with_clean", "with_text", "with_box", "with_noise-1", "with_text,at=size-0.05");
        List<String> encoders = table.values("encoder");
        List<String> clean = table.values("with_clean");
        for (String column : List.of("with_text", "with_scrambled")) {
            List<String> with = table.values(column);
            int[] rows = IntStream.range(0, table.rows())
                    .filter(row -> encoders.get(row).equals("reads text"))
                    .toArray();
            double flips = IntStream.of(rows)
                            .filter(row -> !with.get(row).equals(clean.get(row)))
                            .count()
                    / (double) rows.length;
            OverlayRate rate = OverlayRate.byNeighbors(OverlayRate.Kind.FLIP, 5);
            OverlayRate asked = column.equals("with_text") ? rate : rate.with(Control.SCRAMBLED);
            assertThat(study.results("reads text", "<toy>").get(asked).value().orElseThrow())
                    .isCloseTo(flips, within(1e-12));
        }
        assertThat(study.flips())
                .as("the worst flips have pictures")
                .isNotEmpty()
                .allMatch(flip -> !flip.clean().equals(flip.overlaid()));
    }
}

package io.discern.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.overlay.OverlaySuite;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.analysis.study.Study;
import io.discern.analysis.study.StudyEncoder;
import io.discern.analysis.study.StudyResult;
import io.discern.dataset.LabeledImages;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class OverlayReportTest {
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
        String page = OverlayReport.render(study);
        assertThat(page)
                .contains("<td class=\"verdict\">reads text")
                .contains("Flips by size", "Shortcut", "scrambled");
        assertThat(page).doesNotContain("Flips by opacity");
        assertThat(page).contains("the model is broken").contains("rows, as in overlay.csv");
        assertThat(page).doesNotContain("<script").doesNotContain("<toy>").contains("&lt;toy&gt;");
        assertThat(page).doesNotContain("http://").doesNotContain("https://");
        String withoutPictures = page.replaceAll("base64,[A-Za-z0-9+/=]*", "");
        assertThat(withoutPictures).doesNotContain("NaN").doesNotContain("Infinity");
        assertThat(page.split("data:image/jpeg", -1)).hasSize(1 + 3 * 5);
    }

    @Test
    void drawingsAreWellFormed() throws Exception {
        String page = OverlayReport.render(study);
        assertThat(page).contains("<svg");
        for (int at = page.indexOf("<svg"); at >= 0; at = page.indexOf("<svg", at + 1)) {
            String svg = page.substring(at, page.indexOf("</svg>", at) + 6);
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        }
    }

    @Test
    void theFileIsWrittenWhole(@TempDir Path folder) throws IOException {
        OverlayReport.write(study, folder.resolve("out/report.html"));
        assertThat(Files.readString(folder.resolve("out/report.html"))).endsWith("</body></html>\n");
    }
}

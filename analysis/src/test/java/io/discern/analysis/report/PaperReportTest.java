package io.discern.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.analysis.study.StandingFinding;
import io.discern.analysis.study.StudyResult;
import io.discern.run.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaperReportTest {
    private static final StudyResult STUDY = SampleStudy.of(3, 5, 30);

    @TempDir
    Path folder;

    private void write() throws IOException {
        PaperReport.write(
                STUDY,
                new Repetition(
                        "discern compare --data 'a b'", new RunManifest(List.of(), List.of(), Map.of("seed", "1"))),
                folder::resolve);
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @Test
    void tablesHoldEveryValueWithItsIntervalAndMarkTheBestAndWhatIsNotToldApart() throws IOException {
        write();
        String markdown = read("tables.md");
        String latex = read("tables.tex");
        int headlines = STUDY.pages().summary().size();
        // Five data sets do not fit a page: two tables for each headline.
        assertThat(markdown.split("### ", -1)).hasSize(1 + 2 * headlines);
        assertThat(latex.split("\\\\toprule", -1)).hasSize(1 + 2 * headlines);
        assertThat(latex.split("\\\\bottomrule", -1)).hasSize(1 + 2 * headlines);
        for (StandingFinding standing : StandingFinding.of(STUDY)) {
            double value = standing.value().value().orElseThrow();
            String shown = standing.headline().share() ? String.format("%.1f", 100 * value) : Text.number(value);
            assertThat(markdown).contains("**" + shown + "** [");
            assertThat(latex).contains("\\textbf{" + shown + "}");
            assertThat(standing.equal()).isNotEmpty();
        }
        assertThat(markdown).contains("| \u2248 ");
        assertThat(latex).contains("$\\approx$\\,");
        // Every row has as many cells as its head.
        for (String line : markdown.lines().filter(line -> line.startsWith("|")).toList()) {
            assertThat(line.split("(?<!\\\\)\\|", -1).length).isIn(3 + 4, 3 + 1);
        }
        for (String line : latex.lines().filter(line -> line.endsWith(" \\\\")).toList()) {
            assertThat(Pattern.compile("(?<!\\\\)&").matcher(line).results().count())
                    .isIn(4L, 1L);
        }
        assertThat(latex).contains("hf-hub:microso\\ldots{}").doesNotContain("256-vit_base");
    }

    @Test
    void latexIsEscaped() {
        assertThat(PaperTable.latex("50 % of a_b & {c} ~ \\x\u2026"))
                .isEqualTo("50 \\% of a\\_b \\& \\{c\\} \\textasciitilde{} \\textbackslash{}x\\ldots{}");
    }

    @Test
    void theSourcesAreThoseOfWhatWasMeasured() throws IOException {
        write();
        assertThat(read("references.bib"))
                .contains("@article{fisher1936,", "@article{cover1967,", "@article{demsar2006,", "materzynska2022")
                .doesNotContain("mcinnes2018", "kornblith2019");
        assertThat(read("tables.tex")).contains("fisher1936").doesNotContain("mcinnes2018");
    }

    @Test
    void figuresAreWellFormedAndOfOneShape() throws Exception {
        write();
        for (int figure = 1; figure <= STUDY.pages().summary().size(); figure++) {
            var svg = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(folder.resolve("figure-" + figure + ".svg").toFile())
                    .getDocumentElement();
            var png = ImageIO.read(folder.resolve("figure-" + figure + ".png").toFile());
            assertThat(png.getWidth()).isEqualTo(3 * Integer.parseInt(svg.getAttribute("width")));
            assertThat(png.getHeight()).isEqualTo(3 * Integer.parseInt(svg.getAttribute("height")));
            assertThat(svg.getElementsByTagName("rect").getLength())
                    .as("a bar for each encoder and data set, and the paper")
                    .isEqualTo(3 * 5 + 1);
            // The first bar has the colour of its encoder.
            assertThat(png.getRGB(3 * 214, 3 * (24 + 24 + 4 + 7)) & 0xffffff).isEqualTo(0x0072b2);
        }
    }

    @Test
    void whatRepeatsTheStudyIsSaid() throws IOException {
        write();
        assertThat(read("REPRODUCE.md")).contains("discern compare --data 'a b'", "| seed | 1 |", "| HAM10000 | 30 |");
    }
}

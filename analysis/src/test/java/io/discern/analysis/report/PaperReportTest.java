package io.discern.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.analysis.Headline;
import io.discern.analysis.Results;
import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.study.ComparedKey;
import io.discern.analysis.study.GroupFinding;
import io.discern.analysis.study.StandingFinding;
import io.discern.analysis.study.Study;
import io.discern.analysis.study.StudyEncoder;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyRow;
import io.discern.run.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaperReportTest {
    private static final StudyResult STUDY = SampleStudy.of(3, 5, 30);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        PaperReport.write(
                STUDY,
                new Repetition(
                        "discern compare --data 'a b'", new RunManifest(List.of(), List.of(), Map.of("seed", "1"))),
                folder::resolve);
    }

    private static String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @Test
    void tablesHoldEveryValueWithItsIntervalAndMarkTheBestAndWhatIsNotToldApart() throws IOException {
        String markdown = read("tables.md");
        String latex = read("tables.tex");
        // Five data sets do not fit a page: two tables for each headline, and two for the pairs in each that ranks.
        int ranked =
                (int) STUDY.pages().summary().stream().filter(Headline::ranked).count();
        int tables = 2 * (STUDY.pages().summary().size() + ranked);
        assertThat(markdown.split("### ", -1)).hasSize(1 + tables);
        assertThat(latex.split("\\\\toprule", -1)).hasSize(1 + tables);
        assertThat(latex.split("\\\\bottomrule", -1)).hasSize(1 + tables);
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
        for (String table : markdown.split("### ")) {
            assertThat(cells(table, line -> line.startsWith("|"), "\\|")).isLessThanOrEqualTo(1);
        }
        for (String table : latex.split("\\\\toprule")) {
            assertThat(cells(table, line -> line.endsWith(" \\\\"), "&")).isLessThanOrEqualTo(1);
        }
        for (int number = 1; number <= tables; number++) {
            assertThat(latex).contains("\\label{tab:discern-" + number + "}");
        }
        assertThat(latex).contains("hf-hub:microso\\ldots{}").doesNotContain("256-vit_base");
    }

    /** How many different numbers of cells the rows of a table have. */
    private static long cells(String table, Predicate<String> row, String border) {
        return table.lines()
                .filter(row)
                .map(line -> line.split("(?<!\\\\)" + border, -1).length)
                .distinct()
                .count();
    }

    /** Two encoders of each kind on two data sets, really compared. */
    private static StudyResult tagged() {
        return Study.of(
                        List.of(
                                StudyEncoder.of("dark_1", ToyEncoder.darkShare())
                                        .withTags(Map.of("domain", "medical")),
                                StudyEncoder.of("dark 2", ToyEncoder.darkShare())
                                        .withTags(Map.of("domain", "medical")),
                                StudyEncoder.of("lower", ToyEncoder.lowerHalf()).withTags(Map.of("domain", "general")),
                                StudyEncoder.of("noise", ToyEncoder.noise()).withTags(Map.of("domain", "general"))),
                        List.of(ToyImages.of(36, 2, 1), ToyImages.of(30, 3, 2).withName("other")))
                .run();
    }

    @Test
    void pairsAndGroupsAreComparedWithTheirCorrectedP(@TempDir Path own) throws IOException {
        StudyResult study = tagged();
        PaperReport.write(
                study,
                new Repetition("discern compare", new RunManifest(List.of(), List.of(), Map.of())),
                own::resolve);
        List<String> lines = Files.readAllLines(own.resolve("tables.md"));
        int compared = 0;
        int differ = 0;
        List<String> titles = new ArrayList<>();
        for (Headline headline : study.pages().summary()) {
            List<String> table = lines.stream()
                    .dropWhile(line -> !line.startsWith("### " + headline.title() + ", paired differences"))
                    .takeWhile(line -> !line.startsWith("Of all 6 pairs"))
                    .toList();
            if (table.isEmpty()) {
                continue;
            }
            titles.add(headline.title());
            assertThat(table).hasSize(3 + 1 + 6 + 1);
            List<String> encoders = study.compared();
            for (int i = 0; i < 4; i++) {
                for (int j = i + 1; j < 4; j++) {
                    String first = encoders.get(i);
                    String second = encoders.get(j);
                    String row = table.stream()
                            .filter(line -> line.startsWith("| " + (first + " − " + second).replace("_", "\\_") + " |"))
                            .findFirst()
                            .orElseThrow();
                    String[] cells = row.split(" \\| ");
                    for (int set : List.of(0, 1)) {
                        Results pair = study.results(
                                StudyRow.pair(first, second),
                                study.datasets().get(set).name());
                        ComparedKey key = ComparedKey.paired(headline, pair).orElseThrow();
                        double holm = pair.get(key.with(ComparedKey.Statistic.HOLM))
                                .value()
                                .orElseThrow();
                        double scale = headline.share() ? 100 : 1;
                        String value = String.format(
                                Locale.ROOT,
                                headline.share() ? "%+.1f" : "%+.3f",
                                scale * pair.get(key).value().orElseThrow());
                        assertThat(cells[set + 1])
                                .startsWith(holm <= 0.05 ? "**" + value + "** " : value + " ")
                                .contains(
                                        holm < 0.001 ? " p &lt; 0.001" : String.format(Locale.ROOT, " p = %.3f", holm));
                        pair.get(key)
                                .interval()
                                .ifPresent(ends -> assertThat(cells[set + 1])
                                        .contains(String.format(
                                                Locale.ROOT,
                                                headline.share() ? "[%+.1f, %+.1f] p" : "[%+.3f, %+.3f] p",
                                                scale * ends.low(),
                                                scale * ends.high())));
                        compared++;
                        differ += holm <= 0.05 ? 1 : 0;
                    }
                }
            }
        }
        assertThat(titles)
                .contains(
                        "Class separation",
                        "Named class wins, by neighbours",
                        "Prediction flips",
                        "Accuracy lost to text");
        assertThat(differ).as("of " + compared).isPositive().isLessThan(compared);
        for (GroupFinding finding : GroupFinding.of(study)) {
            assertThat(lines)
                    .anyMatch(line -> line.startsWith("| domain: medical vs general, "
                                    + finding.headline().title())
                            && line.contains(String.format(
                                    Locale.ROOT,
                                    "%+.3f",
                                    finding.difference().value().orElseThrow())));
        }
        assertThat(Files.readString(own.resolve("tables.tex")))
                .contains("dark\\_1 $-$ dark 2", "{\\scriptsize p = ", "Groups of encoders. Mean over data sets");
    }

    @Test
    void latexIsEscaped() {
        assertThat(PaperGrid.latex("50 % of a_b & {c} ~ \\x\u2026"))
                .isEqualTo("50 \\% of a\\_b \\& \\{c\\} \\textasciitilde{} \\textbackslash{}x\\ldots{}");
    }

    @Test
    void theSourcesAreThoseOfWhatWasMeasured() throws IOException {
        assertThat(read("references.bib"))
                .contains("@article{fisher1936,", "@article{cover1967,", "@article{demsar2006,", "materzynska2022")
                .doesNotContain("mcinnes2018", "kornblith2019");
        assertThat(read("tables.tex")).contains("fisher1936").doesNotContain("mcinnes2018");
    }

    @Test
    void figuresAreWellFormedAndOfOneShape() throws Exception {
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
        assertThat(read("REPRODUCE.md")).contains("discern compare --data 'a b'", "| seed | 1 |", "| HAM10000 | 30 |");
    }
}

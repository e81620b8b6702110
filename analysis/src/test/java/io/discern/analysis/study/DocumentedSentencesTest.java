package io.discern.analysis.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.analysis.Extent;
import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.overlay.verdict.Finding;
import io.discern.analysis.overlay.verdict.VerdictBounds;
import io.discern.analysis.stats.Interval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/METRICS.md says of every sentence about encoders when it is printed. */
class DocumentedSentencesTest {
    private static final Path SOURCES = Path.of("src/main/java/io/discern/analysis");
    private static final ResultKey KEY = ResultKey.of("metric", "variant");
    private static final Headline HEADLINE = Headline.of("MEASURE", KEY);
    private static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of("../docs/METRICS.md")).replaceAll("\\s+", " ");
    }

    @Test
    void everyFindingOfOverlaysHasItsRow() {
        assertThat(Finding.Kind.values())
                .allSatisfy(kind -> assertThat(page).as(kind.name()).contains("| `" + new Finding(kind, "") + "` |"));
    }

    @Test
    void theUsualBoundsAreThose() {
        VerdictBounds usual = VerdictBounds.standard();
        assertThat(page)
                .contains("--bounds flips=" + usual.flips() + ",moved=" + usual.moved() + ",text=" + usual.text()
                        + ",repeated-shift=" + usual.repeatedShift() + ",repeated-flips=" + usual.repeatedFlips()
                        + ",visible=" + usual.visible() + ",legible=7`")
                .contains("low > " + usual.flips())
                .contains("low > " + usual.moved() + " image units")
                .contains("high < " + usual.text() + " image units");
        assertThat(usual.legible()).isEqualTo(7);
    }

    /** The names, numbers and notes in it are between other marks than its words. */
    private static void assertSaid(String sentence, String... words) {
        assertThat(words).allSatisfy(part -> {
            assertThat(sentence).contains(part);
            assertThat(page).contains(part);
        });
    }

    @Test
    void everySentenceOfComparisonsIsQuoted() {
        assertSaid(
                new BaselineFinding("DATA", HEADLINE, Map.of("ENCODER", List.of("BASELINE"))).sentence(),
                "not shown to beat every baseline: ENCODER (not BASELINE");
        List<String> first = List.of("MEASURE: ENCODER");
        assertSaid(
                new OrderFinding("DATA", first, true).sentence(),
                "DATA: the measures put different encoders first (",
                "several clumps");
        assertSaid(new OrderFinding("DATA", first, false).sentence(), "it may be chance");
        MetricResult difference = MetricResult.of(KEY, 0.5, new Extent(4, 0, 0), 1);
        assertSaid(
                new GroupFinding("G", HEADLINE, difference, OptionalDouble.empty()).sentence(), "cannot be told apart");
        MetricResult sure = difference.withInterval(new Interval(0.4, 0.6));
        assertSaid(new GroupFinding("G", HEADLINE, sure, OptionalDouble.of(0.01)).sentence(), "they differ");
        MetricResult absent = MetricResult.absent(KEY, "a reason", new Extent(4, 0, 0), 1);
        assertSaid(new GroupFinding("G", HEADLINE, absent, OptionalDouble.empty()).sentence(), "not known");
    }

    /** What is not a method that can be called from here: the literal words in the sources. */
    @Test
    void everySentenceOfThePageAndOfNamesIsQuoted() throws IOException {
        assertQuoted("report/StandingWords.java", "stands first with", "not told apart from it", "lower: ");
        assertQuoted("report/StandingWords.java", "not compared with it");
        assertQuoted("report/StandingWords.java", "above chance", "not shown to be above chance");
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            Path words = sources.filter(path -> path.endsWith("OverlayWords.java"))
                    .findFirst()
                    .orElseThrow();
            assertQuoted(SOURCES.relativize(words).toString(), "look like codes", "embed alike as texts");
        }
        assertQuoted("overlay/verdict/OverlayVerdict.java", "judged by other bounds than usual");
    }

    private static void assertQuoted(String file, String... parts) throws IOException {
        String source = Files.readString(SOURCES.resolve(file));
        assertThat(parts).allSatisfy(part -> {
            assertThat(source).contains(part);
            assertThat(page).contains(part.strip());
        });
    }

    @Test
    void noSentenceIsMadeElsewhere() throws IOException {
        Pattern makes = Pattern.compile("String sentence\\(");
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            List<String> makers = sources.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> {
                        Matcher found = makes.matcher(read(path));
                        return found.find();
                    })
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
            assertThat(makers)
                    .as("each has its words tested above; OverlayFinding says those of findings and of names")
                    .isEqualTo(Arrays.asList(
                            "BaselineFinding.java",
                            "GroupFinding.java",
                            "OrderFinding.java",
                            "OverlayFinding.java",
                            "StandingWords.java"));
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

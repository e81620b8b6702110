package io.discern.analysis.overlay.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.analysis.Extent;
import io.discern.analysis.Lost;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Results;
import io.discern.analysis.overlay.OverlayScreening;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.analysis.overlay.verdict.Finding.Kind;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.study.StandardKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** The rules, on intervals made up around each bound. */
class OverlayVerdictTest {
    private static final List<String> STYLES = List.of(
            "",
            ",at=top-left",
            ",at=center",
            ",at=bottom-right",
            ",at=size-0.03",
            ",at=size-0.05",
            ",at=size-0.08",
            ",at=size-0.2",
            ",at=black-on-white");
    private static final List<String> HARMLESS = List.of("again", "jpeg-90", "noise-1");
    private static final List<String> MARKERS = List.of("portable", "date", "greek", "random-letters");

    private final Map<String, double[]> intervals = new LinkedHashMap<>();
    private double chance = 0.33;

    OverlayVerdictTest() {
        put("image-unit", 0.2, 0.3);
        put("clean-accuracy,k=5,balanced", 0.6, 0.8);
        HARMLESS.forEach(change -> put(change + "-shift,image-units", 0, 0.0001));
        HARMLESS.forEach(change -> put(change + "-flip-rate,k=5", 0, 0.04));
        for (String at : STYLES) {
            put("visible-share" + at, 0.99, 1);
            put("em-pixels" + at, 20, 28);
            put("flip-rate" + at + ",k=5", 0, 0.04);
            put("shift" + at + ",image-units", 0, 0.02);
            for (String control : List.of("scrambled", "mirrored", "again", "jpeg-90", "noise-1")) {
                put("text-shift,minus=" + control + at + ",image-units", -0.01, 0.02);
            }
            HARMLESS.forEach(change -> put("flip-rate,minus=" + change + at + ",k=5", -0.02, 0.03));
            for (String by : List.of(",k=5", ",by=zero-shot")) {
                put("flip-to-named" + at + by, 0, 0.03);
                for (String control : List.of("box", "scrambled", "mirrored")) {
                    put("flip-to-named,minus=" + control + at + by, -0.02, 0.03);
                    put(control + "-flip-to-named" + at + by, 0, 0.03);
                }
            }
        }
        for (String marker : MARKERS) {
            put("shift,text=" + marker + ",image-units", 0, 0.02);
            put("flip-rate,text=" + marker + ",k=5", 0, 0.04);
            HARMLESS.forEach(change -> {
                put("text-shift,text=" + marker + ",minus=" + change + ",image-units", -0.01, 0.02);
                put("flip-rate,text=" + marker + ",minus=" + change + ",k=5", -0.02, 0.03);
            });
        }
        put("variance-share,of=overlay-to-class", 0.1, 0.3);
        put("variance-share,of=overlay", 0.01, 0.02);
        put("variance-share,of=class", 0.1, 0.2);
    }

    private void put(String variant, double low, double high) {
        intervals.put(variant, new double[] {low, high});
    }

    private void lacks(String variant) {
        intervals.put(variant, new double[0]);
    }

    private List<MetricResult> results() {
        Extent extent = new Extent(10, 2, 2);
        List<MetricResult> results = new ArrayList<>();
        intervals.forEach((variant, ends) -> {
            ResultKey key = StandardKeys.parse(OverlayScreening.NAME, variant);
            assertThat(key.getClass().isRecord() || key.getClass().isEnum())
                    .as(variant)
                    .isTrue();
            results.add(
                    ends.length == 0
                            ? MetricResult.absent(key, "for a reason", extent, 1)
                            : MetricResult.of(key, (ends[0] + ends[1]) / 2, extent, 1)
                                    .withInterval(new Interval(ends[0], ends[1]))
                                    .withNull(chance));
        });
        return results;
    }

    private OverlayVerdict verdict() {
        return OverlayVerdict.of(Results.of(results()), OverlayPlan.standard(), 5);
    }

    private void assertFound(Kind... kinds) {
        assertThat(verdict().kinds()).containsExactly(kinds);
    }

    @Test
    void seenAndStillInEveryStyleIsRobustAndNamesThem() {
        assertThat(verdict())
                .hasToString(
                        "robust (drawn at top, top-left, center, bottom-right; size 0.03, 0.05, 0.08, 0.125, 0.2; white on"
                                + " black, black on white; markers portable, date, greek, random-letters; one varied at a"
                                + " time)");
    }

    @Test
    void oneStyleDoesNotMakeRobust() {
        OverlayPlan one = OverlayPlan.labelsOnly(OverlaySpec.of("x"));
        assertThat(OverlayVerdict.of(Results.of(results()), one, 5))
                .hasToString(
                        "moved by the overlay no more than by harmless changes (drawn at top; size 0.125; white on black)");
    }

    @Test
    void readingNeedsBoxAndScrambledAndNotMirrored() {
        String by = ",at=center,by=zero-shot";
        put("flip-to-named,minus=box" + by, 0.06, 0.9);
        assertThat(verdict().kinds()).doesNotContain(Kind.READS_TEXT);
        put("flip-to-named,minus=scrambled" + by, 0.06, 0.9);
        put("flip-to-named" + by, 0.6, 0.9);
        put("mirrored-flip-to-named" + by, 0.6, 0.9);
        assertFound(Kind.READS_TEXT);
        assertThat(verdict())
                .hasToString(
                        "reads text (the named class wins 75 % [60, 90] at center, told by names; box 2 %, scrambled 2 %,"
                                + " mirrored 75 %)");
        put("flip-to-named,minus=scrambled" + by, 0.04, 0.9);
        assertThat(verdict().kinds()).doesNotContain(Kind.READS_TEXT);
    }

    @Test
    void movedByTextNeedsScrambledAndMirroredInTheSameStyle() {
        put("text-shift,minus=scrambled,at=center,image-units", 0.2, 0.3);
        put("text-shift,minus=mirrored,at=size-0.2,image-units", 0.2, 0.3);
        assertThat(verdict().kinds()).doesNotContain(Kind.MOVED_BY_TEXT);
        put("text-shift,minus=mirrored,at=center,image-units", 0.11, 0.3);
        assertFound(Kind.MOVED_BY_TEXT);
    }

    @Test
    void movedNeedsMoreThanEveryHarmlessChange() {
        String at = ",at=black-on-white,image-units";
        put("text-shift,minus=again" + at, 0.2, 0.3);
        put("text-shift,minus=jpeg-90" + at, 0.2, 0.3);
        assertFound(Kind.UNDECIDED);
        put("text-shift,minus=noise-1" + at, 0.2, 0.3);
        assertFound(Kind.MOVED);
    }

    @Test
    void robustNeedsAllHarmlessChangesAndStillTheOneThatFlipsMost() {
        put("noise-1-flip-rate,k=5", 0.01, 0.06);
        put("flip-rate,minus=again,k=5", 0.01, 0.06);
        assertFound(Kind.STILL);
        put("flip-rate,minus=noise-1,k=5", 0.01, 0.06);
        assertFound(Kind.UNDECIDED);
    }

    @Test
    void flipsInAnyStyleAreFoundOrForbidToCallItRobust() {
        HARMLESS.forEach(change -> put("flip-rate,minus=" + change + ",at=size-0.03,k=5", 0.01, 0.08));
        assertFound(Kind.UNDECIDED);
        assertThat(verdict().toString()).contains("nor ruled out: more flips than by harmless changes (up to 8 %))");
        HARMLESS.forEach(change -> put("flip-rate,minus=" + change + ",at=size-0.03,k=5", 0.06, 0.2));
        put("flip-rate,at=size-0.03,k=5", 0.08, 0.22);
        assertThat(verdict()).hasToString("predictions flip (15 % [8, 22] at size 0.03; harmless changes at most 2 %)");
    }

    @Test
    void aMarkerThatFlipsOrMovesForbidsToCallItRobust() {
        HARMLESS.forEach(change -> put("flip-rate,text=portable,minus=" + change + ",k=5", 0.06, 0.2));
        put("flip-rate,text=portable,k=5", 0.08, 0.22);
        assertThat(verdict())
                .hasToString("predictions flip (15 % [8, 22] by the marker portable; harmless changes at most 2 %)");
        HARMLESS.forEach(change -> put("flip-rate,text=portable,minus=" + change + ",k=5", 0, 0.06));
        assertFound(Kind.UNDECIDED);
        HARMLESS.forEach(change -> put("flip-rate,text=portable,minus=" + change + ",k=5", 0, 0.04));
        HARMLESS.forEach(change -> put("text-shift,text=date,minus=" + change + ",image-units", 0.2, 0.4));
        put("shift,text=date,image-units", 0.3, 0.5);
        assertThat(verdict())
                .hasToString("moved by the overlay, not shown to be by its text (0.40 [0.30, 0.50] image units by the"
                        + " marker date)");
    }

    @Test
    void whatIsNotRuledOutIsWhatIsNamed() {
        put("text-shift,minus=jpeg-90,at=center,image-units", 0.01, 0.12);
        HARMLESS.forEach(change -> put(change + "-shift,image-units", 0, change.equals("jpeg-90") ? 0.01 : 0));
        assertThat(verdict())
                .hasToString(
                        "undecided (no effect of the overlay is shown, nor ruled out: a farther way than by harmless"
                                + " changes (up to 0.12 image units))");
        // Noise moves farther than JPEG, and the overlay no farther than noise.
        put("noise-1-shift,image-units", 0.1, 0.2);
        assertFound(Kind.STILL);
        lacks("text-shift,minus=noise-1,at=center,image-units");
        assertThat(verdict().toString())
                .contains("nor ruled out: a farther way than by harmless changes (no interval))");
    }

    @Test
    void whatIsSmallIsNotSaidToBeNothing() {
        put("again-shift,image-units", 0.0012, 0.0038);
        assertThat(verdict().toString())
                .startsWith("not repeatable (the same images once more, in another order, move"
                        + " by 0.0025 [0.0012, 0.0038] image units");
    }

    @Test
    void boundsOfOnesOwnJudgeAndAreSaid() {
        VerdictBounds strict = VerdictBounds.standard().withFlips(0.02);
        assertThat(OverlayVerdict.of(Results.of(results()), OverlayPlan.standard(), 5, strict))
                .hasToString("undecided (no effect of the overlay is shown, nor ruled out: more flips than by harmless"
                        + " changes (up to 3 %), more wins of the named class, told by names (up to 3 %)); note: judged by other bounds than usual: flips 0.02, moved 0.1, text 0.05, repeated"
                        + " shift 0.001 and flips 0.01, visible 0.9, legible 7.0");
        assertThat(verdict().caveats()).isEmpty();
        assertThatThrownBy(() -> VerdictBounds.standard().withFlips(1.2)).hasMessage("flips 1.2; expected 0 to 1");
        assertThatThrownBy(() -> VerdictBounds.standard().withMoved(-1)).hasMessage("moved -1.0; expected 0 or more");
    }

    @Test
    void whatIsNotOfTheOverlayForbidsToCallItRobust() {
        put("again-shift,image-units", 0.01, 0.02);
        assertFound(Kind.NOT_REPEATABLE, Kind.STILL);
        put("again-shift,image-units", 0, 0.0001);
        put("jpeg-90-flip-rate,k=5", 0.06, 0.2);
        assertFound(Kind.FRAGILE, Kind.STILL);
        put("jpeg-90-flip-rate,k=5", 0, 0.04);
        chance = 0.6;
        assertFound(Kind.INDISTINCT, Kind.STILL);
        assertThat(verdict().findings().get(0))
                .hasToString(
                        "not shown to tell the classes apart (5-NN balanced accuracy 0.70 [0.60, 0.80], chance 0.60)");
        chance = 0.33;
        put("visible-share,at=top-left", 0.8, 0.9);
        assertFound(Kind.CROPPED);
        put("visible-share,at=top-left", 1, 1);
        STYLES.forEach(at -> put("em-pixels" + at, 4, 6));
        assertFound(Kind.TOO_SMALL, Kind.STILL);
        STYLES.forEach(at -> lacks("visible-share" + at));
        STYLES.forEach(at -> lacks("em-pixels" + at));
        assertFound(Kind.UNSEEN, Kind.STILL);
    }

    @Test
    void anEncoderWithoutATextTowerIsJudgedByNeighbours() {
        List.copyOf(intervals.keySet()).stream()
                .filter(variant -> variant.endsWith("by=zero-shot"))
                .forEach(this::lacks);
        assertFound(Kind.ROBUST);
    }

    @Test
    void oneDirectionForAllImagesIsConstant() {
        put("image-unit", 0, 0); // no width: no interval
        STYLES.forEach(at -> List.of("scrambled", "mirrored", "again", "jpeg-90", "noise-1")
                .forEach(control -> lacks("text-shift,minus=" + control + at + ",image-units")));
        assertFound(Kind.CONSTANT);
    }

    @Test
    void anOverlayOutweighsAClassThatMayBeNothing() {
        lacks("variance-share,of=overlay-to-class");
        put("variance-share,of=overlay", 0.4, 0.6);
        put("variance-share,of=class", 0, 0.41);
        assertFound(Kind.ROBUST);
        put("variance-share,of=class", 0, 0.39);
        assertFound(Kind.OUTWEIGHS_CLASS);
    }

    @Test
    void aResultThatNobodyMeasuredIsAnErrorUnlessAFailureTookIt() {
        intervals.remove("flip-rate,minus=again,at=center,k=5");
        assertThatThrownBy(this::verdict)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("no result overlay flip-rate,minus=again,at=center,k=5");
        List<MetricResult> results = results();
        results.add(MetricResult.absent(Lost.part("overlay", this), "it threw", Extent.NONE, 1));
        assertThat(OverlayVerdict.of(Results.of(results), OverlayPlan.standard(), 5)
                        .kinds())
                .containsExactly(Kind.UNDECIDED);
        intervals.keySet().removeIf(variant -> variant.startsWith("flip-rate"));
        List<MetricResult> fewer = results();
        fewer.add(MetricResult.absent(Lost.part("overlay", this), "it threw", Extent.NONE, 1));
        assertThat(OverlayVerdict.of(Results.of(fewer), OverlayPlan.standard(), 5)
                        .kinds())
                .containsExactly(Kind.UNDECIDED);
    }
}

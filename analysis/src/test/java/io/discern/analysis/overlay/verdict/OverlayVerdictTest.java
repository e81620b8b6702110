package io.discern.analysis.overlay.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.analysis.Extent;
import io.discern.analysis.Lost;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Results;
import io.discern.analysis.overlay.OverlayBias;
import io.discern.analysis.overlay.verdict.OverlayVerdict.Finding;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.study.StandardKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The rules, on intervals made up around each bound. */
class OverlayVerdictTest {
    private final Map<String, double[]> intervals = new LinkedHashMap<>();

    OverlayVerdictTest() {
        still();
    }

    /** Everything seen, nothing moved. */
    private void still() {
        put("visible-share", 1, 1);
        for (String shift :
                List.of("box-shift", "text-shift", "text-shift,minus=scrambled", "text-shift,minus=mirrored")) {
            put(shift + ",class-units", -0.01, 0.02);
        }
        put("flip-rate,k=5", 0, 0.04);
        put("variance-share,of=overlay-to-class", 0.1, 0.3);
        lacks("variance-share,of=overlay");
        lacks("variance-share,of=class");
        for (String control : List.of("box", "scrambled", "mirrored")) {
            lacks("flip-to-named,minus=" + control + ",k=5");
            lacks("attack-success,minus=" + control + ",by=zero-shot");
        }
    }

    private void put(String variant, double low, double high) {
        intervals.put(variant, new double[] {low, high});
    }

    private OverlayVerdict verdict() {
        return OverlayVerdict.of(Results.of(results()), 5);
    }

    private List<MetricResult> results() {
        Extent extent = new Extent(10, 2, 2);
        List<MetricResult> results = new ArrayList<>();
        intervals.forEach((variant, ends) -> {
            ResultKey key = StandardKeys.parse(OverlayBias.NAME, variant);
            results.add(
                    ends.length == 0
                            ? MetricResult.absent(key, "for a reason", extent, 1)
                            : MetricResult.of(key, (ends[0] + ends[1]) / 2, extent, 1)
                                    .withInterval(new Interval(ends[0], ends[1])));
        });
        return results;
    }

    private void lacks(String variant) {
        intervals.put(variant, new double[0]);
    }

    @Test
    void aResultThatNobodyMeasuredIsAnErrorUnlessAFailureTookIt() {
        intervals.remove("box-shift,class-units");
        assertThatThrownBy(this::verdict)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("no result overlay box-shift,class-units; there are overlay visible-share;");
        List<MetricResult> results = results();
        results.add(MetricResult.absent(Lost.part("overlay", this), "it threw", Extent.NONE, 1));
        assertThat(OverlayVerdict.of(Results.of(results), 5).findings()).containsExactly(Finding.UNDECIDED);
    }

    private void takes(String rate, String end, double low) {
        List.of("box", "scrambled", "mirrored").forEach(control -> put(rate + ",minus=" + control + end, low, 0.9));
    }

    @Test
    void seenAndStillIsRobust() {
        assertThat(verdict()).hasToString("robust");
    }

    @Test
    void whatIsHardlySeenIsCroppedHoweverStill() {
        put("visible-share", 0.88, 0.88);
        assertThat(verdict()).hasToString("cropped: 88 % of the overlay is visible");
        lacks("visible-share");
        assertThat(verdict().findings()).containsExactly(Finding.UNMOVED);
    }

    @Test
    void aWideIntervalIsUndecided() {
        put("flip-rate,k=5", 0, 0.06);
        assertThat(verdict().findings()).containsExactly(Finding.UNDECIDED);
        List.copyOf(intervals.keySet()).forEach(this::lacks);
        assertThat(verdict().findings()).containsExactly(Finding.UNDECIDED);
    }

    @Test
    void readingNeedsAllThreeControls() {
        takes("flip-to-named", ",k=5", 0.06);
        assertThat(verdict().findings()).containsExactly(Finding.READS_TEXT);
        put("flip-to-named,minus=mirrored,k=5", 0.04, 0.9);
        assertThat(verdict().findings()).doesNotContain(Finding.READS_TEXT);
        takes("attack-success", ",by=zero-shot", 0.06);
        assertThat(verdict().findings()).containsExactly(Finding.READS_TEXT);
    }

    @Test
    void textThenInkThenBox() {
        put("box-shift,class-units", 0.2, 0.3);
        assertThat(verdict().findings()).containsExactly(Finding.MOVED_BY_BOX);
        put("text-shift,class-units", 0.2, 0.3);
        assertThat(verdict().findings()).containsExactly(Finding.MOVED_BY_INK);
        put("text-shift,minus=scrambled,class-units", 0.2, 0.3);
        assertThat(verdict().findings()).containsExactly(Finding.MOVED_BY_INK);
        put("text-shift,minus=mirrored,class-units", 0.11, 0.3);
        assertThat(verdict().findings()).containsExactly(Finding.MOVED_BY_TEXT);
    }

    @Test
    void anOverlayOutweighsAClassThatMayBeNothing() {
        lacks("variance-share,of=overlay-to-class");
        put("variance-share,of=overlay", 0.4, 0.6);
        put("variance-share,of=class", 0, 0.41);
        assertThat(verdict().findings()).containsExactly(Finding.ROBUST);
        put("variance-share,of=class", 0, 0.39);
        assertThat(verdict().findings()).containsExactly(Finding.OUTWEIGHS_CLASS);
    }

    @Test
    void findingsAddUp() {
        put("box-shift,class-units", 0.2, 0.3);
        put("variance-share,of=overlay-to-class", 1.1, 2);
        put("visible-share", 0.5, 0.7);
        assertThat(verdict())
                .hasToString("moved by the box, not by the text; the overlay outweighs the class;"
                        + " cropped: 60 % of the overlay is visible");
        assertThatThrownBy(() -> new OverlayVerdict(List.of(), OptionalDouble.empty()))
                .hasMessageContaining("no finding");
    }
}

package io.discern.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Embeddings;
import io.discern.LogitRule;
import io.discern.analysis.between.BetweenMetric;
import io.discern.analysis.between.Cknna;
import io.discern.analysis.between.LinearCka;
import io.discern.analysis.between.MutualKnn;
import io.discern.analysis.between.Procrustes;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.study.StandardMetrics;
import io.discern.analysis.zeroshot.PromptEmbeddings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds of every result of every metric, on data that tempt them to break it. */
class ResultInvariantsTest {
    private static final double NONE = Double.POSITIVE_INFINITY;
    /** The range of each measure, by a pattern of metric and variant; the first that fits. */
    private static final List<Map.Entry<String, Interval>> RANGES = List.of(
            Map.entry("fisher .*", new Interval(0, NONE)),
            Map.entry("knn .*mcc", new Interval(-1, 1)),
            Map.entry("probe .*log-loss", new Interval(0, NONE)),
            Map.entry("(knn|probe|retrieval) .*", new Interval(0, 1)),
            Map.entry("zeroshot .*tau", new Interval(-1, 1)),
            Map.entry("zeroshot .*", new Interval(0, 1)),
            Map.entry("silhouette .*", new Interval(-1, 1)),
            Map.entry("geometry cosine-gap", new Interval(-2, 2)),
            Map.entry("geometry (.*-cosine|anisotropy)", new Interval(-1, 1)),
            Map.entry("geometry alignment", new Interval(0, 4)),
            Map.entry("geometry (pair-auroc|hubness.*hubs|hubness.*hood)", new Interval(0, 1)),
            Map.entry("geometry uniformity.*", new Interval(-8, 0)),
            Map.entry("geometry modality-gap", new Interval(0, 2)),
            Map.entry("geometry .*", new Interval(-NONE, NONE)),
            Map.entry("between (cka,linear,unbiased|cknna.*)", new Interval(-NONE, 1)),
            Map.entry("between .*", new Interval(0, 1)));

    @ParameterizedTest
    @CsvSource({"15, 5, 0, 0", "18, 5, 30, 0", "12, 2, 1, 0", "15, 5, 1, 40", "4, 1, 1, 0"})
    void everyIntervalHoldsItsValueWithinTheRangeAndSaysWhatItHoldsFixed(
            int groups, int ofLast, double distance, double offset) {
        try (LabeledEmbeddings data = data(groups, ofLast, distance, offset)) {
            List<MetricResult> results = measured(data);
            assertThat(results).hasSizeGreaterThan(150);
            for (MetricResult result : results) {
                String name = result.metric() + " " + result.variant();
                Interval range = RANGES.stream()
                        .filter(entry -> name.matches(entry.getKey()))
                        .findFirst()
                        .orElseThrow()
                        .getValue();
                // The value lies within its interval, which has a width: a result cannot be made otherwise.
                assertThat(result.interval().orElse(range))
                        .as(name)
                        .matches(ends -> ends.low() >= range.low() && ends.high() <= range.high());
                result.value().ifPresent(value -> assertThat(value).as(name).matches(range::holds));
                if (result.value().isPresent() && result.interval().isEmpty()) {
                    assertThat(result.ciNote()).as(name).startsWith("none: ");
                }
            }
        }
    }

    @Test
    void fewerThanFiveGroupsOfAClassGiveNoIntervalOfWhatClassesAreToldBy() {
        try (LabeledEmbeddings data = data(12, 2, 1, 0)) {
            assertThat(measured(data))
                    .filteredOn(result -> List.of("knn", "probe", "silhouette").contains(result.metric())
                            && result.value().isPresent())
                    .isNotEmpty()
                    .allSatisfy(result -> assertThat(result.interval()).isEmpty());
        }
    }

    @Test
    void aResultCannotBeMadeOtherwise() {
        MetricResult result = MetricResult.of(ResultKey.of("m", "v"), 0.5, new Extent(9, 1, 1), 1);
        assertThat(result.withInterval(new Interval(0.6, 0.7)).interval()).hasValue(new Interval(0.5, 0.7));
        assertThat(result.withInterval(new Interval(0.5, 0.5)).interval()).isEmpty();
        assertThat(result.withInterval(new Interval(0.5, 0.5)).ciNote()).startsWith("none: ");
        assertThat(result.withInterval(new Interval(0, 1), "holds the bank fixed")
                        .ciNote())
                .isEqualTo("holds the bank fixed");
        Certainty beside = Certainty.UNSAID.with(new Interval(0.6, 0.7), "");
        assertThatThrownBy(() -> new MetricResult(
                        result.key(), result.value(), beside, OptionalDouble.empty(), result.extent(), 1, ""))
                .hasMessageContaining("m v: interval from 0.6 to 0.7 of the value");
        assertThatThrownBy(() -> new Certainty(Optional.of(new Interval(0.5, 0.5)), Optional.empty(), ""))
                .hasMessageContaining("interval from 0.5 to 0.5; expected ends apart");
    }

    /** Groups of two rows; class c2 has so many of them, c0 and c1 share the others. */
    static LabeledEmbeddings data(int groups, int ofLast, double distance, double offset) {
        double[][] x = Planted.classes(2 * groups, 6, 3, 0, 5);
        List<String> labels = new ArrayList<>();
        for (int row = 0; row < x.length; row++) {
            int group = row / 2;
            int label = group < ofLast ? 2 : group % 2;
            labels.add("c" + label);
            x[row][label] += distance;
            x[row][5] += offset;
        }
        return LabeledEmbeddings.of(Planted.array(x), labels)
                .withGroups(IntStream.range(0, x.length)
                        .mapToObj(row -> "g" + row / 2)
                        .toList());
    }

    /** Two prompts for each of three classes. */
    static PromptEmbeddings prompts() {
        float[] rows = {
            1, 0, 0, 0, 0, 0, 1, .1f, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, .2f, 0, 0, 0, 0, 0, 1, 0, 0, 0, .2f, 0, 1, 0,
            0, 0
        };
        List<String> classes = List.of("c0", "c0", "c1", "c1", "c2", "c2");
        return PromptEmbeddings.of(Embeddings.ofRows(6, rows), classes, List.of("a", "b", "c", "d", "e", "f"));
    }

    private static List<MetricResult> measured(LabeledEmbeddings data) {
        List<MetricResult> results = new ArrayList<>();
        StandardMetrics.all().forEach(metric -> results.addAll(metric.measure(data, 1)));
        StandardMetrics.ofTexts(prompts(), LogitRule.softmax(20))
                .forEach(metric -> results.addAll(metric.measure(data, 1)));
        List<BetweenMetric> between =
                List.of(new LinearCka(), MutualKnn.standard(), Cknna.standard(), new Procrustes());
        // The same rows once more: CKA 1 and a disparity of 0, but for rounding.
        between.forEach(metric -> results.addAll(metric.measure(data, data, 1)));
        return results;
    }
}

package io.discern.analysis.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.Extent;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.report.HtmlReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedSpreadTest {
    private static final ResultKey DEALT = ResultKey.of("mine", "dealt,k=5");

    /** A value that is the seed, one that is not, and one that only the first seed has. */
    private static final Metric METRIC = new Metric() {
        @Override
        public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
            List<MetricResult> results = new ArrayList<>(List.of(
                    MetricResult.of(DEALT, seed, data, seed),
                    MetricResult.of(ResultKey.of("mine", "fixed"), 0.1, data, seed)));
            ResultKey sometimes = ResultKey.of("mine", "sometimes");
            results.add(
                    seed == 1
                            ? MetricResult.of(sometimes, 1, data, seed)
                            : MetricResult.absent(sometimes, "not with this seed", Extent.of(data), seed));
            return results;
        }
    };

    private static StudyResult study(List<Long> further) {
        return Study.of(
                        List.of(StudyEncoder.of("dark", ToyEncoder.darkShare())),
                        List.of(ToyImages.of(20, 2, 1).withName("toy")))
                .withMetrics(List.of(METRIC))
                .withMaps(List.of())
                .withoutOverlay()
                .withFurtherSeeds(further)
                .run();
    }

    @Test
    void meanAndDeviationAreThoseOfAllSeedsWhereTheValueMoves() {
        StudyResult study = study(List.of(2L, 6L));
        List<MetricResult> moved = study.rows().stream()
                .map(StudyRow::result)
                .filter(result -> result.key().metric().equals(SeedKey.NAME))
                .toList();
        assertThat(moved)
                .extracting(result -> result.key().variant())
                .containsExactly("mine,dealt,k=5,mean", "mine,dealt,k=5,sd");
        assertThat(moved.get(0).value()).hasValue(3);
        // statistics.stdev([1, 2, 6]) of Python
        assertThat(moved.get(1).value().orElseThrow()).isCloseTo(2.6457513110645907, within(1e-15));
        assertThat(moved).allSatisfy(result -> {
            assertThat(result.note()).isEqualTo("seeds 1, 2, 6");
            assertThat(StandardKeys.parse(result.key().metric(), result.key().variant()))
                    .isEqualTo(result.key());
        });
        assertThat(study.results("dark", "toy").get(DEALT).value()).hasValue(1);
        assertThat(HtmlReport.render(study)).contains("What the seed decides (2)", "seeds mine,dealt,k=5,sd");
    }

    @Test
    void oneSeedSaysNothingOfOthers() {
        assertThat(study(List.of()).rows())
                .noneMatch(row -> row.result().key().metric().equals(SeedKey.NAME));
        assertThatThrownBy(() -> study(List.of(2L, 2L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("seeds [2, 2]; expected each once");
    }
}

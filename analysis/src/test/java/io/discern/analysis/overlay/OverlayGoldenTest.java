package io.discern.analysis.overlay;

import static io.discern.analysis.Golden.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.internal.linalg.Pca;
import io.discern.analysis.internal.overlay.measure.AccuracyDrops;
import io.discern.analysis.internal.overlay.measure.ControlledFlips;
import io.discern.analysis.internal.overlay.measure.ControlledShifts;
import io.discern.analysis.internal.overlay.measure.OverlayRows;
import io.discern.analysis.internal.overlay.measure.SuiteEvidence;
import io.discern.analysis.internal.overlay.run.AlignedImages;
import io.discern.analysis.internal.overlay.run.ClassVotes;
import io.discern.analysis.internal.overlay.run.OverlayWords;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.store.NpyArray;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** Our own references, see golden/README.md: grouped data through every metric. */
class OverlayGoldenTest {
    private static final JsonNode OWN = Golden.json("own.json");

    private static LabeledEmbeddings embeddings(String condition) {
        NpyArray x = Golden.array("own_" + condition + ".npy");
        return LabeledEmbeddings.of(Nd4j.create(x.toFloats(), new long[] {60, 8}, 'c'), names("labels"))
                .withGroups(names("groups"));
    }

    private static List<String> names(String column) {
        return Arrays.stream(Golden.ints(OWN.get(column)))
                .mapToObj(Integer::toString)
                .toList();
    }

    private static void assertEqual(List<MetricResult> results, String metric) {
        OWN.get(metric)
                .properties()
                .forEach(expected -> assertThat(
                                variant(results, expected.getKey()).value().orElseThrow())
                        .as(expected.getKey())
                        .isCloseTo(
                                expected.getValue().asDouble(),
                                within(1e-9 * Math.max(1, expected.getValue().asDouble()))));
    }

    @Test
    void groupedNeighboursAndTraceRatiosEqualScikitLearn() {
        assertEqual(KnnAccuracy.standard().measure(embeddings("clean"), 1), "knn");
        assertEqual(new TraceRatio().measure(embeddings("clean"), 1), "fisher");
    }

    @Test
    void everyOverlayVariantEqualsNumPy() {
        OverlayPlan plan = OverlayPlan.labelsOnly(OverlaySpec.of("x"));
        Map<Condition, LabeledEmbeddings> overlaid = new HashMap<>();
        plan.conditionsOfStyles()
                .forEach(condition -> overlaid.put(
                        condition,
                        embeddings(
                                condition.equals(plan.wrong(OverlayInk.TEXT))
                                        ? "text"
                                        : condition.equals(plan.wrong(OverlayInk.BOX)) ? "box" : "clean")));
        try (AlignedImages images =
                new AlignedImages(embeddings("clean"), overlaid, Golden.ints(OWN.get("named")), 0, 0)) {
            OverlayRows rows = new OverlayRows(images.clean(), "", 1);
            SuiteEvidence evidence =
                    new SuiteEvidence(images, plan, new ClassVotes(images, 5), OverlayWords.none("no words"), 1);
            List.of(new ControlledShifts(), new ControlledFlips(), new AccuracyDrops())
                    .forEach(measure -> measure.measure(evidence, rows));
            List<MetricResult> results = rows.results();
            assertEqual(results, "overlay");
        }
    }

    @Test
    void componentsOfFewerRowsThanColumnsEqualScikitLearn() {
        JsonNode expected = OWN.get("pca_six_rows");
        try (LabeledEmbeddings six =
                embeddings("clean").select(IntStream.range(0, 6).toArray())) {
            Pca pca = Pca.fit(six, 8);
            assertThat(pca.components()).hasDimensions(5, 8);
            for (int c = 0; c < 5; c++) {
                assertThat(pca.variances()[c])
                        .isCloseTo(expected.get("variances").get(c).asDouble(), Percentage.withPercentage(1e-7));
                assertThat(pca.shares()[c])
                        .isCloseTo(expected.get("shares").get(c).asDouble(), Percentage.withPercentage(1e-7));
                for (int j = 0; j < 8; j++) {
                    assertThat(Math.abs(pca.components()[c][j]))
                            .isCloseTo(expected.get("components").get(c).get(j).asDouble(), within(1e-9));
                }
            }
        }
    }
}

package io.discern.analysis.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Results;
import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.internal.overlay.measure.AccuracyDrops;
import io.discern.analysis.internal.overlay.measure.ControlledFlips;
import io.discern.analysis.internal.overlay.measure.OverlayRows;
import io.discern.analysis.internal.overlay.measure.SuiteEvidence;
import io.discern.analysis.internal.overlay.run.AlignedImages;
import io.discern.analysis.internal.overlay.run.ClassVotes;
import io.discern.analysis.internal.overlay.run.OverlayWords;
import io.discern.analysis.overlay.OverlayScreening;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.store.NpyArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** How two encoders differ in what overlays do to their votes. */
class PairedOverlaysTest {
    private static final JsonNode SUITE = Golden.json("overlay_suite.json");
    private static final List<String> VOTED =
            List.of("flip-rate,k=5", "flip-to-named,k=5", "accuracy-drop,overlaid=query,k=5,balanced");

    private final LabeledImages images = ToyImages.of(60, 3, 1);

    private static List<MetricResult> rates(int columns) {
        OverlayPlan plan = OverlayPlan.labelsOnly(OverlaySpec.of("x"));
        Map<Condition, LabeledEmbeddings> shown = new LinkedHashMap<>();
        plan.conditionsOfStyles().forEach(condition -> shown.put(condition, rows(condition.brief(), columns)));
        try (AlignedImages aligned =
                new AlignedImages(rows("clean", columns), shown, Golden.ints(SUITE.get("named")), 0, 0)) {
            OverlayRows found = new OverlayRows(aligned.clean(), "", 1);
            SuiteEvidence evidence =
                    new SuiteEvidence(aligned, plan, new ClassVotes(aligned, 5), OverlayWords.none("no words"), 1);
            List.of(new ControlledFlips(), new AccuracyDrops()).forEach(measure -> measure.measure(evidence, found));
            return found.results();
        }
    }

    private static LabeledEmbeddings rows(String condition, int columns) {
        NpyArray all = Golden.array("overlay_suite.npy");
        int place = IntStream.range(0, SUITE.get("order").size())
                .filter(i -> SUITE.get("order").get(i).asText().equals(condition))
                .findFirst()
                .orElseThrow();
        int rows = all.shape()[1];
        int dim = all.shape()[2];
        float[] values = all.toFloats();
        float[] seen = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, (place * rows + row) * dim, seen, row * columns, columns);
        }
        return LabeledEmbeddings.of(Nd4j.create(seen, new long[] {rows, columns}, 'c'), names("labels"))
                .withGroups(names("groups"));
    }

    private static List<String> names(String column) {
        return Arrays.stream(Golden.ints(SUITE.get(column)))
                .mapToObj(Integer::toString)
                .toList();
    }

    @Test
    void differencesEqualThoseByLeavingGroupsOutInNumPy() {
        Map<String, Results> results = Map.of("all", Results.of(rates(10)), "six", Results.of(rates(6)));
        List<StudyRow> rows = new PairedResults(
                        OverlayScreening.standard().headlines(),
                        (encoder, dataset) -> results.get(encoder),
                        List.of("all", "six"),
                        List.of())
                .rows(List.of("data"));
        Map<String, MetricResult> found = new LinkedHashMap<>();
        rows.forEach(row -> found.put(row.result().variant(), row.result()));
        Golden.json("overlay_pairs.json").get("pairs").properties().forEach(expected -> {
            String variant = "overlay," + expected.getKey();
            MetricResult difference = found.get(variant);
            assertThat(new double[] {
                        difference.value().orElseThrow(),
                        difference.ciLow().orElseThrow(),
                        difference.ciHigh().orElseThrow(),
                        found.get(variant + ",p").value().orElseThrow()
                    })
                    .as(variant)
                    .containsExactly(
                            new double[] {
                                expected.getValue().get("difference").asDouble(),
                                expected.getValue().get("low").asDouble(),
                                expected.getValue().get("high").asDouble(),
                                expected.getValue().get("p").asDouble()
                            },
                            within(1e-9));
        });
        assertThat(found).hasSize(3 * VOTED.size());
    }

    private StudyResult study(List<LabeledImages> datasets) {
        return Study.of(
                        List.of(
                                StudyEncoder.of("reader", ToyEncoder.reader(images.classes())),
                                StudyEncoder.of("robust", ToyEncoder.lowerHalf()),
                                StudyEncoder.of("again", ToyEncoder.lowerHalf())),
                        datasets)
                .run();
    }

    private static MetricResult of(StudyResult study, String pair, String dataset, String variant) {
        return study.comparisons().stream()
                .filter(row -> row.encoder().equals(pair) && row.dataset().equals(dataset))
                .map(StudyRow::result)
                .filter(result ->
                        result.key() instanceof ComparedKey && result.variant().equals("overlay," + variant))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoReadsIsToldFromWhoDoesNotAndEqualsAreNot() {
        StudyResult study = study(List.of(images, ToyImages.of(45, 3, 2).withName("other")));
        for (String dataset : List.of("toy", "other")) {
            for (String variant : VOTED) {
                MetricResult difference = of(study, "reader vs robust", dataset, variant);
                assertThat(difference.value().orElseThrow()).as(variant).isGreaterThan(0.9);
                double p = of(study, "reader vs robust", dataset, variant + ",p")
                        .value()
                        .orElseThrow();
                MetricResult holm = of(study, "reader vs robust", dataset, variant + ",p,holm");
                assertThat(holm.value().orElseThrow()).isBetween(p, 0.001);
                assertThat(holm.note()).startsWith("over the 6 comparisons of ");

                assertThat(of(study, "robust vs again", dataset, variant).value())
                        .hasValue(0);
                assertThat(of(study, "robust vs again", dataset, variant).interval())
                        .isEmpty();
                assertThat(of(study, "robust vs again", dataset, variant + ",p,holm")
                                .value())
                        .hasValue(1);
            }
        }
    }

    /** Without groups an image is one, so that other images are other groups. */
    @Test
    void encodersOfOtherImagesAreNotPaired() {
        ToyEncoder eyes = ToyEncoder.lowerHalf();
        RgbImage lost = ToyImages.image(7, 0);
        List<LabeledImage> rows = new ArrayList<>(images.images());
        int[] loads = new int[1];
        // The run of the first encoder, clean and overlaid, and then what the second draws on is not to be had.
        rows.set(7, rows.get(7).withSource(() -> {
            if (loads[0]++ > 8) {
                throw new IOException("vanished.png: no such file");
            }
            return lost;
        }));
        VisionLanguageEncoder other = ToyEncoder.darkShare();
        StudyResult study = Study.of(
                        List.of(StudyEncoder.of("eyes", eyes), StudyEncoder.of("other", other)),
                        List.of(new LabeledImages("toy", rows)))
                .run();
        assertThat(study.results("eyes", "toy").get(key(study, "eyes")).n()).isEqualTo(60);
        assertThat(study.results("other", "toy").get(key(study, "other")).n()).isEqualTo(59);
        assertThat(study.comparisons())
                .noneMatch(row -> row.result().key() instanceof ComparedKey
                        && row.result().variant().startsWith("overlay,"));
    }

    private static ResultKey key(StudyResult study, String encoder) {
        return study.rows().stream()
                .filter(row ->
                        row.encoder().equals(encoder) && row.result().variant().equals("flip-rate,k=5"))
                .findFirst()
                .orElseThrow()
                .result()
                .key();
    }
}

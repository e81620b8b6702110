package io.discern.analysis.zeroshot;

import static io.discern.analysis.Golden.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderInfo;
import io.discern.LogitRule;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Planted;
import io.discern.image.RgbImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class ZeroShotTest {
    private static final JsonNode GOLDEN = Golden.json("zeroshot/zeroshot.json");
    private static final Path FOLDER = Path.of("src/test/resources/golden/zeroshot");

    static PromptEmbeddings prompts() {
        try {
            return PromptEmbeddings.read(FOLDER.resolve("prompts.npy"), FOLDER.resolve("prompts.csv"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static LabeledEmbeddings images() {
        List<String> labels = new ArrayList<>();
        GOLDEN.get("labels").forEach(label -> labels.add(label.asText()));
        float[] values = Golden.array("zeroshot/images.npy").toFloats();
        return LabeledEmbeddings.of(Nd4j.create(values, new long[] {120, 16}, 'c'), labels);
    }

    private static PromptEmbeddings axes(String... classes) {
        float[] values = new float[classes.length * classes.length];
        IntStream.range(0, classes.length).forEach(i -> values[i * classes.length + i] = 1);
        return PromptEmbeddings.of(Embeddings.ofRows(classes.length, values), List.of(classes), List.of(classes));
    }

    @Test
    void scoresEqualScikitLearnForEveryEnsembling() {
        LogitRule rule = LogitRule.softmax(GOLDEN.get("scale").asDouble());
        List<MetricResult> results = ZeroShot.of(prompts(), rule).measure(images(), 1);
        for (Ensembling ensembling : Ensembling.values()) {
            JsonNode golden = GOLDEN.get(ensembling.tag());
            for (String name : List.of(
                    "micro", "balanced", "macro-f1", "auroc,cosine", "auroc", "top-5", "ece", "recall,class=cyst")) {
                MetricResult result = variant(results, ensembling.tag() + "," + name);
                assertThat(result.value().orElseThrow())
                        .as(result.variant())
                        .isCloseTo(golden.get(name).asDouble(), within(1e-12));
                if (!name.equals("ece")) {
                    assertThat(result.value().orElseThrow())
                            .isBetween(
                                    result.ciLow().orElseThrow(),
                                    result.ciHigh().orElseThrow());
                }
            }
        }
        MetricResult unseen = variant(results, "single,recall,class=never seen");
        assertThat(unseen.value()).isEmpty();
        assertThat(unseen.note()).isEqualTo("the class has no rows");
    }

    @Test
    void sigmoidChangesCalibrationAndNeitherPredictionNorRankingOfOneClass() {
        double scale = GOLDEN.get("scale").asDouble();
        List<MetricResult> softmax =
                ZeroShot.of(prompts(), LogitRule.softmax(scale)).measure(images(), 1);
        List<MetricResult> sigmoid = ZeroShot.of(
                        prompts(), LogitRule.sigmoid(scale, GOLDEN.get("bias").asDouble()))
                .measure(images(), 1);
        assertThat(variant(sigmoid, "single,ece").value().orElseThrow())
                .isCloseTo(GOLDEN.get("single").get("ece,sigmoid").asDouble(), within(1e-12));
        assertThat(variant(sigmoid, "single,micro")).isEqualTo(variant(softmax, "single,micro"));
        assertThat(variant(sigmoid, "single,auroc").value().orElseThrow())
                .isCloseTo(variant(softmax, "single,auroc,cosine").value().orElseThrow(), within(1e-12));
    }

    @Test
    void promptSensitivityEqualsNumPyAndSciPy() {
        List<MetricResult> results = ZeroShot.of(prompts(), LogitRule.unknown()).measure(images(), 1);
        for (PromptKey key : PromptKey.values()) {
            String name = key.variant();
            assertThat(variant(results, name).value().orElseThrow())
                    .as(name)
                    .isCloseTo(GOLDEN.get(name).asDouble(), within(1e-12));
        }
    }

    @Test
    void chanceIsWhatPermutedLabelsGive() {
        List<String> labels = new ArrayList<>(images().labels());
        List<MetricResult> real = ZeroShot.of(prompts(), LogitRule.unknown()).measure(images(), 1);
        Collections.shuffle(labels, new Random(5));
        MetricResult shuffled = variant(
                ZeroShot.of(prompts(), LogitRule.unknown()).measure(LabeledEmbeddings.of(images().array(), labels), 1),
                "normalize-then-mean,micro");
        double chance = variant(real, "normalize-then-mean,micro").nullValue().orElseThrow();
        assertThat(shuffled.value().orElseThrow()).isCloseTo(chance, within(0.12));
        assertThat(variant(real, "normalize-then-mean,balanced").nullValue().orElseThrow())
                .isCloseTo(1 / 6.0, within(0.03));
    }

    @Test
    void lengthsOfImagesDoNotMatter() {
        double[][] x = {{3, 1}, {0.1, 0.2}, {500, 1}, {1, 900}};
        double[][] scaled = {{30, 10}, {1, 2}, {0.5, 0.001}, {1, 900}};
        ZeroShot metric = ZeroShot.of(axes("a", "b"), LogitRule.softmax(10));
        List<MetricResult> results = metric.measure(Planted.labeled(x, "a", "b", "a", "b"), 1);
        assertThat(variant(results, "single,micro").value()).hasValue(1);
        assertThat(variant(metric.measure(Planted.labeled(scaled, "a", "b", "a", "b"), 1), "single,micro")
                        .value())
                .hasValue(1);
    }

    @Test
    void withoutLogitScaleThereIsNoCalibration() {
        List<MetricResult> results = ZeroShot.of(prompts(), LogitRule.unknown()).measure(images(), 1);
        assertThat(variant(results, "single,ece").note()).contains("no logit scale is known");
        assertThat(variant(results, "single,auroc").note()).contains("no logit scale is known");
        assertThat(variant(results, "single,auroc,cosine").value()).isPresent();
        assertThatThrownBy(() -> new LogitRule(OptionalDouble.empty(), OptionalDouble.of(-10)))
                .hasMessageContaining("a bias only with a scale");
        assertThatThrownBy(() -> LogitRule.softmax(0)).hasMessageContaining("positive scale");
    }

    @Test
    void zeroRowsAreExcludedAndCounted() {
        double[][] x = {{1, 0}, {0, 0}, {0, 1}};
        LabeledEmbeddings data = Planted.labeled(x, "a", "a", "b");
        List<MetricResult> results =
                ZeroShot.of(axes("a", "b"), LogitRule.softmax(2)).measure(data, 1);
        MetricResult micro = variant(results, "single,micro");
        assertThat(micro.value()).hasValue(1);
        assertThat(micro.n()).isEqualTo(2);
        assertThat(micro.note()).contains("excluded 1 zero rows");
        everyResultSays("none is left", axes("a", "b"), Planted.labeled(new double[2][2], "a", "b"));
    }

    @Test
    void whatCannotBeMeasuredIsAbsentWithItsReason() {
        double[][] x = {{1, 0}, {0, 1}};
        everyResultSays("one class only (a)", axes("a", "b"), Planted.labeled(x, "a", "a"));
        everyResultSays(
                "no prompts for the classes [c]; there are some for [a, b]",
                axes("a", "b"),
                Planted.labeled(x, "a", "c"));
        everyResultSays(
                "image embeddings of 2 components, prompt embeddings of 3",
                axes("a", "b", "c"),
                Planted.labeled(x, "a", "b"));
        List<MetricResult> two =
                ZeroShot.of(axes("a", "b"), LogitRule.unknown()).measure(Planted.labeled(x, "a", "b"), 1);
        assertThat(variant(two, "single,top-5").note()).contains("2 classes, so all are among the nearest 5");
        assertThat(variant(two, "prompts,sd,balanced").note()).contains("one prompt for each class");
        assertThat(variant(two, "prompts,kendall-tau").note()).contains("one prompt for each class");
        PromptEmbeddings uneven = PromptEmbeddings.of(
                Embeddings.ofRows(2, new float[] {1, 0, 1, 0.1f, 0, 1}),
                List.of("a", "a", "b"),
                List.of("x", "y", "z"));
        List<MetricResult> results = ZeroShot.of(uneven, LogitRule.unknown()).measure(Planted.labeled(x, "a", "b"), 1);
        assertThat(variant(results, "prompts,mean,balanced").note()).contains("between 1 and 2 prompts");
        assertThat(variant(results, "prompts,kendall-tau").value()).isPresent();
        PromptEmbeddings opposed = PromptEmbeddings.of(
                Embeddings.ofRows(2, new float[] {1, 0, -1, 0, 0, 1}), List.of("a", "a", "b"), List.of("x", "y", "z"));
        assertThatThrownBy(() -> ZeroShot.of(opposed, LogitRule.unknown()).measure(Planted.labeled(x, "a", "b"), 1))
                .hasMessageContaining("cancel out");
    }

    private static void everyResultSays(String reason, PromptEmbeddings prompts, LabeledEmbeddings data) {
        assertThat(ZeroShot.of(prompts, LogitRule.softmax(5)).measure(data, 1))
                .hasSizeGreaterThan(20)
                .allSatisfy(result -> {
                    assertThat(result.value()).isEmpty();
                    assertThat(result.note()).contains(reason);
                });
    }

    @Test
    void anEncoderOfTextsGivesPromptsAndLogitScale() {
        VisionLanguageEncoder encoder = new VisionLanguageEncoder() {
            @Override
            public EncoderInfo info() {
                return EncoderInfo.of("letters", 2)
                        .withCapabilities(EnumSet.of(Capability.TEXT))
                        .withLogits(LogitRule.softmax(4));
            }

            @Override
            public Embeddings encodeImages(List<RgbImage> images) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Embeddings encodeTexts(List<String> texts) {
                float[] values = new float[2 * texts.size()];
                IntStream.range(0, texts.size())
                        .forEach(i -> values[2 * i + (texts.get(i).contains("nevus") ? 0 : 1)] = 1);
                return Embeddings.ofRows(2, values);
            }
        };
        ZeroShot metric =
                ZeroShot.of(Prompts.of(List.of("nevus", "wart"), List.of("a {class}", "one {class}")), encoder);
        List<MetricResult> results =
                metric.measure(Planted.labeled(new double[][] {{1, 0}, {0, 1}}, "nevus", "wart"), 1);
        assertThat(variant(results, "normalize-then-mean,micro").value()).hasValue(1);
        double confidence = Math.exp(4) / (Math.exp(4) + 1);
        assertThat(variant(results, "single,ece").value().orElseThrow()).isCloseTo(1 - confidence, within(1e-12));
    }
}

package io.discern.analysis;

import static io.discern.analysis.Golden.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.Embeddings;
import io.discern.LogitRule;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.probe.FewShotProbe;
import io.discern.analysis.probe.LinearProbe;
import io.discern.analysis.retrieval.ClassRetrieval;
import io.discern.analysis.zeroshot.PromptEmbeddings;
import io.discern.analysis.zeroshot.ZeroShot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** With training and test rows, training rows vote and fit and test rows are scored. */
class SplitProtocolTest {
    private static final JsonNode GOLDEN = Golden.json("split/expected.json");
    private static final LabeledEmbeddings DATA = data();

    /** As make_split.py has it. */
    private static LabeledEmbeddings data() {
        LabeledEmbeddings all = Golden.embeddings();
        int[] kept = IntStream.range(0, all.rows())
                .filter(row -> all.classCount(all.classIndices()[row]) > 1)
                .toArray();
        List<String> groups = new ArrayList<>();
        List<String> splits = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            groups.add("g" + i / 2);
            splits.add(i % 5 == 0 ? "test" : i % 5 == 1 ? "val" : "train");
        }
        try (all) {
            return all.select(kept).withGroups(groups).withSplits(splits);
        }
    }

    @AfterAll
    static void close() {
        DATA.close();
    }

    @Test
    void neighboursAreTrainingRowsOfOtherGroupsAsScikitLearnFindsThem() {
        List<MetricResult> results = KnnAccuracy.of(1, 5).measure(DATA, 1);
        assertThat(DATA.rows()).isEqualTo(GOLDEN.get("rows").asInt());
        assertThat(results).extracting(MetricResult::variant).allMatch(variant -> variant.startsWith("train-test,"));
        for (int k : new int[] {1, 5}) {
            JsonNode expected = GOLDEN.get("knn").get("" + k);
            for (String score : List.of("micro", "balanced")) {
                MetricResult result = variant(results, "train-test,k=" + k + "," + score);
                assertThat(result.value().orElseThrow())
                        .isCloseTo(expected.get(score).asDouble(), within(1e-12));
                assertThat(result.n()).isEqualTo(DATA.rowsOf("test").length);
            }
        }
        assertThat(KnnAccuracy.of(5)
                        .headlines()
                        .get(0)
                        .in(Results.of(results))
                        .orElseThrow()
                        .variant())
                .isEqualTo("train-test,k=5,balanced");
    }

    @Test
    void aCopyOnTheOtherSideDoesNotVoteThoughItsGroupHasOneRowOnEach() {
        double[][] x = Planted.classes(40, 8, 2, 0, 3);
        List<String> labels = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        List<String> splits = new ArrayList<>();
        double[][] twice = new double[80][];
        for (int i = 0; i < 80; i++) {
            twice[i] = x[i / 2];
            labels.add(i / 2 % 2 == 0 ? "a" : "b");
            groups.add("picture" + i / 2);
            splits.add(i % 2 == 0 ? "train" : "test");
        }
        try (LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(twice), labels)
                .withGroups(groups)
                .withSplits(splits)) {
            assertThat(variant(KnnAccuracy.of(1).measure(data, 1), "train-test,k=1,micro")
                            .value()
                            .orElseThrow())
                    .isBetween(0.2, 0.8);
            MetricResult probe = variant(LinearProbe.ridge().measure(data, 1), "ridge,train-test,micro");
            assertThat(probe.value()).isEmpty();
            assertThat(probe.note()).contains("every training row has a test row in its group");
            assertThat(new FewShotProbe().measure(data, 1))
                    .allMatch(result -> result.note().contains("every training row has a test row in its group"));
            assertThat(variant(ClassRetrieval.of(1).measure(data, 1), "train-test,hit-rate,k=1")
                            .value()
                            .orElseThrow())
                    .isBetween(0.2, 0.8);
        }
    }

    @Test
    void aProbeIsFittedOnTrainingRowsOfOtherGroupsAsScikitLearnFitsIt() {
        List<MetricResult> results = LinearProbe.logistic().measure(DATA, 1);
        MetricResult balanced = variant(results, "logistic,train-test,balanced");
        assertThat(balanced.note())
                .contains(GOLDEN.get("left-out").asInt() + " training rows of a test row's group left out");
        double c = Double.parseDouble(balanced.note().replaceAll("(?s).*?C ([0-9.E-]+) by folds.*", "$1"));
        JsonNode expected = GOLDEN.get("logistic").get("" + Math.round(Math.log10(c)));
        assertThat(balanced.value().orElseThrow())
                .isCloseTo(expected.get("balanced").asDouble(), within(1e-9));
        assertThat(variant(results, "logistic,train-test,micro").value().orElseThrow())
                .isCloseTo(expected.get("micro").asDouble(), within(1e-9));
        assertThat(variant(results, "logistic,train-test,log-loss").value().orElseThrow())
                .isCloseTo(expected.get("log-loss").asDouble(), within(1e-5));
        assertThat(balanced.ciLow().orElseThrow()).isLessThan(balanced.value().orElseThrow());
        // Every test row is right; the end is one but for the rounding of its weights.
        assertThat(balanced.ciHigh().orElseThrow()).isCloseTo(1, within(1e-12));
        assertThat(balanced.nullValue().orElseThrow())
                .isLessThan(balanced.value().orElseThrow());
    }

    @Test
    void trainingRowsOfOtherGroupsAreRetrievedAsScikitLearnOrdersThem() {
        List<MetricResult> results = ClassRetrieval.of(5).measure(DATA, 1);
        assertThat(results).extracting(MetricResult::variant).allMatch(variant -> variant.startsWith("train-test,"));
        GOLDEN.get("retrieval").properties().forEach(expected -> {
            MetricResult result = variant(results, "train-test," + expected.getKey());
            assertThat(result.value().orElseThrow())
                    .as(expected.getKey())
                    .isCloseTo(expected.getValue().asDouble(), within(1e-12));
            assertThat(result.n()).isEqualTo(GOLDEN.get("queries").asInt());
            // Where every query finds the same there is nothing to tell how sure that is.
            assertThat(result.ciNote())
                    .isEqualTo(
                            result.ciLow().isPresent()
                                    ? "holds the candidates fixed"
                                    : "none: no group tells more than another");
        });
    }

    @Test
    void aFewTrainingRowsTeachTestRows() {
        List<MetricResult> results = new FewShotProbe().measure(DATA, 1);
        assertThat(results)
                .extracting(MetricResult::variant)
                .containsExactly(Stream.of("1", "2", "4", "8", "16", "all")
                        .map(shots -> "few-shot,train-test,shots=" + shots + ",balanced")
                        .toArray(String[]::new));
        MetricResult all = results.get(5);
        assertThat(all.value().orElseThrow())
                .isCloseTo(GOLDEN.get("few-shot-all").asDouble(), within(1e-9));
        assertThat(all.n()).isEqualTo(DATA.rowsOf("test").length);
        assertThat(results.get(0).value().orElseThrow())
                .isBetween(0.5, all.value().orElseThrow());
        assertThat(all.note())
                .contains(GOLDEN.get("left-out").asInt() + " training rows of a test row's group left out");
        assertThat(FewShotProbe.Key.FORM
                        .parse("probe", all.variant())
                        .orElseThrow()
                        .scheme())
                .hasValue("train-test");
    }

    @Test
    void aClassWithoutTrainingRowsCannotBeLearnt() {
        List<String> labels = new ArrayList<>(DATA.labels());
        labels.set(0, "unseen");
        try (LabeledEmbeddings data = LabeledEmbeddings.of(DATA.array(), labels)
                .withGroups(DATA.groups())
                .withSplits(DATA.splits())) {
            List<MetricResult> results = new ArrayList<>(LinearProbe.ridge().measure(data, 1));
            results.addAll(new FewShotProbe().measure(data, 1));
            assertThat(results)
                    .allMatch(
                            result -> result.value().isEmpty() && result.note().contains("no training row of unseen"));
        }
    }

    @Test
    void zeroShotReadsTestRowsOnly() {
        List<String> classes = DATA.classes();
        List<float[]> firsts = classes.stream()
                .map(name -> floats(DATA.labels().indexOf(name)))
                .toList();
        float[] rows = new float[classes.size() * DATA.dim()];
        for (int i = 0; i < classes.size(); i++) {
            System.arraycopy(firsts.get(i), 0, rows, i * DATA.dim(), DATA.dim());
        }
        ZeroShot zeroShot = ZeroShot.of(
                PromptEmbeddings.of(Embeddings.ofRows(DATA.dim(), rows), classes, classes), LogitRule.unknown());
        List<MetricResult> results = zeroShot.measure(DATA, 1);
        try (LabeledEmbeddings test =
                DATA.select(DATA.rowsOf("test")).withSplits(Collections.nCopies(DATA.rowsOf("test").length, ""))) {
            List<MetricResult> alone = zeroShot.measure(test, 1);
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).value()).isEqualTo(alone.get(i).value());
                assertThat(results.get(i).note()).contains("test rows only");
            }
        }
    }

    private static float[] floats(int row) {
        double[] values = new double[DATA.dim()];
        DATA.readRow(row, values);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Test
    void withoutASplitNothingChanges() {
        try (LabeledEmbeddings all = Golden.embeddings();
                LabeledEmbeddings onlyTrain =
                        Golden.embeddings().withSplits(Collections.nCopies(all.rows(), LabeledEmbeddings.TRAIN))) {
            assertThat(KnnAccuracy.of(5).measure(onlyTrain, 1))
                    .extracting(MetricResult::toString)
                    .isEqualTo(KnnAccuracy.of(5).measure(all, 1).stream()
                            .map(MetricResult::toString)
                            .toList());
        }
    }
}

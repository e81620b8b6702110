package io.discern.analysis.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Planted;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {

    /** The 599 rows of classes 0 to 4 under the labels that scikit-learn was given. */
    static LabeledEmbeddings probe() {
        long[] classes = Golden.array("emb_y.npy").toLongs();
        int[] rows = IntStream.range(0, classes.length)
                .filter(row -> classes[row] < 5)
                .toArray();
        return LabeledEmbeddings.of(Golden.embeddings().select(rows).array(), Golden.labels("probe/probe_y.npy"));
    }

    static int[] rows(boolean test) {
        return IntStream.range(0, 599).filter(row -> row % 3 == 0 == test).toArray();
    }

    static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    static double[] flat(JsonNode rows) {
        return IntStream.range(0, rows.size())
                .boxed()
                .flatMapToDouble(i -> Arrays.stream(Golden.doubles(rows.get(i))))
                .toArray();
    }

    private static double[][] logProbabilities(LinearFit fit, LabeledEmbeddings data, int[] rows) {
        double[][] scores = fit.classifier().scores(data, rows);
        Arrays.stream(scores).forEach(Softmax::logInPlace);
        return scores;
    }

    @Test
    void predictionsAndProbabilitiesEqualScikitLearnsLbfgs() {
        JsonNode golden = Golden.json("probe/logreg.json");
        LabeledEmbeddings data = probe();
        LabeledEmbeddings train = data.select(rows(false));
        for (double c : new double[] {0.01, 1, 100}) {
            LinearFit fit = new LogisticRegression().fit(train, Scaling.NONE, c);
            JsonNode expected = golden.get("C" + c);
            double[][] read = logProbabilities(fit, data, rows(true));
            assertThat(Arrays.stream(read).mapToInt(ScoreSheet::largest).toArray())
                    .isEqualTo(Golden.ints(expected.get("pred")));
            // its search stops some 1e-8 above the optimum
            assertThat(fit.objective())
                    .isBetween(
                            expected.get("objective").asDouble() * (1 - 1e-7),
                            expected.get("objective").asDouble());
            if (c == 1) {
                assertThat(flat(read))
                        .containsExactly(
                                Arrays.stream(Golden.array("probe/logreg_C1_proba.npy")
                                                .toDoubles())
                                        .map(Math::log)
                                        .toArray(),
                                within(2e-3));
                assertThat(flat(fit.classifier().weights()))
                        .containsExactly(
                                Golden.array("probe/logreg_C1_coef.npy").toDoubles(), within(1e-3));
            }
        }
    }

    @Test
    void optimumEqualsThatOfNewtonsMethodAlsoWithFewerRowsThanColumns() {
        JsonNode golden = Golden.json("probe/probe.json").get("optima");
        LabeledEmbeddings data = probe();
        int[] last = IntStream.range(590, 599).toArray();
        for (double c : new double[] {0.01, 1, 100}) {
            for (String name : new String[] {"many", "few"}) {
                int[] rows = name.equals("many")
                        ? rows(false)
                        : IntStream.range(0, 30).toArray();
                LinearFit fit = new LogisticRegression(1e-16, 1000).fit(data.select(rows), Scaling.NONE, c);
                JsonNode expected = golden.get(name + ",C=" + c);
                assertThat(fit.objective()).isCloseTo(expected.get("objective").asDouble(), within(1e-9));
                // scikit-learn's few,C=100 is 1e-12 above the optimum
                assertThat(flat(logProbabilities(fit, data, last)))
                        .containsExactly(flat(expected.get("log_probabilities_590")), within(5e-5));
            }
        }
    }

    @Test
    void aSearchThatMayNotGoOnSaysThatItDidNotConverge() {
        LinearFit fit = new LogisticRegression(1e-12, 3).fit(probe(), Scaling.COLUMNS, 1);
        assertThat(fit.converged()).isFalse();
        assertThat(fit.iterations()).isEqualTo(3);
    }

    @Test
    void scaleAndPlaceOfColumnsDoNotMatterWhenStandardised() {
        double[][] x = Planted.classes(60, 5, 3, 2, 4);
        double[][] moved = Arrays.stream(x)
                .map(row -> IntStream.range(0, 5)
                        .mapToDouble(j -> row[j] * Math.pow(10, j) + 7)
                        .toArray())
                .toArray(double[][]::new);
        String[] labels = Planted.labels(60, 3).toArray(String[]::new);
        LabeledEmbeddings plain = Planted.labeled(x, labels);
        LabeledEmbeddings scaled = Planted.labeled(moved, labels);
        int[] all = IntStream.range(0, 60).toArray();
        double[] expected = flat(new LogisticRegression()
                .fit(plain, Scaling.COLUMNS, 1)
                .classifier()
                .scores(plain, all));
        double[] scores = flat(new LogisticRegression()
                .fit(scaled, Scaling.COLUMNS, 1)
                .classifier()
                .scores(scaled, all));
        assertThat(scores).containsExactly(expected, within(1e-6));
    }

    @Test
    void columnsThatDoNotVaryAndRowsThatAreEqualGetNoWeight() {
        // the mean of thirty times 0.1 is not 0.1 in doubles
        double[][] x = Planted.classes(30, 3, 2, 1, 1);
        Arrays.stream(x).forEach(row -> row[1] = 0.1);
        LabeledEmbeddings data = Planted.labeled(x, Planted.labels(30, 2).toArray(String[]::new));
        LinearFit fit = new LogisticRegression().fit(data, Scaling.COLUMNS, 1);
        assertThat(fit.classifier().weights()[0][1]).isZero();
        LinearFit equal = new LogisticRegression()
                .fit(
                        Planted.labeled(new double[][] {{1, 2}, {1, 2}, {1, 2}, {1, 2}}, "a", "a", "a", "b"),
                        Scaling.COLUMNS,
                        1);
        double[] scores = equal.classifier().scores(Planted.labeled(new double[][] {{5, 6}}, "a"), new int[] {0})[0];
        Softmax.inPlace(scores);
        assertThat(scores).containsExactly(new double[] {0.75, 0.25}, within(1e-5));
    }

    @Test
    void ridgeEqualsScikitLearn() {
        JsonNode golden = Golden.json("probe/probe.json").get("optima");
        LabeledEmbeddings data = probe();
        int[] last = IntStream.range(590, 599).toArray();
        for (double c : new double[] {0.01, 1, 100}) {
            for (String name : new String[] {"many", "few"}) {
                int[] rows = name.equals("many")
                        ? rows(false)
                        : IntStream.range(0, 30).toArray();
                LinearFit fit = new RidgeRegression().fit(data.select(rows), Scaling.NONE, c);
                assertThat(flat(fit.classifier().scores(data, last)))
                        .containsExactly(flat(golden.get(name + ",C=" + c).get("ridge_590")), within(1e-9));
            }
        }
        double[] first = new RidgeRegression()
                .fit(data.select(rows(false)), Scaling.NONE, 1)
                .classifier()
                .scores(data, rows(true))[0];
        assertThat(first)
                .containsExactly(
                        Golden.doubles(Golden.json("probe/logreg.json")
                                .get("ridge_alpha1")
                                .get("decision_first_row")),
                        within(1e-9));
    }

    @Test
    void ridgeObjectiveIsThatOfItsWeights() {
        LabeledEmbeddings data = Planted.labeled(
                Planted.classes(20, 3, 2, 1, 6), Planted.labels(20, 2).toArray(String[]::new));
        LinearFit fit = new RidgeRegression().fit(data, Scaling.NONE, 0.5);
        double[][] scores = fit.classifier().scores(data, IntStream.range(0, 20).toArray());
        int[] labels = data.classIndices();
        double loss = IntStream.range(0, 20)
                .mapToDouble(i -> new RidgeRegression().loss(scores[i], labels[i]))
                .sum();
        double penalty =
                Arrays.stream(flat(fit.classifier().weights())).map(w -> w * w).sum() / 0.5;
        assertThat(fit.objective()).isCloseTo(loss + penalty, within(1e-9));
    }

    @Test
    void whatCannotBeFittedIsRefused() {
        LabeledEmbeddings one = Planted.labeled(new double[][] {{1, 2}, {2, 1}}, "a", "a");
        assertThatThrownBy(() -> new LogisticRegression().fit(one, Scaling.NONE, 1))
                .hasMessageContaining("at least two classes");
        LabeledEmbeddings two = Planted.labeled(new double[][] {{1, 2}, {2, 1}}, "a", "b");
        assertThatThrownBy(() -> new RidgeRegression().fit(two, Scaling.NONE, 0))
                .hasMessageContaining("C = 0.0");
        assertThatThrownBy(() -> new LogisticRegression(0, 1)).hasMessageContaining("tolerance 0.0");
    }
}

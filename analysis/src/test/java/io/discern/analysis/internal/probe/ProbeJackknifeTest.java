package io.discern.analysis.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Planted;
import io.discern.analysis.internal.stats.GroupedStratifiedFolds;
import io.discern.analysis.internal.stats.SmoothScore;
import io.discern.analysis.internal.stats.TrainedJackknife;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeJackknifeTest {
    private static final double[] CS = {0.01, 0.01, 0.1, 0.01, 0.01};
    private final LabeledEmbeddings data = LabeledEmbeddings.of(
                    Planted.array(Planted.classes(60, 5, 2, 1, 4)), Planted.labels(60, 2))
            .withGroups(
                    IntStream.range(0, 60).mapToObj(i -> "g" + i / 4 + i % 2).toList());
    private final Clusters clusters = Clusters.of(data.classIndices(), data.groupIndices());
    private final GroupedStratifiedFolds cut =
            GroupedStratifiedFolds.of(data.classIndices(), data.groupIndices(), 5, 1);

    /** What fits without the cluster say of a fold, on the scaling that all fitting rows have. */
    private double[][] refitted(LinearLearner learner, int fold, int without) {
        int[] train = cut.train(fold);
        int[] rest =
                Arrays.stream(train).filter(row -> clusters.of(row) != without).toArray();
        double[][] scaled = new double[60][5];
        double[] mean = new double[5];
        double[] squares = new double[5];
        double[] row = new double[5];
        for (int i : train) {
            data.readRow(i, row);
            for (int j = 0; j < 5; j++) {
                mean[j] += row[j] / train.length;
                squares[j] += row[j] * row[j] / train.length;
            }
        }
        for (int i = 0; i < 60; i++) {
            data.readRow(i, row);
            for (int j = 0; j < 5; j++) {
                scaled[i][j] = (row[j] - mean[j]) / Math.sqrt(squares[j] - mean[j] * mean[j]);
            }
        }
        LabeledEmbeddings all = LabeledEmbeddings.of(Planted.array(scaled), data.labels());
        return learner.fit(all.select(rest), Scaling.NONE, CS[fold])
                .classifier()
                .scores(all, cut.test(fold));
    }

    private double[][] scores(LinearLearner learner) {
        return new CrossValidation(data, learner, cut).scores(CS, java.util.List.of())[0];
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void scoresWithoutAGroupAreThoseOfReadersFittedWithoutIt(boolean logistic) {
        LinearLearner learner = logistic ? new LogisticRegression() : new RidgeRegression();
        double[][] now = scores(learner);
        try (ProbeJackknife jackknife = new ProbeJackknife(data, learner, cut, CS, now, clusters)) {
            double error = 0;
            double moved = 0;
            for (int fold = 0; fold < 5; fold++) {
                int[] test = cut.test(fold);
                for (int without : Arrays.stream(cut.train(fold))
                        .map(clusters::of)
                        .distinct()
                        .toArray()) {
                    double[][] refitted = refitted(learner, fold, without);
                    double[][] changes = jackknife.changes(fold, without);
                    for (int i = 0; i < test.length; i++) {
                        double before = now[test[i]][0] - now[test[i]][1];
                        double change = refitted[i][0] - refitted[i][1] - before;
                        error += Math.pow(changes[i][0] - changes[i][1] - change, 2);
                        moved += change * change;
                    }
                }
            }
            // Ridge is one step away, logistic regression nearly.
            assertThat(Math.sqrt(error / moved)).isLessThan(logistic ? 0.35 : 1e-6);
        }
    }

    @Test
    void theVarianceOfTheAreaIsThatOfReadersFittedWithoutEachGroup() {
        LinearLearner learner = new RidgeRegression();
        double[][] now = scores(learner);
        int[] labels = data.classIndices();
        int[] folds = IntStream.range(0, 60).map(cut::of).toArray();
        SmoothScore area = SmoothScore.auroc(now, labels, folds).orElseThrow();
        TrainedJackknife expected = new TrainedJackknife(area.derivatives(), clusters);
        for (int without = 0; without < clusters.count(); without++) {
            for (int fold = 0; fold < 5; fold++) {
                if (cut.of(clusters.row(without, 0)) == fold) {
                    continue;
                }
                double[][] then = now.clone();
                int[] test = cut.test(fold);
                double[][] refitted = refitted(learner, fold, without);
                for (int i = 0; i < test.length; i++) {
                    then[test[i]] = refitted[i];
                }
                double change =
                        SmoothScore.auroc(then, labels, folds).orElseThrow().value() - area.value();
                // All of a fold's change at once: its rows here are of as many clusters, which only the noise minds.
                expected.add(without, clusters.of(test[0]), change);
            }
        }
        try (ProbeJackknife jackknife = new ProbeJackknife(data, learner, cut, CS, now, clusters)) {
            double found = jackknife.ofAreas(area.derivatives());
            assertThat(found).isPositive().isLessThan(expected.seen() * 1.2);
            assertThat(found).isCloseTo(expected.seen(), within(expected.seen() * 0.8));
        }
    }

    @Test
    void readersThatVaryWidenTheIntervalOfAnAccuracy() {
        LinearLearner learner = new RidgeRegression();
        double[][] now = scores(learner);
        double[][] cells = {{1 / 60.0, -1 / 60.0}, {-1 / 60.0, 1 / 60.0}};
        double[] derivatives = new double[60];
        Arrays.setAll(derivatives, row -> cells[data.classIndices()[row]][now[row][0] >= now[row][1] ? 0 : 1]);
        try (ProbeJackknife jackknife = new ProbeJackknife(data, learner, cut, CS, now, clusters)) {
            assertThat(jackknife.ofCounts(cells)).isGreaterThan(new TrainedJackknife(derivatives, clusters).seen());
        }
    }
}

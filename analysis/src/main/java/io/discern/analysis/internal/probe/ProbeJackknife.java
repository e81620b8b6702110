package io.discern.analysis.internal.probe;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.linalg.DenseMatrix;
import io.discern.analysis.internal.linalg.SymmetricMatrix;
import io.discern.analysis.internal.stats.Auroc;
import io.discern.analysis.internal.stats.GroupedStratifiedFolds;
import io.discern.analysis.internal.stats.TrainedJackknife;
import io.discern.analysis.stats.Clusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores of cross-validated readers without one group, as rows and as training data; the penalty and the scaling of columns are kept.
 *
 * <p>A reader without the rows G of a group is one Newton step away, which is all the way for ridge: with z the coordinates of a row in
 * principal axes, s their squares, k the {@linkplain LinearLearner#curvature curvature}, {@code q_ij = 1 / (k n) + sum_a z_ia z_ja / (k
 * s_a + 1 / C)} and e the residuals, the scores of row t change by {@code -q_tG (I - k q_GG)^-1 e_G}. O(n^2 (d + C)) for n rows.
 *
 * <p>References: Cook, <i>Detection of influential observation in linear regression</i>, Technometrics 19 (1977) 15-18; Pregibon,
 * <i>Logistic regression diagnostics</i>, Annals of Statistics 9 (1981) 705-724 (one step).
 */
public final class ProbeJackknife implements AutoCloseable {
    /** About 60 MB of q. */
    private static final int MOST_ROWS = 3000;

    private final double[][] scores;
    private final int[] labels;
    private final Clusters clusters;
    private final LinearLearner learner;
    private final List<Fold> folds = new ArrayList<>();

    /**
     * The readers of one fold.
     *
     * @param rows who is read
     * @param without clusters that readers were fitted on
     * @param members for each of these its places among the fitting rows
     * @param q by row and fitting row
     * @param moves by cluster, by member, by class: {@code (I - k q_GG)^-1 e_G}
     */
    private record Fold(int[] rows, int[] without, int[][] members, DenseMatrix q, double[][][] moves) {

        /** By how much the scores of the rows change without the i-th cluster, rows x classes. */
        double[][] changes(int i) {
            double[][] changes = new double[rows.length][moves[i][0].length];
            for (int row = 0; row < rows.length; row++) {
                for (int member = 0; member < members[i].length; member++) {
                    double product = q.get(row, members[i][member]);
                    for (int label = 0; label < changes[row].length; label++) {
                        changes[row][label] -= product * moves[i][member][label];
                    }
                }
            }
            return changes;
        }
    }

    /**
     * Fits the readers once more.
     *
     * @param cs the C of each fold
     * @param scores the calibrated scores of all rows by readers without their fold
     * @param clusters the groups within classes
     */
    public ProbeJackknife(
            LabeledEmbeddings data,
            LinearLearner learner,
            GroupedStratifiedFolds cut,
            double[] cs,
            double[][] scores,
            Clusters clusters) {
        this.scores = scores;
        this.labels = data.classIndices();
        this.clusters = clusters;
        this.learner = learner;
        for (int fold = 0; fold < cut.count(); fold++) {
            folds.add(fold(data, cut.train(fold), cut.test(fold), cs[fold]));
        }
    }

    /** By how much the scores of a fold's rows change without a cluster that its readers were fitted on, rows x classes. */
    double[][] changes(int fold, int without) {
        int[] all = folds.get(fold).without();
        return folds.get(fold)
                .changes(IntStream.range(0, all.length)
                        .filter(i -> all[i] == without)
                        .findFirst()
                        .orElseThrow());
    }

    /** Why groups cannot be left out; empty if they can. */
    public static String reasonAgainst(LabeledEmbeddings data) {
        return data.rows() <= MOST_ROWS
                ? ""
                : data.rows() + " rows; expected at most " + MOST_ROWS + ", to leave out each group in training";
    }

    private Fold fold(LabeledEmbeddings data, int[] train, int[] test, double c) {
        int classes = scores[0].length;
        int[] ofTrain = Arrays.stream(train).map(row -> labels[row]).toArray();
        try (PrincipalAxes axes = PrincipalAxes.of(data, train, Scaling.COLUMNS)) {
            double[][] own =
                    learner.path(axes, ofTrain, classes, c).get(0).classifier().scores(data, train);
            double curvature = learner.curvature(own);
            double[] squares = axes.squares();
            double[] factors = new double[squares.length];
            Arrays.setAll(factors, a -> 1 / Math.sqrt(curvature * squares[a] + 1 / c));
            int[] without = Arrays.stream(train).map(clusters::of).distinct().toArray();
            int[][] members = Arrays.stream(without)
                    .mapToObj(cluster -> IntStream.range(0, train.length)
                            .filter(i -> clusters.of(train[i]) == cluster)
                            .toArray())
                    .toArray(int[][]::new);
            double constant = 1 / (curvature * train.length);
            try (DenseMatrix fitted = scaled(axes.coordinates(), factors, constant);
                    DenseMatrix others = axes.turned(data, test);
                    DenseMatrix read = scaled(others, factors, constant)) {
                double[][][] moves = Arrays.stream(members)
                        .map(group -> moves(fitted, group, curvature, own, ofTrain))
                        .toArray(double[][][]::new);
                return new Fold(test, without, members, DenseMatrix.product(read, false, fitted, true), moves);
            }
        }
    }

    /** Coordinates times factors, and one more that is the same for all rows: products of these are q. */
    private static DenseMatrix scaled(DenseMatrix coordinates, double[] factors, double constant) {
        DenseMatrix scaled = new DenseMatrix(coordinates.rows(), factors.length + 1);
        double[] row = new double[factors.length];
        double[] into = new double[factors.length + 1];
        into[factors.length] = Math.sqrt(constant);
        for (int i = 0; i < coordinates.rows(); i++) {
            coordinates.read(i, row);
            for (int a = 0; a < row.length; a++) {
                into[a] = row[a] * factors[a];
            }
            scaled.put(i, into);
        }
        return scaled;
    }

    private double[][] moves(DenseMatrix fitted, int[] group, double curvature, double[][] own, int[] ofTrain) {
        double[][] among = new double[group.length][group.length];
        for (int i = 0; i < group.length; i++) {
            double[] row = fitted.row(group[i]);
            for (int j = i; j < group.length; j++) {
                double[] other = fitted.row(group[j]);
                for (int a = 0; a < row.length; a++) {
                    among[i][j] += row[a] * other[a];
                }
                among[j][i] = among[i][j];
            }
        }
        double[][] residuals = Arrays.stream(group)
                .mapToObj(i -> learner.residuals(own[i], ofTrain[i]))
                .toArray(double[][]::new);
        double[][] byClass = transposed(residuals);
        try (SymmetricMatrix matrix = SymmetricMatrix.of(among)) {
            return matrix.cholesky(-curvature, 1)
                    .map(factor -> {
                        try (factor) {
                            return transposed(factor.solve(byClass));
                        }
                    })
                    // A group that alone holds some direction: its residuals say nothing there.
                    .orElse(residuals);
        }
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] transposed = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < transposed.length; j++) {
                transposed[j][i] = matrix[i][j];
            }
        }
        return transposed;
    }

    /**
     * The variance of a score of counts. Predictions jump where scores move on, so a change counts by the probability of a jump: with m
     * the margin of the largest score over the next, of standard error s by the groups' changes, {@code phi(m / s) / s} times the
     * change of m. The noise of second order stays in: what the choice of the penalty adds, which is kept here, is of its size.
     *
     * @param cells the derivative of the score with respect to a row of one class that is predicted to be of another
     */
    public double ofCounts(double[][] cells) {
        double[] derivatives = new double[labels.length];
        Arrays.setAll(derivatives, row -> cells[labels[row]][ScoreSheet.largest(scores[row])]);
        TrainedJackknife jackknife = new TrainedJackknife(derivatives, clusters);
        for (Fold fold : folds) {
            double[] slopes = slopes(fold, cells);
            add(jackknife, fold, changes -> margins(fold.rows(), changes), slopes);
        }
        return jackknife.seen();
    }

    private double[] slopes(Fold fold, double[][] cells) {
        double[] squares = new double[fold.rows().length];
        for (int i = 0; i < fold.without().length; i++) {
            double[] margins = margins(fold.rows(), fold.changes(i));
            for (int row = 0; row < margins.length; row++) {
                squares[row] += margins[row] * margins[row];
            }
        }
        double[] slopes = new double[squares.length];
        for (int i = 0; i < slopes.length; i++) {
            int row = fold.rows()[i];
            int first = ScoreSheet.largest(scores[row]);
            int second = next(scores[row], first);
            double margin = scores[row][first] - scores[row][second];
            double density = Math.exp(-margin * margin / squares[i] / 2) / Math.sqrt(2 * Math.PI * squares[i]);
            double gain = cells[labels[row]][first] - cells[labels[row]][second];
            slopes[i] = squares[i] == 0 ? 0 : density * gain;
        }
        return slopes;
    }

    private double[] margins(int[] rows, double[][] changes) {
        double[] margins = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int first = ScoreSheet.largest(scores[rows[i]]);
            margins[i] = changes[i][first] - changes[i][next(scores[rows[i]], first)];
        }
        return margins;
    }

    private static int next(double[] scores, int first) {
        return IntStream.range(0, scores.length)
                .filter(label -> label != first)
                .reduce((best, label) -> scores[label] > scores[best] ? label : best)
                .orElseThrow();
    }

    /**
     * The variance of the mean over folds and classes of the one-versus-rest area.
     *
     * @param derivatives with respect to the weight of each row
     */
    public double ofAreas(double[] derivatives) {
        TrainedJackknife jackknife = new TrainedJackknife(derivatives, clusters);
        for (Fold fold : folds) {
            double[][] now =
                    Arrays.stream(fold.rows()).mapToObj(row -> scores[row]).toArray(double[][]::new);
            double[] placements = placements(fold.rows(), now);
            double[] ones = new double[placements.length];
            Arrays.fill(ones, 1);
            add(
                    jackknife,
                    fold,
                    changes -> {
                        double[][] then = new double[now.length][];
                        Arrays.setAll(then, i -> {
                            double[] moved = now[i].clone();
                            Arrays.setAll(moved, label -> moved[label] + changes[i][label]);
                            learner.calibrate(moved);
                            return moved;
                        });
                        double[] moved = placements(fold.rows(), then);
                        Arrays.setAll(moved, i -> moved[i] - placements[i]);
                        return moved;
                    },
                    ones);
        }
        return jackknife.variance();
    }

    /** What rows add to the mean area: each pair of a row of the class and another counts half for either. */
    private double[] placements(int[] rows, double[][] of) {
        int classes = of[0].length;
        double[] sums = new double[rows.length];
        for (int label = 0; label < classes; label++) {
            double[] column = new double[rows.length];
            boolean[] positive = new boolean[rows.length];
            int positives = 0;
            for (int i = 0; i < rows.length; i++) {
                column[i] = of[i][label];
                positive[i] = labels[rows[i]] == label;
                positives += positive[i] ? 1 : 0;
            }
            double[] placements = Auroc.placements(column, positive);
            for (int i = 0; i < rows.length; i++) {
                int alike = positive[i] ? positives : rows.length - positives;
                sums[i] += placements[i] / alike / 2 / classes / folds.size();
            }
        }
        return sums;
    }

    private void add(TrainedJackknife jackknife, Fold fold, ChangesOfRows ofRows, double[] slopes) {
        int[] own = Arrays.stream(fold.rows()).map(clusters::of).toArray();
        int[] distinct = Arrays.stream(own).distinct().toArray();
        for (int i = 0; i < fold.without().length; i++) {
            double[] changes = ofRows.of(fold.changes(i));
            double[] sums = new double[clusters.count()];
            for (int row = 0; row < own.length; row++) {
                sums[own[row]] += slopes[row] * changes[row];
            }
            for (int cluster : distinct) {
                jackknife.add(fold.without()[i], cluster, sums[cluster]);
            }
        }
    }

    /** Frees the memory. Idempotent. */
    @Override
    public void close() {
        folds.forEach(fold -> fold.q().close());
    }

    private interface ChangesOfRows {
        double[] of(double[][] changesOfScores);
    }
}

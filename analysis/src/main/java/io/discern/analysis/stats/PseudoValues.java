package io.discern.analysis.stats;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Scores that are no means of rows, written as such: {@code v_i = score + n influence_i}, whose mean is the score and whose
 * spread is its uncertainty. The bootstrap of their mean is the linearised bootstrap of the score, and can draw whole groups.
 *
 * <p>References: Efron and Tibshirani, <i>An Introduction to the Bootstrap</i> (1993), ch. 22; DeLong, DeLong and
 * Clarke-Pearson, Biometrics 44 (1988) 837-845 (AUROC); LeDell, Petersen and van der Laan, Electronic Journal of Statistics
 * 9 (2015) 1583-1607 (cross-validated AUROC).
 */
public final class PseudoValues {
    private PseudoValues() {}

    /**
     * Of {@link ConfusionMatrix#macroF1()}. With F1 = 2 tp / (t + p) of a class, a row that adds tp_i, t_i and p_i to its
     * counts has the influence {@code (2 tp_i - F1 (t_i + p_i)) / (t + p)} on it.
     */
    public static double[] macroF1(int[] truth, int[] predicted, int classes) {
        ConfusionMatrix matrix = ConfusionMatrix.of(truth, predicted, classes);
        double[] marks = new double[classes];
        for (int row = 0; row < truth.length; row++) {
            marks[truth[row]]++;
            marks[predicted[row]]++;
        }
        double weight = truth.length / (double) Arrays.stream(marks).filter(count -> count > 0).count();
        double[] values = new double[truth.length];
        for (int row = 0; row < truth.length; row++) {
            values[row] = matrix.macroF1();
            for (int label : new int[] {truth[row], predicted[row]}) {
                double hit = truth[row] == predicted[row] ? 1 : 0;
                values[row] += weight * (hit - matrix.f1(label).orElseThrow()) / marks[label];
            }
        }
        return values;
    }

    /**
     * Of the mean over folds, and over the classes that occur, of the one-versus-rest AUROC within the fold. Of a class's n_c
     * rows in a fold each has the influence {@code (placement - AUROC) / n_c}, and likewise the others.
     *
     * @param scores n x classes
     * @param truth the class of each row
     * @param folds the fold of each row; scores of different folds are not compared
     * @return empty if some fold lacks a class or has no other
     */
    public static Optional<double[]> auroc(double[][] scores, int[] truth, int[] folds) {
        Clusters byFold = Clusters.of(new int[folds.length], folds);
        int[] classes = Arrays.stream(truth).distinct().toArray();
        double areas = (double) classes.length * byFold.count();
        double[] values = new double[truth.length];
        double sum = 0;
        for (int f = 0; f < byFold.count(); f++) {
            int fold = f;
            int[] rows = IntStream.range(0, byFold.size(fold)).map(i -> byFold.row(fold, i)).toArray();
            for (int label : classes) {
                boolean[] positive = new boolean[rows.length];
                int positives = 0;
                for (int i = 0; i < rows.length; i++) {
                    positive[i] = truth[rows[i]] == label;
                    positives += positive[i] ? 1 : 0;
                }
                if (positives == 0 || positives == rows.length) {
                    return Optional.empty();
                }
                double[] own = Arrays.stream(rows).mapToDouble(row -> scores[row][label]).toArray();
                double area = Auroc.binary(own, positive).orElseThrow();
                double[] placements = Auroc.placements(own, positive);
                sum += area;
                for (int i = 0; i < rows.length; i++) {
                    int alike = positive[i] ? positives : rows.length - positives;
                    values[rows[i]] += truth.length * (placements[i] - area) / alike / areas;
                }
            }
        }
        for (int row = 0; row < values.length; row++) {
            values[row] += sum / areas;
        }
        return Optional.of(values);
    }
}

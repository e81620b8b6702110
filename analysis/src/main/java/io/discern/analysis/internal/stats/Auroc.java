package io.discern.analysis.internal.stats;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/**
 * Area under the receiver operating characteristic: the chance that a row of the class scores above a row that is not,
 * {@code (1 / (n_p n_q)) sum_p sum_q ([s_p > s_q] + [s_p = s_q] / 2)}, in [0, 1]; 0.5 for scores that know nothing.
 *
 * <p>Reference: Hanley and McNeil, <i>The meaning and use of the area under a ROC curve</i>, Radiology 143 (1982) 29-36.
 */
public final class Auroc {
    private Auroc() {}

    /**
     * Of one class against the rest.
     *
     * @param scores the score of each row; infinite ones are allowed, NaN is not
     * @param positive whether each row is of the class
     * @return empty if all rows or none are of the class
     */
    public static OptionalDouble binary(double[] scores, boolean[] positive) {
        if (scores.length != positive.length) {
            throw new IllegalArgumentException(
                    scores.length + " scores for " + positive.length + " rows; expected one each");
        }
        double[] in = sorted(scores, positive, true);
        double[] out = sorted(scores, positive, false);
        if (in.length == 0 || out.length == 0) {
            return OptionalDouble.empty();
        }
        long halves =
                Arrays.stream(in).mapToLong(score -> halvesBelow(score, out)).sum();
        return OptionalDouble.of(halves / 2.0 / in.length / out.length);
    }

    /**
     * For each row of the class the share of others that it beats, for each other row the share of the class that beats it,
     * equal ones by half; the mean of either is the area. Both kinds of rows must occur.
     */
    public static double[] placements(double[] scores, boolean[] positive) {
        double[] in = sorted(scores, positive, true);
        double[] out = sorted(scores, positive, false);
        double[] placements = new double[scores.length];
        for (int row = 0; row < scores.length; row++) {
            placements[row] = positive[row] ? shareBelow(scores[row], out) : 1 - shareBelow(scores[row], in);
        }
        return placements;
    }

    /**
     * The share of values that a score beats, equal ones by half.
     *
     * @param sorted ascending, at least one
     */
    public static double shareBelow(double score, double[] sorted) {
        return shareBelow(score, sorted, 0);
    }

    /**
     * The same where scores that differ by rounding are equal.
     *
     * @param rounding how far they may be from each other
     */
    public static double shareBelow(double score, double[] sorted, double rounding) {
        long halves = (long) firstWhere(sorted, value -> value >= score - rounding)
                + firstWhere(sorted, value -> value > score + rounding);
        return halves / 2.0 / sorted.length;
    }

    /** Twice the number of values below a score, and once the number of those equal to it. */
    private static long halvesBelow(double score, double[] sorted) {
        return (long) firstWhere(sorted, value -> value >= score) + firstWhere(sorted, value -> value > score);
    }

    /** The first place of sorted values from which on a condition holds. */
    private static int firstWhere(double[] sorted, DoublePredicate holds) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (holds.test(sorted[middle])) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static double[] sorted(double[] scores, boolean[] positive, boolean which) {
        double[] chosen = IntStream.range(0, scores.length)
                .filter(row -> positive[row] == which)
                .mapToDouble(row -> scores[row])
                .toArray();
        Arrays.sort(chosen);
        if (chosen.length > 0 && Double.isNaN(chosen[chosen.length - 1])) {
            throw new IllegalArgumentException("a score is NaN; expected numbers that can be ordered");
        }
        return chosen;
    }

    /**
     * The unweighted mean over classes of each against the rest.
     *
     * @param scores n x classes: {@code scores[row][class]}
     * @param truth the class of each row, from 0
     * @return empty if some class has no row or all of them
     */
    public static OptionalDouble oneVsRestMacro(double[][] scores, int[] truth, int classes) {
        double sum = 0;
        for (int label = 0; label < classes; label++) {
            int of = label;
            boolean[] positive = new boolean[truth.length];
            for (int row = 0; row < truth.length; row++) {
                positive[row] = truth[row] == label;
            }
            OptionalDouble area =
                    binary(Arrays.stream(scores).mapToDouble(row -> row[of]).toArray(), positive);
            if (area.isEmpty()) {
                return area;
            }
            sum += area.getAsDouble();
        }
        return OptionalDouble.of(sum / classes);
    }
}

package io.discern.analysis.internal.stats;

import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.InfinitesimalJackknife;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.Jackknife;
import io.discern.analysis.stats.ShareIntervals;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A score of classified rows that is no mean of rows, with the derivative with respect to each row's weight, from which its
 * {@linkplain #interval interval} follows.
 *
 * <p>References: DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837-845 (AUROC); LeDell, Petersen and van der Laan,
 * Electronic Journal of Statistics 9 (2015) 1583-1607 (cross-validated AUROC).
 *
 * @param value the score, in [0, 1]
 * @param derivatives one for each row; they sum to 0; aliased, not to be modified
 */
public record SmoothScore(double value, double[] derivatives) {

    /** The mean of values in [0, 1], one for each row. */
    public static SmoothScore mean(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return new SmoothScore(
                mean,
                Arrays.stream(values)
                        .map(value -> (value - mean) / values.length)
                        .toArray());
    }

    /**
     * The mean over folds, and over the classes that occur, of the one-versus-rest AUROC within the fold. Of a class's n_c
     * rows in a fold each has the derivative {@code (placement - AUROC) / n_c}, and likewise the others.
     *
     * @param scores n x classes
     * @param truth the class of each row
     * @param folds the fold of each row; scores of different folds are not compared
     * @return empty if some fold lacks a class or has no other
     */
    public static Optional<SmoothScore> auroc(double[][] scores, int[] truth, int[] folds) {
        Clusters byFold = Clusters.of(new int[folds.length], folds);
        int[] classes = Arrays.stream(truth).distinct().toArray();
        double areas = (double) classes.length * byFold.count();
        double[] derivatives = new double[truth.length];
        double sum = 0;
        for (int f = 0; f < byFold.count(); f++) {
            int fold = f;
            int[] rows = IntStream.range(0, byFold.size(fold))
                    .map(i -> byFold.row(fold, i))
                    .toArray();
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
                double[] own = Arrays.stream(rows)
                        .mapToDouble(row -> scores[row][label])
                        .toArray();
                double area = Auroc.binary(own, positive).orElseThrow();
                double[] placements = Auroc.placements(own, positive);
                sum += area;
                for (int i = 0; i < rows.length; i++) {
                    int alike = positive[i] ? positives : rows.length - positives;
                    derivatives[rows[i]] += (placements[i] - area) / alike / areas;
                }
            }
        }
        return Optional.of(new SmoothScore(sum / areas, derivatives));
    }

    /**
     * The 95 % interval: {@linkplain ShareIntervals that of a share} with the variance of the jackknife. Near 1 the variance of
     * such scores shrinks as that of a share does, and 1 itself has an interval.
     *
     * @param clusters drawn anew within their strata
     * @param variance of the score, where that is above the variance that the derivatives say
     * @return empty if a stratum has {@linkplain Clusters#few() too few} clusters
     */
    public Optional<Interval> interval(Clusters clusters, double variance) {
        boolean[] counted = new boolean[derivatives.length];
        Arrays.fill(counted, true);
        return interval(clusters, counted, variance, 0);
    }

    /**
     * The same for a score of some rows only, whose clusters are drawn anew within their strata.
     *
     * @param counted whether a row is one of those that the score is a share of: where nothing varies it is worth as many clusters as
     *     these are of
     * @param variance of the score, where that is above the variance that the derivatives say
     * @param least the lower end of the score's range; the upper is 1
     * @return empty if a stratum has {@linkplain Clusters#few() too few} clusters
     */
    public Optional<Interval> interval(Clusters clusters, boolean[] counted, double variance, double least) {
        if (!clusters.few().isEmpty()) {
            return Optional.empty();
        }
        double range = 1 - least;
        double[] slopes = Arrays.stream(derivatives).map(slope -> slope / range).toArray();
        Varying seen = new SmoothScore((value - least) / range, slopes).varying(clusters, counted);
        Interval interval = ShareIntervals.of(
                seen.jackknife(), Math.max(variance / range / range, seen.variance()), seen.clusters());
        return Optional.of(new Interval(least + range * interval.low(), least + range * interval.high()));
    }

    /**
     * How much a score varies with its rows.
     *
     * @param jackknife of the score
     * @param variance that of the jackknife, or of independent rows where that is more
     * @param clusters of the rows that count
     */
    record Varying(Jackknife jackknife, double variance, long clusters) {}

    Varying varying(Clusters clusters, boolean[] counted) {
        Jackknife jackknife = InfinitesimalJackknife.ofClusters(value, clusters.sums(derivatives), clusters);
        long worth = IntStream.range(0, counted.length)
                .filter(row -> counted[row])
                .map(clusters::of)
                .distinct()
                .count();
        double seen = jackknife.standardError() * jackknife.standardError();
        return new Varying(jackknife, Math.max(seen, ofRows(derivatives, clusters)), worth);
    }

    /** The variance if rows were independent within their strata: groups do not take from it. */
    private static double ofRows(double[] slopes, Clusters clusters) {
        int[][] strata = clusters.byStratum();
        double[] rows = new double[strata.length];
        double[] sums = new double[strata.length];
        double[] squares = new double[strata.length];
        for (int row = 0; row < slopes.length; row++) {
            int stratum = clusters.stratum(clusters.of(row));
            rows[stratum]++;
            sums[stratum] += slopes[row];
            squares[stratum] += slopes[row] * slopes[row];
        }
        double variance = 0;
        for (int stratum = 0; stratum < strata.length; stratum++) {
            variance += rows[stratum] == 0
                    ? 0
                    : Math.max(0, squares[stratum] - sums[stratum] * sums[stratum] / rows[stratum]);
        }
        return variance;
    }
}

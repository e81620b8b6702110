package io.discern.analysis.map;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;

/**
 * How far a map's neighbourhoods are those of the rows.
 *
 * <p>{@code trustworthiness = 1 - 2 / (n k (2n - 3k - 1)) sum_i sum_{j in U_i} (r_ij - k)}, U_i the k nearest points of i in
 * the map that are not among the k nearest rows by cosine, r_ij the rank of row j by cosine from i. Continuity is the same with
 * map and rows exchanged. Both in [0, 1], 1 where all neighbourhoods agree; equal distances go by row. Equal to scikit-learn's
 * {@code trustworthiness(metric="cosine")}. O(n^2 d) time; some rows of similarities at a time.
 *
 * <p>Reference: Venna and Kaski, <i>Neighborhood preservation in nonlinear projection methods</i>, ICANN 2001, LNCS 2130,
 * 485-491.
 *
 * @param k the size of a neighbourhood
 * @param trustworthiness whether neighbours in the map are neighbours in truth
 * @param continuity whether neighbours in truth are neighbours in the map
 * @param chance what points dealt at random have in both on average: {@code 1 - (n - 1 - k)(n - k) / ((n - 1)(2n - 3k - 1))}
 */
public record MapQuality(int k, double trustworthiness, double continuity, double chance) {
    /**
     * Compares.
     *
     * @param data n x d, no zero rows
     * @param points n x 2
     * @param k below n / 2
     */
    public static MapQuality of(LabeledEmbeddings data, double[][] points, int k) {
        int n = data.rows();
        if (points.length != n || k < 1 || 2 * k >= n) {
            throw new IllegalArgumentException(points.length + " points for " + n + " rows, k = " + k
                    + "; expected a point for each row and 1 <= k < n / 2");
        }
        long[][] ofRows = new long[n][];
        Products.pairs(Rows.unit(data), (row, cosines) -> {
            double[] truth = new double[n];
            double[] map = new double[n];
            for (int j = 0; j < n; j++) {
                truth[j] = -cosines[j];
                double dx = points[row][0] - points[j][0];
                double dy = points[row][1] - points[j][1];
                map[j] = dx * dx + dy * dy;
            }
            ofRows[row] = new long[] {excess(row, map, truth, k), excess(row, truth, map, k)};
        });
        double[] errors = new double[2];
        for (long[] row : ofRows) {
            errors[0] += row[0];
            errors[1] += row[1];
        }
        double scale = 2.0 / ((double) n * k * (2.0 * n - 3 * k - 1));
        double chance = 1 - (n - 1.0 - k) * (n - k) / ((n - 1.0) * (2.0 * n - 3 * k - 1));
        return new MapQuality(k, 1 - scale * errors[0], 1 - scale * errors[1], chance);
    }

    /** How far beyond k the ranks {@code there} of the row's k nearest {@code here} lie, together. */
    private static long excess(int row, double[] here, double[] there, int k) {
        int last = nearest(row, there, k)[k - 1];
        long excess = 0;
        for (int neighbor : nearest(row, here, k)) {
            if (!closer(there, last, neighbor)) {
                continue;
            }
            int rank = 1;
            for (int j = 0; j < there.length; j++) {
                if (j != row && closer(there, j, neighbor)) {
                    rank++;
                }
            }
            excess += rank - k;
        }
        return excess;
    }

    private static int[] nearest(int row, double[] distances, int k) {
        int[] nearest = new int[k];
        int found = 0;
        for (int j = 0; j < distances.length; j++) {
            if (j == row || found == k && !closer(distances, j, nearest[k - 1])) {
                continue;
            }
            int place = found < k ? found++ : k - 1;
            while (place > 0 && closer(distances, j, nearest[place - 1])) {
                nearest[place] = nearest[place - 1];
                place--;
            }
            nearest[place] = j;
        }
        return nearest;
    }

    private static boolean closer(double[] distances, int first, int second) {
        return distances[first] < distances[second] || distances[first] == distances[second] && first < second;
    }
}

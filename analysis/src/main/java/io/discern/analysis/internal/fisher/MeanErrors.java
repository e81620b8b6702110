package io.discern.analysis.internal.fisher;

import io.discern.analysis.internal.linalg.Kernels;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;

/**
 * How the class means err, as their clusters tell. A cluster moves the mean of its class by {@code u_g = sum_{i in g} (x_i -
 * mu_c) / n_c}; with K clusters {@code K/(K - 1) sum_g u_g u_g'} estimates the covariance of the mean, Cov_c, without bias. A
 * class of one cluster says nothing and counts as known.
 */
public final class MeanErrors {
    private final Clusters clusters;
    private final int[][] members;
    private final Rows moves;
    private final double[] squares;
    private final double[] kernelSquares;

    /**
     * Of the classes as strata.
     *
     * @param residuals the rows less their class means
     */
    public MeanErrors(Rows residuals, int[] counts, Clusters clusters) {
        this.clusters = clusters;
        this.members = clusters.byStratum();
        this.moves = Rows.of(clusters.count(), residuals.dim(), (cluster, into) -> {
            double[] row = new double[into.length];
            Arrays.fill(into, 0);
            for (int i = 0; i < clusters.size(cluster); i++) {
                residuals.read(clusters.row(cluster, i), row);
                for (int j = 0; j < row.length; j++) {
                    into[j] += row[j] / counts[clusters.stratum(cluster)];
                }
            }
        });
        this.squares = moves.squares();
        this.kernelSquares = Arrays.stream(members)
                .mapToDouble(own -> own.length < 2 ? 0 : Kernels.squares(moves.select(own)))
                .toArray();
    }

    /** {@code u_g} of every cluster. */
    public Rows moves() {
        return moves;
    }

    /** {@code |u_g|^2} of every cluster. */
    public double[] squares() {
        return squares;
    }

    /** {@code tr Cov_c}. */
    public double variance(int label) {
        return inflation(label)
                * Arrays.stream(members[label]).mapToDouble(g -> squares[g]).sum();
    }

    private double inflation(int label) {
        double count = members[label].length;
        return count < 2 ? 0 : count / (count - 1);
    }

    /**
     * {@code sum_cb a_cb^2 tr(Cov_c Cov_b)} for {@code a_cc = w_c (1 - w_c)} and {@code a_cb = -w_c w_b}, without bias: inner
     * products of a cluster with itself do not count.
     */
    public double products(double[] weights) {
        double sum = ofPairs(weights);
        for (int label = 0; label < members.length; label++) {
            sum += Math.pow(weights[label] * (1 - weights[label]), 2) * ofClass(label);
        }
        return sum;
    }

    /** {@code tr(Cov_c^2)}, without bias; 0 of a class of two or three clusters, which says nothing of it. */
    public double ofClass(int label) {
        double count = members[label].length;
        if (count <= 3) {
            return 0;
        }
        double[] own =
                Arrays.stream(members[label]).mapToDouble(g -> squares[g]).toArray();
        return Kernels.unbiased(kernelSquares[label], own, own) * count / (count - 3);
    }

    /** {@code sum_{c != b} w_c^2 w_b^2 tr(Cov_c Cov_b)}. */
    public double ofPairs(double[] weights) {
        double[] scales = new double[clusters.count()];
        Arrays.setAll(scales, g -> weights[clusters.stratum(g)] * Math.sqrt(inflation(clusters.stratum(g))));
        double sum = Kernels.squares(moves.each((g, values) -> {
            for (int j = 0; j < values.length; j++) {
                values[j] *= scales[g];
            }
        }));
        for (int label = 0; label < members.length; label++) {
            sum -= Math.pow(weights[label], 4) * Math.pow(inflation(label), 2) * kernelSquares[label];
        }
        return sum;
    }
}

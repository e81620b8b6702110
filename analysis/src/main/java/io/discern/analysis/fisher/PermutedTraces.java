package io.discern.analysis.fisher;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.linalg.Eigen;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.internal.linalg.SymmetricMatrix;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Hotelling-Lawley traces under permuted labels, for any shrinkage, from one eigendecomposition.
 *
 * <p>Total scatter does not depend on labels: {@code S_W = S_T - B'B} with the rows b_c of B. With {@code T = (1 - g) S_T + t
 * I}, {@code t = g tr S_W / d} and {@code G = B T^-1 B'}, C x C, Woodbury's identity gives {@code tr(S*^-1 S_B) = tr(G (I - (1
 * - g) G)^-1)}; and in the eigenvectors of S_T the matrix T is diagonal for every g. Closed by whoever made it.
 */
final class PermutedTraces implements AutoCloseable {
    private final Coordinates coordinates;
    private final PermutedScatter permuted;
    private final Eigen total;

    PermutedTraces(Coordinates coordinates, LabeledEmbeddings data, long seed) {
        this.coordinates = coordinates;
        Clusters clusters = Clusters.of(data.classIndices(), data.groupIndices());
        this.permuted =
                new PermutedScatter(coordinates.rows(), clusters, data.classes().size(), seed);
        try (SymmetricMatrix scatter = Products.scatter(coordinates.rows())) {
            this.total = scatter.eigen();
        }
    }

    /** The mean over permutations; empty if S* of one is singular. */
    OptionalDouble mean(double shrinkage) {
        double[] traces = permuted.each()
                .mapToDouble(between -> trace(between, shrinkage))
                .toArray();
        double mean = Arrays.stream(traces).average().orElseThrow();
        return Double.isFinite(mean) ? OptionalDouble.of(mean) : OptionalDouble.empty();
    }

    private double trace(double[][] between, double shrinkage) {
        double[] eigenvalues = total.values();
        double withinTrace = Arrays.stream(eigenvalues).sum();
        for (double[] b : between) {
            withinTrace -= Arrays.stream(b).map(v -> v * v).sum();
        }
        double diagonal = shrinkage * withinTrace / coordinates.fullDim();
        int classes = between.length;
        double[][] turned = new double[classes][];
        Products.dots(Rows.of(between), total.vectors(), (label, products) -> turned[label] = products);
        double[][] g = new double[classes][classes];
        for (int k = 0; k < classes; k++) {
            for (int l = 0; l < classes; l++) {
                for (int m = 0; m < eigenvalues.length; m++) {
                    double scale = (1 - shrinkage) * Math.max(0, eigenvalues[m]) + diagonal;
                    g[k][l] += turned[k][m] * turned[l][m] / scale;
                }
            }
        }
        return solvedTrace(g, shrinkage);
    }

    /** {@code tr(G (I - (1 - g) G)^-1)}; not a number if that is singular. */
    private static double solvedTrace(double[][] g, double shrinkage) {
        try (SymmetricMatrix matrix = SymmetricMatrix.of(g)) {
            return matrix.cholesky(shrinkage - 1, 1)
                    .map(factor -> {
                        try (factor) {
                            double[][] solved = factor.solve(g);
                            double trace = 0;
                            for (int k = 0; k < solved.length; k++) {
                                trace += solved[k][k];
                            }
                            return trace;
                        }
                    })
                    .orElse(Double.NaN);
        }
    }

    @Override
    public void close() {
        total.close();
    }
}

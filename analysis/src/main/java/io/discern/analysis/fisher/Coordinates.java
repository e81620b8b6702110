package io.discern.analysis.fisher;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.linalg.Eigen;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.internal.linalg.SymmetricMatrix;
import java.util.Arrays;

/**
 * Centred rows in as few coordinates as they need: their own where {@code n >= d}; otherwise, by a rotation into the space that
 * they span, at most n - 1, from the eigenvectors of the n x n matrix of their products: {@code z_im = sqrt(l_m) u_im}. Scatter
 * in the coordinates left out is zero.
 *
 * @param rows the centred rows
 * @param fullDim d
 */
record Coordinates(Rows rows, int fullDim) {
    private static final double ROUNDING = 1e-13;

    static Coordinates of(LabeledEmbeddings data) {
        Rows centered = Rows.of(data).centered();
        if (data.rows() >= data.dim()) {
            return new Coordinates(centered, data.dim());
        }
        try (SymmetricMatrix gram = Products.gram(centered);
                Eigen eigen = gram.eigen()) {
            double least = ROUNDING
                    * Arrays.stream(eigen.values()).filter(value -> value > 0).sum();
            int first = 0;
            while (first < data.rows() - 1 && eigen.values()[first] <= least) {
                first++;
            }
            double[][] z = new double[data.rows()][data.rows() - first];
            for (int m = first; m < data.rows(); m++) {
                double[] u = eigen.vectors().row(m);
                double scale = Math.sqrt(Math.max(0, eigen.values()[m]));
                for (int i = 0; i < z.length; i++) {
                    z[i][m - first] = scale * u[i];
                }
            }
            return new Coordinates(Rows.of(z), data.dim());
        }
    }
}

package io.discern.analysis.internal.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.Golden;
import io.discern.analysis.Planted;
import io.discern.analysis.Separability;
import org.junit.jupiter.api.Test;

class LinalgTest {
    private static final double[][] X = Planted.classes(50, 6, 3, 2, 1);
    private static final double[][] Y = Planted.classes(50, 4, 3, 2, 2);

    private static double sumOfProducts(double[][] x, int j, double[][] y, int k) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i][j] * y[i][k];
        }
        return sum;
    }

    @Test
    void productsAreSumsOverRows() {
        try (SymmetricMatrix scatter = Products.scatter(Rows.of(X));
                SymmetricMatrix gram = Products.gram(Rows.of(X));
                DenseMatrix cross = Products.cross(Rows.of(X), Rows.of(Y));
                SymmetricMatrix rounded = Products.floatScatter(Rows.of(X));
                CrossScatter floats = CrossScatter.of(Rows.of(X), Rows.of(Y))) {
            for (int j = 0; j < 6; j++) {
                for (int k = 0; k < 6; k++) {
                    assertThat(scatter.get(j, k)).isCloseTo(sumOfProducts(X, j, X, k), within(1e-12));
                    assertThat(rounded.get(j, k)).isCloseTo(scatter.get(j, k), within(1e-4));
                    assertThat(floats.xx().get(j, k)).isCloseTo(scatter.get(j, k), within(1e-4));
                }
                for (int k = 0; k < 4; k++) {
                    assertThat(cross.get(j, k)).isCloseTo(sumOfProducts(X, j, Y, k), within(1e-12));
                    assertThat(floats.yx().get(k, j)).isCloseTo(cross.get(j, k), within(1e-4));
                }
            }
            assertThat(gram.get(3, 7)).isCloseTo(Separability.dot(X[3], X[7]), within(1e-12));
            assertThat(gram.trace()).isCloseTo(scatter.trace(), within(1e-9));
            assertThat(gram.squares()).isCloseTo(scatter.squares(), within(1e-6));
        }
    }

    @Test
    void tilesDoNotShow() {
        int n = 10_000;
        Rows many = Rows.of(n, 3, (row, into) -> {
            into[0] = row;
            into[1] = 1;
            into[2] = -row;
        });
        double squares = n * (n - 1.0) * (2 * n - 1) / 6;
        try (SymmetricMatrix scatter = Products.scatter(many);
                DenseMatrix cross = Products.cross(many, many);
                CrossScatter floats = CrossScatter.of(many, many)) {
            assertThat(scatter.get(0, 0)).isEqualTo(squares);
            assertThat(scatter.get(1, 2)).isEqualTo(-n * (n - 1.0) / 2);
            assertThat(cross.get(2, 1)).isEqualTo(-n * (n - 1.0) / 2);
            assertThat(floats.yx().get(0, 2)).isCloseTo(-squares, within(1e-6 * squares));
        }
        double[] last = new double[n];
        Products.dots(many, new double[][] {{1, 0, 0}, {1, 0, 1}}, (row, dots) -> last[row] = dots[0] + dots[1]);
        assertThat(last[9999]).isEqualTo(9999);
        assertThat(last[17]).isEqualTo(17);
        assertThat(many.mean()).containsExactly(new double[] {(n - 1) / 2.0, 1, -(n - 1) / 2.0}, within(1e-9));
    }

    @Test
    void floatProductsKeepSevenDigitsOfNorms() {
        Rows centered = Rows.of(Golden.embeddings()).centered();
        try (SymmetricMatrix exact = Products.scatter(centered);
                CrossScatter floats = CrossScatter.of(centered, centered)) {
            assertThat(floats.xx().squares() / exact.squares()).isCloseTo(1, within(1e-6));
            assertThat(floats.yx().squares() / exact.squares()).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void factorsSolveAndDecompose() {
        try (SymmetricMatrix scatter = Products.scatter(Rows.of(X));
                Cholesky factor = scatter.cholesky(2, 5).orElseThrow();
                Eigen eigen = scatter.eigen()) {
            double[][] solved = factor.solve(new double[][] {X[0], X[1]});
            for (int j = 0; j < 6; j++) {
                double product = 5 * solved[1][j];
                for (int k = 0; k < 6; k++) {
                    product += 2 * scatter.get(j, k) * solved[1][k];
                }
                assertThat(product).isCloseTo(X[1][j], within(1e-10));
            }
            double[] vector = eigen.vectors().row(5);
            for (int j = 0; j < 6; j++) {
                double product = 0;
                for (int k = 0; k < 6; k++) {
                    product += scatter.get(j, k) * vector[k];
                }
                assertThat(product).isCloseTo(eigen.values()[5] * vector[j], within(1e-9));
            }
            assertThat(scatter.eigenvalues()).containsExactly(eigen.values(), within(1e-9));
            try (Eigen largest = scatter.largest(2)) {
                assertThat(largest.values())
                        .containsExactly(new double[] {eigen.values()[4], eigen.values()[5]}, within(1e-9));
                for (int i = 0; i < 2; i++) {
                    double overlap = Separability.dot(
                            largest.vectors().row(i), eigen.vectors().row(4 + i));
                    assertThat(Math.abs(overlap)).isCloseTo(1, within(1e-12));
                }
            }
        }
    }

    @Test
    void singularMatricesHaveNoFactor() {
        try (SymmetricMatrix gram = Products.gram(Rows.of(X));
                SymmetricMatrix negative = SymmetricMatrix.of(new double[][] {{-1}})) {
            assertThat(gram.cholesky(1, 0)).isEmpty();
            assertThat(negative.cholesky(1, 0)).isEmpty();
        }
    }

    @Test
    void singularVectorsRebuildTheMatrix() {
        for (double[][] array : new double[][][] {X, {X[0], X[1], X[2]}}) {
            try (DenseMatrix matrix = DenseMatrix.of(array);
                    Svd svd = Svd.of(matrix);
                    DenseMatrix polar = svd.polar()) {
                double nuclear = 0;
                for (int i = 0; i < array.length; i++) {
                    for (int j = 0; j < 6; j++) {
                        double sum = 0;
                        for (int k = 0; k < svd.values().length; k++) {
                            sum += svd.values()[k]
                                    * svd.left().get(k, i)
                                    * svd.right().get(k, j);
                        }
                        assertThat(sum).isCloseTo(array[i][j], within(1e-12));
                        nuclear += polar.get(i, j) * array[i][j];
                    }
                }
                double values = 0;
                for (double value : svd.values()) {
                    values += value;
                }
                assertThat(nuclear).isCloseTo(values, within(1e-10));
            }
        }
    }
}

package io.discern.analysis.internal.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.Planted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.Test;

/** Products of more rows and columns than one block has. */
class FixedBlocksTest {
    private static final int N = 609;
    private static final double[][] X = Planted.classes(N, 531, 3, 2, 1);
    private static final double[][] Y = Planted.classes(N, 275, 3, 2, 2);

    private static double inner(double[][] x, int j, double[][] y, int k) {
        double sum = 0;
        for (int i = 0; i < N; i++) {
            sum += x[i][j] * y[i][k];
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Test
    void blocksAreWhatTheyWouldBeInOnePiece() {
        double[][] products = new double[N][];
        Products.pairs(Rows.of(X), (row, dots) -> products[row] = dots);
        try (SymmetricMatrix scatter = Products.scatter(Rows.of(X));
                SymmetricMatrix gram = Products.gram(Rows.of(X));
                DenseMatrix cross = Products.cross(Rows.of(X), Rows.of(Y));
                DenseMatrix square = DenseMatrix.of(X);
                DenseMatrix transposed = DenseMatrix.product(square, true, square, false)) {
            for (int j = 0; j < 531; j += 5) {
                for (int k = j; k < 531; k += 3) {
                    assertThat(scatter.get(j, k)).isCloseTo(inner(X, j, X, k), within(1e-9));
                    assertThat(transposed.get(k, j)).isCloseTo(inner(X, j, X, k), within(1e-9));
                }
                for (int k = 0; k < 275; k += 3) {
                    assertThat(cross.get(j, k)).isCloseTo(inner(X, j, Y, k), within(1e-9));
                }
            }
            for (int i = 0; i < N; i += 5) {
                for (int k = i; k < N; k += 3) {
                    assertThat(gram.get(i, k)).isCloseTo(dot(X[i], X[k]), within(1e-9));
                    assertThat(products[i][k]).isCloseTo(dot(X[i], X[k]), within(1e-9));
                }
            }
        }
    }

    /** The bits of everything that OpenBLAS and LAPACK give, asked while OpenBLAS has so many threads. */
    private static List<double[]> results(int threads) {
        int before = openblas.blas_get_num_threads();
        openblas.blas_set_num_threads(threads);
        try (SymmetricMatrix scatter = Products.scatter(Rows.of(X));
                SymmetricMatrix gram = Products.gram(Rows.of(Y));
                SymmetricMatrix floats = Products.floatScatter(Rows.of(X));
                DenseMatrix cross = Products.cross(Rows.of(X), Rows.of(Y));
                Eigen eigen = scatter.eigen();
                Eigen largest = gram.largest(7);
                Svd svd = Svd.of(cross);
                Cholesky factor = scatter.cholesky(1, 1000).orElseThrow()) {
            List<double[]> rows = new ArrayList<>(List.of(eigen.values(), largest.values(), svd.values()));
            rows.addAll(List.of(factor.solve(new double[][] {X[0], X[1], X[2]})));
            double[][] dots = new double[N][];
            Products.dots(Rows.of(X), X, (row, of) -> dots[row] = of);
            rows.addAll(List.of(dots));
            IntStream.range(0, 531)
                    .forEach(i ->
                            rows.addAll(List.of(cross.row(i), eigen.vectors().row(i))));
            try (DenseMatrix whole = scatter.full();
                    DenseMatrix rounded = floats.full()) {
                IntStream.range(0, 531).forEach(i -> rows.addAll(List.of(whole.row(i), rounded.row(i))));
            }
            return rows;
        } finally {
            openblas.blas_set_num_threads(before);
        }
    }

    @Test
    void theNumberOfThreadsDoesNotShow() {
        List<double[]> one = results(1);
        List<double[]> two = results(2);
        for (int i = 0; i < one.size(); i++) {
            assertThat(two.get(i)).as("row " + i).containsExactly(one.get(i));
        }
    }
}

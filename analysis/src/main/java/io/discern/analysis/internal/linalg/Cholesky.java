package io.discern.analysis.internal.linalg;

import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.util.Optional;
import org.bytedeco.openblas.global.openblas;

/** The Cholesky factor of a positive definite matrix, which solves its equations; closed by whoever made it. */
public final class Cholesky implements AutoCloseable {
    private final DenseMatrix factor;

    private Cholesky(DenseMatrix factor) {
        this.factor = factor;
    }

    /** Factors in place and takes ownership. */
    static Optional<Cholesky> of(DenseMatrix matrix) {
        int order = matrix.rows();
        int info = SingleThreadedProducts.result(() ->
                openblas.LAPACKE_dpotrf(LAPACK_COL_MAJOR, SymmetricMatrix.TRIANGLE, order, matrix.memory(), order));
        double least = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (int i = 0; info == 0 && i < order; i++) {
            least = Math.min(least, matrix.get(i, i));
            largest = Math.max(largest, matrix.get(i, i));
        }
        // Squares of these bound the condition from below: beyond it nothing of a solution is left but rounding.
        if (info != 0 || !(least * least > order * Math.ulp(1.0) * largest * largest)) {
            matrix.close();
            return Optional.empty();
        }
        return Optional.of(new Cholesky(matrix));
    }

    /**
     * Solves {@code A x_k = b_k} for several right-hand sides.
     *
     * @param right k x d
     * @return the solutions, k x d
     */
    public double[][] solve(double[][] right) {
        int order = factor.rows();
        try (DenseMatrix solutions = DenseMatrix.of(right)) {
            SingleThreadedProducts.result(() -> openblas.LAPACKE_dpotrs(
                    LAPACK_COL_MAJOR,
                    SymmetricMatrix.TRIANGLE,
                    order,
                    right.length,
                    factor.memory(),
                    order,
                    solutions.memory(),
                    order));
            double[][] solved = new double[right.length][];
            for (int k = 0; k < solved.length; k++) {
                solved[k] = solutions.row(k);
            }
            return solved;
        }
    }

    /** Frees the memory. Idempotent. */
    @Override
    public void close() {
        factor.close();
    }
}

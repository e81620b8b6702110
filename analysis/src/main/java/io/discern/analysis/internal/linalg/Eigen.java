package io.discern.analysis.internal.linalg;

/**
 * Eigenvalues, ascending, and eigenvectors of a symmetric matrix; closed by whoever made it.
 *
 * @param values ascending
 * @param vectors row i is the unit eigenvector of value i
 */
public record Eigen(double[] values, DenseMatrix vectors) implements AutoCloseable {

    /** Frees the memory. Idempotent. */
    @Override
    public void close() {
        vectors.close();
    }
}

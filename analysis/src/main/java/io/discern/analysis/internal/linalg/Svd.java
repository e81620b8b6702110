package io.discern.analysis.internal.linalg;

import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Singular values, falling, and vectors of a p x q matrix: it is {@code sum_k values_k left_k right_k'}. Closed by whoever made
 * it.
 *
 * @param values min(p, q)
 * @param left row k is the k-th left vector, of p components
 * @param right row k is the k-th right vector, of q components
 */
public record Svd(double[] values, DenseMatrix left, DenseMatrix right) implements AutoCloseable {

    /** Decomposes a matrix, which is left as it is. */
    public static Svd of(DenseMatrix matrix) {
        int p = matrix.rows();
        int q = matrix.columns();
        int r = Math.min(p, q);
        DenseMatrix left = new DenseMatrix(r, p);
        DenseMatrix right = new DenseMatrix(r, q);
        double[] values = new double[r];
        // LAPACK reads columns first and so sees the transpose, whose left vectors are our right ones.
        try (DenseMatrix destroyed = matrix.copy();
                DenseMatrix transposedLeft = new DenseMatrix(p, r);
                DoublePointer found = new DoublePointer(r)) {
            int info = SingleThreadedProducts.result(() -> openblas.LAPACKE_dgesdd(
                    LAPACK_COL_MAJOR,
                    (byte) 'S',
                    q,
                    p,
                    destroyed.memory(),
                    q,
                    found,
                    right.memory(),
                    q,
                    transposedLeft.memory(),
                    r));
            if (info != 0) {
                left.close();
                right.close();
                throw new IllegalStateException(
                        "LAPACK dgesdd gave " + info + "; expected 0, singular values of finite values");
            }
            found.get(values);
            double[] vector = new double[p];
            for (int k = 0; k < r; k++) {
                for (int i = 0; i < p; i++) {
                    vector[i] = transposedLeft.get(i, k);
                }
                left.put(k, vector);
            }
        }
        return new Svd(values, left, right);
    }

    /** The orthogonal matrix nearest in direction, {@code sum_k left_k right_k'}, p x q. */
    public DenseMatrix polar() {
        return Products.cross(left.asRows(), right.asRows());
    }

    /** Frees the memory. Idempotent. */
    @Override
    public void close() {
        left.close();
        right.close();
    }
}

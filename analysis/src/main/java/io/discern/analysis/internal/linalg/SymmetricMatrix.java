package io.discern.analysis.internal.linalg;

import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.util.Optional;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.openblas.global.openblas;

/** A symmetric matrix of which the upper triangle is kept; closed by whoever made it. */
public final class SymmetricMatrix implements AutoCloseable {
    /** LAPACK reads columns first, so the upper triangle by rows is its lower one. */
    static final byte TRIANGLE = 'L';

    private final DenseMatrix values;

    SymmetricMatrix(int order) {
        this(new DenseMatrix(order, order));
    }

    /** Takes ownership of a square matrix. */
    SymmetricMatrix(DenseMatrix values) {
        this.values = values;
    }

    /** A copy of the upper triangle of a square array. */
    public static SymmetricMatrix of(double[][] square) {
        SymmetricMatrix matrix = new SymmetricMatrix(square.length);
        for (int i = 0; i < square.length; i++) {
            matrix.values.put(i, square[i]);
        }
        return matrix;
    }

    /** The number of rows and of columns. */
    public int order() {
        return values.rows();
    }

    /** A value. */
    public double get(int row, int column) {
        return values.get(Math.min(row, column), Math.max(row, column));
    }

    /** The sum of the diagonal. */
    public double trace() {
        double trace = 0;
        for (int i = 0; i < order(); i++) {
            trace += values.get(i, i);
        }
        return trace;
    }

    /** The sum of squares of all values: the Frobenius norm, squared. */
    public double squares() {
        return product(this);
    }

    /** {@code tr(this other)}: the sum of the products of values in the same place. */
    public double product(SymmetricMatrix other) {
        double sum = 0;
        for (int i = 0; i < order(); i++) {
            double[] row = values.row(i);
            double[] otherRow = other.values.row(i);
            double beside = 0;
            for (int j = i + 1; j < row.length; j++) {
                beside += row[j] * otherRow[j];
            }
            sum += row[i] * otherRow[i] + 2 * beside;
        }
        return sum;
    }

    /**
     * The Cholesky factor of {@code scale * this + diagonal * I}; empty if that is not positive definite beyond rounding.
     */
    public Optional<Cholesky> cholesky(double scale, double diagonal) {
        DenseMatrix factor = new DenseMatrix(order(), order());
        for (int i = 0; i < order(); i++) {
            double[] row = values.row(i);
            for (int j = i; j < row.length; j++) {
                row[j] *= scale;
            }
            row[i] += diagonal;
            factor.put(i, row);
        }
        return Cholesky.of(factor);
    }

    /** Eigenvalues and eigenvectors. */
    public Eigen eigen() {
        DenseMatrix vectors = new DenseMatrix(order(), order());
        return new Eigen(decompose((byte) 'V', vectors), vectors);
    }

    /** Eigenvalues, ascending. */
    public double[] eigenvalues() {
        try (DenseMatrix destroyed = new DenseMatrix(order(), order())) {
            return decompose((byte) 'N', destroyed);
        }
    }

    /**
     * The largest eigenvalues, ascending, with their eigenvectors: much cheaper than all of them.
     *
     * @param k how many, 1 to the order
     */
    public Eigen largest(int k) {
        DenseMatrix vectors = new DenseMatrix(k, order());
        try (DenseMatrix destroyed = new DenseMatrix(order(), order());
                DoublePointer found = new DoublePointer(order());
                IntPointer count = new IntPointer(1);
                IntPointer support = new IntPointer(2L * order())) {
            copyInto(destroyed);
            int info = SingleThreadedProducts.result(() -> openblas.LAPACKE_dsyevr(
                    LAPACK_COL_MAJOR,
                    (byte) 'V',
                    (byte) 'I',
                    TRIANGLE,
                    order(),
                    destroyed.memory(),
                    order(),
                    0,
                    0,
                    order() - k + 1,
                    order(),
                    0,
                    count,
                    found,
                    vectors.memory(),
                    order(),
                    support));
            if (info != 0) {
                vectors.close();
                throw new IllegalStateException(
                        "LAPACK dsyevr gave " + info + "; expected 0, eigenvalues of finite values");
            }
            double[] eigenvalues = new double[k];
            found.get(eigenvalues);
            return new Eigen(eigenvalues, vectors);
        }
    }

    private void copyInto(DenseMatrix copy) {
        for (int i = 0; i < order(); i++) {
            copy.put(i, values.row(i));
        }
    }

    private double[] decompose(byte job, DenseMatrix copy) {
        copyInto(copy);
        try (DoublePointer found = new DoublePointer(order())) {
            int info = SingleThreadedProducts.result(() ->
                    openblas.LAPACKE_dsyevd(LAPACK_COL_MAJOR, job, TRIANGLE, order(), copy.memory(), order(), found));
            if (info != 0) {
                copy.close();
                throw new IllegalStateException(
                        "LAPACK dsyevd gave " + info + "; expected 0, eigenvalues of finite values");
            }
            double[] eigenvalues = new double[order()];
            found.get(eigenvalues);
            return eigenvalues;
        }
    }

    /** A whole copy, both triangles; closed by whoever asked for it. */
    public DenseMatrix full() {
        DenseMatrix full = new DenseMatrix(order(), order());
        double[] row = new double[order()];
        for (int i = 0; i < order(); i++) {
            for (int j = 0; j < row.length; j++) {
                row[j] = get(i, j);
            }
            full.put(i, row);
        }
        return full;
    }

    DoublePointer memory() {
        return values.memory();
    }

    /** Frees the memory. Idempotent. */
    @Override
    public void close() {
        values.close();
    }
}

package io.discern.analysis.probe;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.util.stream.IntStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.openblas.global.openblas;

/** A row-major matrix of doubles outside the heap, where OpenBLAS works on it in place. Owned by whoever made it. */
final class DoubleMatrix implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 1024;

    private final int rows;
    private int columns;
    private final DoublePointer memory;
    private final DoubleIndexer values;

    /** Of values yet to be put. */
    DoubleMatrix(int rows, int columns) {
        this(rows, columns, new DoublePointer(Math.max(1L, (long) rows * columns)));
    }

    private DoubleMatrix(int rows, int columns, DoublePointer memory) {
        this.rows = rows;
        this.columns = columns;
        this.memory = memory;
        this.values = DoubleIndexer.create(memory);
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    void put(int row, double[] from) {
        values.put((long) row * columns, from, 0, columns);
    }

    void get(int row, double[] into) {
        values.get((long) row * columns, into, 0, columns);
    }

    /** The product {@code a b} of matrices or their transposes. */
    static DoubleMatrix product(DoubleMatrix a, boolean transposeA, DoubleMatrix b, boolean transposeB) {
        DoubleMatrix product = new DoubleMatrix(transposeA ? a.columns : a.rows, transposeB ? b.rows : b.columns);
        product.set(a, transposeA, b, transposeB);
        return product;
    }

    /**
     * Becomes its own product with the transpose of b, which has no more rows than columns. Needs no second matrix: to touch
     * that much fresh memory costs more than the product.
     */
    void timesTransposed(DoubleMatrix b) {
        try (DoubleMatrix buffer = new DoubleMatrix(ROWS_AT_ONCE, b.rows)) {
            for (int first = 0; first < rows; first += ROWS_AT_ONCE) {
                int count = Math.min(ROWS_AT_ONCE, rows - first);
                buffer.view(0, count).set(view(first, count), false, b, true);
                // what is overwritten was read in this round or before: rows only become shorter
                Pointer.memcpy(
                        memory.getPointer((long) first * b.rows), buffer.memory, (long) count * b.rows * Double.BYTES);
            }
        }
        columns = b.rows;
    }

    /** Becomes the product {@code a b} of matrices or their transposes. */
    void set(DoubleMatrix a, boolean transposeA, DoubleMatrix b, boolean transposeB) {
        multiply(a, transposeA, b, transposeB, 0);
    }

    /** Grows by the product {@code a b} of matrices or their transposes. */
    void add(DoubleMatrix a, boolean transposeA, DoubleMatrix b, boolean transposeB) {
        multiply(a, transposeA, b, transposeB, 1);
    }

    private void multiply(DoubleMatrix a, boolean transposeA, DoubleMatrix b, boolean transposeB, double kept) {
        openblas.cblas_dgemm(
                CblasRowMajor,
                transposeA ? CblasTrans : CblasNoTrans,
                transposeB ? CblasTrans : CblasNoTrans,
                rows,
                columns,
                transposeA ? a.rows : a.columns,
                1,
                a.memory,
                Math.max(1, a.columns),
                b.memory,
                Math.max(1, b.columns),
                kept,
                memory,
                Math.max(1, columns));
    }

    /**
     * Turns a symmetric matrix into its orthonormal eigenvectors, one a row, by ascending eigenvalue.
     *
     * @return the eigenvalues
     */
    double[] toEigenvectors() {
        double[] eigenvalues = new double[rows];
        try (DoublePointer found = new DoublePointer(rows)) {
            int status = openblas.LAPACKE_dsyevd(LAPACK_COL_MAJOR, (byte) 'V', (byte) 'U', rows, memory, rows, found);
            if (status != 0) {
                throw new IllegalStateException("eigenvalues of a " + rows + " x " + rows
                        + " matrix: LAPACK dsyevd gave status " + status + "; expected 0");
            }
            found.get(eigenvalues);
        }
        return eigenvalues;
    }

    /** Some rows, not copied; not to be closed. */
    DoubleMatrix view(int first, int count) {
        return new DoubleMatrix(count, columns, memory.getPointer((long) first * columns));
    }

    /** The rows from {@code first} on, copied. */
    DoubleMatrix rowsFrom(int first) {
        DoubleMatrix rest = new DoubleMatrix(rows - first, columns);
        double[] row = new double[columns];
        IntStream.range(first, rows).forEach(i -> {
            get(i, row);
            rest.put(i - first, row);
        });
        return rest;
    }

    @Override
    public void close() {
        memory.close();
    }
}

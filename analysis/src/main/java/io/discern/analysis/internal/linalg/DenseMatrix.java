package io.discern.analysis.internal.linalg;

import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import io.discern.internal.Parallel;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;

/** A row-major matrix of doubles in native memory, where OpenBLAS works in place; closed by whoever made it. */
public final class DenseMatrix implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 1024;

    private final int rows;
    private int columns;
    private final DoublePointer memory;
    private final NativeDoubles values;

    /** Of values yet to be put. */
    public DenseMatrix(int rows, int columns) {
        this(rows, columns, new DoublePointer(Math.max(1L, (long) rows * columns)));
    }

    private DenseMatrix(int rows, int columns, DoublePointer memory) {
        this.rows = rows;
        this.columns = columns;
        this.memory = memory;
        this.values = new NativeDoubles(memory, Math.max(1L, (long) rows * columns));
    }

    /** A copy of vectors, one a row. */
    public static DenseMatrix of(double[][] vectors) {
        DenseMatrix matrix = new DenseMatrix(vectors.length, vectors[0].length);
        for (int i = 0; i < vectors.length; i++) {
            matrix.put(i, vectors[i]);
        }
        return matrix;
    }

    /** Adds the upper triangles of float products of the same shape, one after the other, to zero if they are the first. */
    void addUpper(List<FloatBuffer> products, boolean first) {
        Parallel.forEach(rows, i -> {
            double[] sums = new double[columns - i];
            float[] more = new float[sums.length];
            long diagonal = (long) i * columns + i;
            if (!first) {
                values.get(diagonal, sums, sums.length);
            }
            for (FloatBuffer added : products) {
                added.get((int) diagonal, more);
                for (int j = 0; j < sums.length; j++) {
                    sums[j] += more[j];
                }
            }
            values.put(diagonal, sums, sums.length);
        });
    }

    /** A copy of what stands from a row and a column on. */
    DenseMatrix block(int row, int column, int height, int width) {
        DenseMatrix block = new DenseMatrix(height, width);
        block.fill(
                Rows.of(height, width, (i, into) -> values.get((long) (row + i) * columns + column, into, into.length)),
                0,
                height);
        return block;
    }

    DenseMatrix copy() {
        DenseMatrix copy = new DenseMatrix(rows, columns);
        copy.fill(asRows(), 0, rows);
        return copy;
    }

    /** The rows of this, which must stay open. */
    public Rows asRows() {
        return Rows.of(rows, columns, (row, into) -> values.get((long) row * columns, into, columns));
    }

    /** Copies {@code count} rows from {@code first} into the first rows of this, in parallel. */
    void fill(Rows source, int first, int count) {
        source.forEach(first, count, (row, values) -> put(row - first, values));
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The number of columns. */
    public int columns() {
        return columns;
    }

    /** A value. */
    public double get(int row, int column) {
        return values.get((long) row * columns + column);
    }

    /** A row, copied. */
    public double[] row(int row) {
        double[] copy = new double[columns];
        values.get((long) row * columns, copy, columns);
        return copy;
    }

    /** Sets a row. */
    public void put(int row, double[] from) {
        values.put((long) row * columns, from, columns);
    }

    /** Copies a row. */
    public void read(int row, double[] into) {
        values.get((long) row * columns, into, columns);
    }

    /** The product {@code a b} of matrices or their transposes. */
    public static DenseMatrix product(DenseMatrix a, boolean transposeA, DenseMatrix b, boolean transposeB) {
        DenseMatrix product = new DenseMatrix(transposeA ? a.columns : a.rows, transposeB ? b.rows : b.columns);
        product.set(a, transposeA, b, transposeB);
        return product;
    }

    /**
     * Becomes its own product with the transpose of b, which has no more rows than columns. Needs no second matrix: to touch
     * that much fresh memory costs more than the product.
     */
    public void timesTransposed(DenseMatrix b) {
        try (DenseMatrix buffer = new DenseMatrix(ROWS_AT_ONCE, b.rows)) {
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
    public void set(DenseMatrix a, boolean transposeA, DenseMatrix b, boolean transposeB) {
        multiply(a, transposeA, b, transposeB, 0);
    }

    /** Grows by the product {@code a b} of matrices or their transposes. */
    public void add(DenseMatrix a, boolean transposeA, DenseMatrix b, boolean transposeB) {
        multiply(a, transposeA, b, transposeB, 1);
    }

    private void multiply(DenseMatrix a, boolean transposeA, DenseMatrix b, boolean transposeB, double kept) {
        FixedBlocks.multiply(
                rows,
                transposeA ? a.rows : a.columns,
                columns,
                transposeA ? a.transposed() : a.factor(),
                transposeB ? b.transposed() : b.factor(),
                kept,
                memory);
    }

    /**
     * Turns a symmetric matrix into its orthonormal eigenvectors, one a row, by ascending eigenvalue.
     *
     * @return the eigenvalues
     */
    public double[] toEigenvectors() {
        double[] eigenvalues = new double[rows];
        try (DoublePointer found = new DoublePointer(rows)) {
            int status = SingleThreadedProducts.result(
                    () -> openblas.LAPACKE_dsyevd(LAPACK_COL_MAJOR, (byte) 'V', (byte) 'U', rows, memory, rows, found));
            if (status != 0) {
                throw new IllegalStateException("eigenvalues of a " + rows + " x " + rows
                        + " matrix: LAPACK dsyevd gave status " + status + "; expected 0");
            }
            found.get(eigenvalues);
        }
        return eigenvalues;
    }

    /** Some rows, not copied; not to be closed. */
    public DenseMatrix view(int first, int count) {
        return new DenseMatrix(count, columns, memory.getPointer((long) first * columns));
    }

    /** The rows from {@code first} on, copied. */
    public DenseMatrix rowsFrom(int first) {
        DenseMatrix rest = new DenseMatrix(rows - first, columns);
        double[] row = new double[columns];
        IntStream.range(first, rows).forEach(i -> {
            read(i, row);
            rest.put(i - first, row);
        });
        return rest;
    }

    /** The sum of squares: the Frobenius norm, squared. */
    public double squares() {
        double[] ofRow = new double[rows];
        Parallel.forEach(rows, i -> {
            for (double value : row(i)) {
                ofRow[i] += value * value;
            }
        });
        double sum = 0;
        for (double squares : ofRow) {
            sum += squares;
        }
        return sum;
    }

    DoublePointer memory() {
        return memory;
    }

    /** This in a product. */
    FixedBlocks.Factor factor() {
        return new FixedBlocks.Factor(memory, columns, false);
    }

    /** The transpose of this in a product. */
    FixedBlocks.Factor transposed() {
        return factor().transpose();
    }

    /** Frees the memory. Idempotent. */
    @Override
    public void close() {
        memory.close();
    }
}

package io.discern.analysis.linalg;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.indexer.DoubleIndexer;

/** A row-major matrix of doubles in native memory, where OpenBLAS works in place; closed by whoever made it. */
public final class DenseMatrix implements AutoCloseable {
    private final int rows;
    private final int columns;
    private final DoublePointer memory;
    private final DoubleIndexer values;

    /** Of values yet to be put. */
    public DenseMatrix(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.memory = new DoublePointer(Math.max(1L, (long) rows * columns));
        this.values = DoubleIndexer.create(memory);
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
        IntStream.range(0, rows).parallel().forEach(i -> {
            double[] sums = new double[columns - i];
            float[] more = new float[sums.length];
            long diagonal = (long) i * columns + i;
            if (!first) {
                values.get(diagonal, sums);
            }
            for (FloatBuffer added : products) {
                added.get((int) diagonal, more);
                for (int j = 0; j < sums.length; j++) {
                    sums[j] += more[j];
                }
            }
            values.put(diagonal, sums);
        });
    }

    /** A copy of what stands from a row and a column on. */
    DenseMatrix block(int row, int column, int height, int width) {
        DenseMatrix block = new DenseMatrix(height, width);
        block.fill(
                Rows.of(height, width, (i, into) -> values.get((long) (row + i) * columns + column, into)), 0, height);
        return block;
    }

    DenseMatrix copy() {
        DenseMatrix copy = new DenseMatrix(rows, columns);
        copy.fill(asRows(), 0, rows);
        return copy;
    }

    /** The rows of this, which must stay open. */
    public Rows asRows() {
        return Rows.of(rows, columns, (row, into) -> values.get((long) row * columns, into, 0, columns));
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
        values.get((long) row * columns, copy, 0, columns);
        return copy;
    }

    void put(int row, double[] from) {
        values.put((long) row * columns, from, 0, columns);
    }

    /** The sum of squares: the Frobenius norm, squared. */
    public double squares() {
        double[] ofRow = new double[rows];
        IntStream.range(0, rows).parallel().forEach(i -> {
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

    /** Frees the memory. Idempotent. */
    @Override
    public void close() {
        memory.close();
    }
}

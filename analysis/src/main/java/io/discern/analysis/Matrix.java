package io.discern.analysis;

import io.discern.Embeddings;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A checked row-major matrix that is either borrowed from the caller or owned by those who share it: the last closes it. */
final class Matrix implements AutoCloseable {
    /** The largest magnitude: squares of larger values could overflow in sums. */
    static final double LARGEST = 1e100;

    private final INDArray array;
    private final boolean owned;
    private final NativeRows values;
    private final double[] norms;
    private final int rows;
    private final int dim;
    private final AtomicInteger owners = new AtomicInteger(1);

    private Matrix(INDArray array, boolean owned) {
        this.array = array;
        this.owned = owned;
        this.rows = (int) array.size(0);
        this.dim = (int) array.size(1);
        this.values = new NativeRows(array);
        this.norms = new double[rows];
        double[] row = new double[dim];
        for (int i = 0; i < rows; i++) {
            read(i, row);
            norms[i] = norm(row, i);
        }
    }

    static Matrix of(INDArray array) {
        if (array.rank() != 2 || array.size(0) < 1 || array.size(1) < 1 || array.size(0) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("array of shape " + Arrays.toString(array.shape())
                    + "; expected n x d with at least one row and one column");
        }
        DataType type = array.dataType();
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("array of type " + type + "; expected FLOAT or DOUBLE, use castTo");
        }
        boolean inPlace = array.ordering() == 'c'
                && !array.isView()
                && array.offset() == 0
                && array.stride(1) == 1
                && array.stride(0) == array.size(1);
        return inPlace ? new Matrix(array, false) : owning(array.dup('c'));
    }

    static Matrix copyOf(Embeddings embeddings) {
        if (embeddings.rows() < 1) {
            throw new IllegalArgumentException(embeddings + "; expected at least one row");
        }
        return owning(Nd4j.create(embeddings.values(), new long[] {embeddings.rows(), embeddings.dim()}, 'c'));
    }

    private static Matrix owning(INDArray array) {
        try {
            return new Matrix(array, true);
        } catch (RuntimeException refused) {
            array.close();
            throw refused;
        }
    }

    Matrix select(int[] selected) {
        INDArray copy = Nd4j.create(array.dataType(), new long[] {selected.length, dim}, 'c');
        NativeRows into = new NativeRows(copy);
        double[] row = new double[dim];
        for (int i = 0; i < selected.length; i++) {
            read(selected[i], row);
            into.write(i, row);
        }
        return owning(copy);
    }

    void read(int row, double[] into) {
        values.read(row, into);
    }

    private static double norm(double[] row, int index) {
        double squares = 0;
        for (int j = 0; j < row.length; j++) {
            if (!(Math.abs(row[j]) <= LARGEST)) {
                throw new IllegalArgumentException("embedding row " + index + ", column " + j + " is " + row[j]
                        + "; expected a finite value of at most " + LARGEST);
            }
            squares += row[j] * row[j];
        }
        return Math.sqrt(squares);
    }

    INDArray array() {
        return array;
    }

    int rows() {
        return rows;
    }

    int dim() {
        return dim;
    }

    double norm(int row) {
        return norms[row];
    }

    /**
     * One more owner, who closes it too.
     *
     * @throws IllegalStateException if all owners have closed it
     */
    void share() {
        if (owners.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
            throw new IllegalStateException(
                    "the embeddings are closed; expected them open while others are made of them");
        }
    }

    /** Each owner calls it once. */
    @Override
    public void close() {
        if (owners.decrementAndGet() == 0 && owned && !array.wasClosed()) {
            array.close();
        }
    }
}

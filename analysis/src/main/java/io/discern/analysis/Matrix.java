package io.discern.analysis;

import io.discern.Embeddings;
import io.discern.analysis.internal.vector.RowSums;
import io.discern.internal.Parallel;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A checked row-major matrix that is either borrowed from the caller or owned by those who share it: the last closes it. */
final class Matrix implements AutoCloseable {
    /** The largest magnitude: squares of larger values could overflow in sums. */
    static final double LARGEST = 1e100;
    /** Sixteenth powers of what lies within stay far from the ends of the range of doubles. */
    private static final int USUAL_EXPONENT = 32;
    /** Shorter rows beside a row of 1 are zero: the products of two of them would be lost. */
    private static final double SHORTEST = 1e-100;

    private static final int ROWS_AT_ONCE = 64;

    /** Null where the rows lie elsewhere. */
    private final INDArray array;

    private final boolean owned;
    private final NativeRows values;
    /** Null where the rows lie here. */
    private final RemoteRows.Part part;

    private final double[] norms;
    private final double scale;
    private final int rows;
    private final int dim;
    private final AtomicInteger owners = new AtomicInteger(1);
    /** What this is a copy of, while somebody has it. */
    private WeakReference<float[]> source = new WeakReference<>(null);

    /** Creates it; rows that were selected keep the scale of those they come from, so that each reads the same. */
    private Matrix(INDArray array, boolean owned, OptionalDouble inherited) {
        this.array = array;
        this.owned = owned;
        this.rows = (int) array.size(0);
        this.dim = (int) array.size(1);
        this.values = new NativeRows(array);
        this.part = null;
        double[] lengths = new double[rows];
        double largest = measure(lengths);
        this.scale = inherited.orElseGet(() -> scale(largest));
        for (int i = 0; i < rows; i++) {
            lengths[i] = scaled(i, lengths[i]);
        }
        this.norms = lengths;
    }

    private Matrix(RemoteRows.Part part) {
        this.array = null;
        this.owned = false;
        this.values = null;
        this.part = part;
        this.rows = part.rows().length;
        this.dim = part.all().dim();
        this.scale = part.scale();
        this.norms = IntStream.of(part.rows())
                .mapToDouble(row -> part.lengths()[row])
                .toArray();
    }

    /** Checks every value, and fills in the lengths of the rows as they are; gives the largest magnitude. One pass over the rows. */
    private double measure(double[] lengths) {
        double[] largest = new double[rows];
        int tasks = (rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
        Parallel.forEach(tasks, task -> {
            double[] row = new double[dim];
            for (int i = task * ROWS_AT_ONCE; i < Math.min(rows, (task + 1) * ROWS_AT_ONCE); i++) {
                values.read(i, row);
                largest[i] = largest(row);
                lengths[i] = Math.sqrt(RowSums.squares(row));
            }
        });
        double most = 0;
        for (int i = 0; i < rows; i++) {
            if (!(largest[i] <= LARGEST)) {
                throw refused(i);
            }
            most = Math.max(most, largest[i]);
        }
        return most;
    }

    /** Not a number if a value is none. */
    private static double largest(double[] row) {
        double largest = 0;
        for (double value : row) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private IllegalArgumentException refused(int row) {
        double[] components = new double[dim];
        values.read(row, components);
        int column = 0;
        while (Math.abs(components[column]) <= LARGEST) {
            column++;
        }
        return new IllegalArgumentException("embedding row " + row + ", column " + column + " is " + components[column]
                + "; expected a finite value of at most " + LARGEST);
    }

    /** The length of a row times the scale; 0 if it is shorter than rows may be. */
    private double scaled(int row, double length) {
        double scaled = length;
        if (scale != 1) {
            // squares of what is far from 1 may have left the range of doubles
            double[] components = new double[dim];
            read(row, components);
            scaled = Math.sqrt(RowSums.squares(components));
        }
        return direction(scaled);
    }

    private static double direction(double length) {
        return length < SHORTEST ? 0 : length;
    }

    static Matrix of(RemoteRows rows) {
        double scale = scale(rows.largest());
        double[] lengths =
                Arrays.stream(rows.lengths(scale)).map(Matrix::direction).toArray();
        return new Matrix(
                new RemoteRows.Part(rows, IntStream.range(0, rows.rows()).toArray(), scale, lengths));
    }

    private static double scale(double largest) {
        int exponent = Math.getExponent(largest);
        return largest == 0 || Math.abs(exponent) <= USUAL_EXPONENT ? 1 : Math.scalb(1.0, -exponent);
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
        return inPlace
                ? new Matrix(array, false, OptionalDouble.empty())
                : owning(array.dup('c'), OptionalDouble.empty());
    }

    static Matrix copyOf(Embeddings embeddings) {
        if (embeddings.rows() < 1) {
            throw new IllegalArgumentException(embeddings + "; expected at least one row");
        }
        Matrix copy = owning(
                Nd4j.create(embeddings.values(), new long[] {embeddings.rows(), embeddings.dim()}, 'c'),
                OptionalDouble.empty());
        copy.source = new WeakReference<>(embeddings.values());
        return copy;
    }

    /** The array that this is a copy of, if somebody still has it and rows read as they are. */
    Optional<float[]> source() {
        return Optional.ofNullable(source.get()).filter(values -> scale == 1);
    }

    private static Matrix owning(INDArray array, OptionalDouble inherited) {
        try {
            return new Matrix(array, true, inherited);
        } catch (RuntimeException refused) {
            array.close();
            throw refused;
        }
    }

    Matrix select(int[] selected) {
        if (part != null) {
            return new Matrix(part.select(selected));
        }
        INDArray copy = Nd4j.create(array.dataType(), new long[] {selected.length, dim}, 'c');
        NativeRows into = new NativeRows(copy);
        double[] row = new double[dim];
        for (int i = 0; i < selected.length; i++) {
            values.read(selected[i], row);
            into.write(i, row);
        }
        return owning(copy, OptionalDouble.of(scale));
    }

    /** A row times {@link #scale()}. */
    void read(int row, double[] into) {
        if (part == null) {
            values.read(row, into);
        } else {
            float[] floats = new float[dim];
            part.all().read(part.rows()[row], floats);
            for (int j = 0; j < dim; j++) {
                into[j] = floats[j];
            }
        }
        if (scale != 1) {
            for (int j = 0; j < dim; j++) {
                into[j] *= scale;
            }
        }
    }

    double scale() {
        return scale;
    }

    INDArray array() {
        if (array == null) {
            throw new UnsupportedOperationException(rows + " x " + dim + " embeddings that lie elsewhere are no array; "
                    + "expected embeddings in memory. Read rows by readRow.");
        }
        return array;
    }

    Optional<RemoteRows.Part> part() {
        return Optional.ofNullable(part);
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

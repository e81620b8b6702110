package io.discern.analysis;

import io.discern.Embeddings;
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

    /** Creates it; rows that were selected keep the scale of those they come from, so that each reads the same. */
    private Matrix(INDArray array, boolean owned, OptionalDouble inherited) {
        this.array = array;
        this.owned = owned;
        this.rows = (int) array.size(0);
        this.dim = (int) array.size(1);
        this.values = new NativeRows(array);
        this.part = null;
        double largest = largest();
        this.scale = inherited.orElseGet(() -> scale(largest));
        this.norms = norms();
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

    /** The largest magnitude; checks every value. */
    private double largest() {
        double largest = 0;
        double[] row = new double[dim];
        for (int i = 0; i < rows; i++) {
            values.read(i, row);
            for (int j = 0; j < dim; j++) {
                double magnitude = Math.abs(row[j]);
                if (!(magnitude <= LARGEST)) {
                    throw new IllegalArgumentException("embedding row " + i + ", column " + j + " is " + row[j]
                            + "; expected a finite value of at most " + LARGEST);
                }
                largest = Math.max(largest, magnitude);
            }
        }
        return largest;
    }

    private static double scale(double largest) {
        int exponent = Math.getExponent(largest);
        return largest == 0 || Math.abs(exponent) <= USUAL_EXPONENT ? 1 : Math.scalb(1.0, -exponent);
    }

    private double[] norms() {
        double[] lengths = new double[rows];
        double[] row = new double[dim];
        for (int i = 0; i < rows; i++) {
            read(i, row);
            double squares = 0;
            for (double value : row) {
                squares += value * value;
            }
            lengths[i] = direction(Math.sqrt(squares));
        }
        return lengths;
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
        return owning(
                Nd4j.create(embeddings.values(), new long[] {embeddings.rows(), embeddings.dim()}, 'c'),
                OptionalDouble.empty());
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

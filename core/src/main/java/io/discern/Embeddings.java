package io.discern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A matrix of embeddings: {@code rows x dim}, row-major float32, with an id for each row.
 *
 * <p>Immutable by agreement: {@link #values()} hands out the backing array for speed, and nobody writes to it. Safe to share
 * between threads.
 */
public final class Embeddings {
    private final List<String> ids;
    private final int dim;
    private final float[] values;

    private Embeddings(List<String> ids, int dim, float[] values) {
        this.ids = ids;
        this.dim = dim;
        this.values = values;
    }

    /**
     * Wraps a matrix.
     *
     * @param ids one unique id for each row
     * @param dim the length of a row
     * @param values row-major, {@code ids.size() * dim} long; aliased, so do not modify it afterwards
     * @throws IllegalArgumentException if the sizes disagree or an id occurs twice
     */
    public static Embeddings of(List<String> ids, int dim, float[] values) {
        if (dim < 1) {
            throw new IllegalArgumentException("dim " + dim + "; expected at least 1");
        }
        if (values.length != Math.multiplyExact(ids.size(), dim)) {
            throw new IllegalArgumentException(values.length + " values; expected " + ids.size() + " ids x " + dim
                    + " components = " + ids.size() * dim);
        }
        Set<String> seen = new HashSet<>();
        for (String id : ids) {
            if (!seen.add(id)) {
                throw new IllegalArgumentException("row id '" + id + "' occurs twice; expected unique ids");
            }
        }
        return new Embeddings(List.copyOf(ids), dim, values);
    }

    /** Wraps a matrix whose rows are known by their number only: ids are {@code "0"}, {@code "1"}, ... */
    public static Embeddings ofRows(int dim, float[] values) {
        int rows = values.length / Math.max(dim, 1);
        return of(IntStream.range(0, rows).mapToObj(Integer::toString).toList(), dim, values);
    }

    /** The number of rows. */
    public int rows() {
        return ids.size();
    }

    /** The length of a row. */
    public int dim() {
        return dim;
    }

    /** The row ids, in row order. */
    public List<String> ids() {
        return ids;
    }

    /** The backing array, row-major; aliased, not to be modified. */
    public float[] values() {
        return values;
    }

    /** A copy of one row. */
    public float[] row(int row) {
        return Arrays.copyOfRange(values, row * dim, (row + 1) * dim);
    }

    /** These rows under other ids; the values are shared. */
    public Embeddings withIds(List<String> ids) {
        return of(ids, dim, values);
    }

    /** The given rows, in the given order; the values are copied. */
    public Embeddings select(int... rows) {
        float[] selected = new float[Math.multiplyExact(rows.length, dim)];
        List<String> selectedIds = new ArrayList<>(rows.length);
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * dim, selected, i * dim, dim);
            selectedIds.add(ids.get(rows[i]));
        }
        return of(selectedIds, dim, selected);
    }

    /**
     * A copy with every row divided by its Euclidean length (computed in double). A zero row stays zero: it has no
     * direction, and what uses directions must exclude it.
     */
    public Embeddings unitRows() {
        float[] unit = values.clone();
        for (int row = 0; row < rows(); row++) {
            normalizeRow(unit, row * dim, dim);
        }
        return new Embeddings(ids, dim, unit);
    }

    /** Scales {@code length} values from {@code offset} to unit Euclidean length, in place; zeros stay zeros. */
    public static void normalizeRow(float[] values, int offset, int length) {
        double squares = 0;
        for (int i = offset; i < offset + length; i++) {
            squares += (double) values[i] * values[i];
        }
        if (squares > 0) {
            double norm = Math.sqrt(squares);
            for (int i = offset; i < offset + length; i++) {
                values[i] = (float) (values[i] / norm);
            }
        }
    }

    /** The index of the first value of a row-major matrix that is NaN or infinite, or -1. */
    public static int firstNonFinite(float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                return i;
            }
        }
        return -1;
    }

    /** The first row of a row-major matrix that is zero throughout and so has no direction, or -1. */
    public static int firstZeroRow(float[] values, int dim) {
        for (int start = 0; start < values.length; start += dim) {
            int at = start;
            while (at < start + dim && values[at] == 0) {
                at++;
            }
            if (at == start + dim) {
                return start / dim;
            }
        }
        return -1;
    }

    /** The shape, never the data. */
    @Override
    public String toString() {
        return "Embeddings[" + rows() + " x " + dim + " float32]";
    }
}

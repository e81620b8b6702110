package io.discern.internal.tower;

import java.util.ArrayList;
import java.util.List;

/**
 * A weight of a layer: a stored tensor, or some successive elements of one (the query's rows of a matrix that holds query, key
 * and value).
 *
 * @param tensor its name in the checkpoint
 * @param start its first element in that tensor
 * @param shape row-major
 */
public record Weight(String tensor, long start, List<Integer> shape) {
    /** Copies the shape. */
    public Weight {
        shape = List.copyOf(shape);
    }

    /** How many elements it has. */
    public long elements() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    /** Its length along a dimension. */
    public int size(int dimension) {
        return shape.get(dimension);
    }

    /** Rows {@code from} to {@code from + count} of it, a row being everything under one index of the first dimension. */
    public Weight rows(int from, int count) {
        long row = elements() / shape.get(0);
        List<Integer> part = new ArrayList<>(shape);
        part.set(0, count);
        return new Weight(tensor, start + from * row, part);
    }

    /** The same elements under another shape. */
    public Weight as(Integer... other) {
        return new Weight(tensor, start, List.of(other));
    }
}

package io.discern.analysis.internal.linalg;

import java.util.Arrays;

/**
 * Rows of floats on the heap, divided by their lengths; zero rows stay zero.
 *
 * @param values n x d, aliased
 * @param dim d
 * @param norms the lengths of the n rows, aliased
 */
record UnitFloats(float[] values, int dim, double[] norms) implements Rows {
    /** Lengths beyond, or below one by it, have inverses that float32 rounds more coarsely. */
    private static final double LONGEST = 0x1p100;

    @Override
    public int count() {
        return norms.length;
    }

    @Override
    public void read(int row, double[] into) {
        int first = row * dim;
        for (int j = 0; j < dim; j++) {
            into[j] = values[first + j];
        }
        divide(into, norms[row]);
    }

    @Override
    public Rounded rounded() {
        Rounded widened = Rows.super.rounded();
        return (row, into) -> {
            if (inRange(norms[row])) {
                System.arraycopy(values, row * dim, into, 0, dim);
                divide(into, norms[row]);
            } else {
                widened.read(row, into);
            }
        };
    }

    /** Divides by a length; 0 gives 0. */
    static void divide(double[] row, double norm) {
        if (norm == 0) {
            Arrays.fill(row, 0);
        } else {
            for (int j = 0; j < row.length; j++) {
                row[j] /= norm;
            }
        }
    }

    /** Whether {@link #divide(float[], double)} takes that length. */
    private static boolean inRange(double norm) {
        return norm < LONGEST && norm > 1 / LONGEST;
    }

    /** Divides by a length without a division or a double, so that the JIT compiler may use vector instructions. */
    private static void divide(float[] row, double norm) {
        float inverse = (float) (1 / norm);
        for (int j = 0; j < row.length; j++) {
            row[j] *= inverse;
        }
    }
}

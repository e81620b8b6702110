package io.discern.analysis.internal.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rows in float32 are their doubles, two roundings off at most. */
class RoundedRowsTest {
    private static final int ROWS = 40;
    private static final int DIM = 37;

    /** Lengths from 1e-36 to 1e34, two of them beyond what is divided in float32; row 5 is zero. */
    private static float[] values() {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[ROWS * DIM];
        for (int i = 0; i < values.length; i++) {
            int row = i / DIM;
            double size = row < 2 ? (row == 0 ? 1e-36 : 1e34) : Math.pow(10, random.nextInt(-3, 4));
            values[i] = row == 5 ? 0 : (float) (size * random.nextDouble(-1, 1));
        }
        return values;
    }

    private static void assertRounded(Rows rows) {
        Rows.Rounded rounded = rows.rounded();
        double[] exact = new double[DIM];
        float[] floats = new float[DIM];
        for (int row = 0; row < rows.count(); row++) {
            rows.read(row, exact);
            rounded.read(row, floats);
            for (int j = 0; j < DIM; j++) {
                assertThat(Math.abs(floats[j] - exact[j]))
                        .as("row %d, component %d: %s", row, j, exact[j])
                        .isLessThanOrEqualTo(0x1p-23 * Math.abs(exact[j]) + Float.MIN_VALUE);
            }
        }
    }

    @Test
    void unitRowsOnTheHeap() {
        float[] values = values();
        assertRounded(Rows.unit(values, DIM, norms(values)));
    }

    private static double[] norms(float[] values) {
        double[] norms = new double[ROWS];
        for (int i = 0; i < values.length; i++) {
            norms[i / DIM] += (double) values[i] * values[i];
        }
        return Arrays.stream(norms).map(Math::sqrt).toArray();
    }

    @Test
    void selectedRows() {
        Rows unit = Rows.unit(values(), DIM, norms(values()));
        assertRounded(unit.select(new int[] {7, 3, 3, 0}));
    }
}

package io.discern.analysis.internal.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.analysis.LabeledEmbeddings;
import java.util.Collections;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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

    /** All of one size, so that the rows have no scale, far from zero beside their spread. */
    private static float[] far() {
        SplittableRandom random = new SplittableRandom(6);
        float[] values = new float[ROWS * DIM];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (100 + i % DIM + random.nextDouble(-1, 1));
        }
        return values;
    }

    private static LabeledEmbeddings data(INDArray array) {
        return LabeledEmbeddings.of(array, Collections.nCopies(ROWS, "a"));
    }

    private static void assertRounded(Rows rows, double ofOthers) {
        Rows.Rounded rounded = rows.rounded();
        double[] exact = new double[DIM];
        float[] floats = new float[DIM];
        for (int row = 0; row < rows.count(); row++) {
            rows.read(row, exact);
            rounded.read(row, floats);
            for (int j = 0; j < DIM; j++) {
                assertThat(Math.abs(floats[j] - exact[j]))
                        .as("row %d, component %d: %s", row, j, exact[j])
                        .isLessThanOrEqualTo(0x1p-23 * Math.abs(exact[j]) + ofOthers + Float.MIN_VALUE);
            }
        }
    }

    @Test
    void unitRowsOnTheHeap() {
        float[] values = values();
        double[] norms = new double[ROWS];
        for (int i = 0; i < values.length; i++) {
            norms[i / DIM] += (double) values[i] * values[i];
        }
        for (int row = 0; row < ROWS; row++) {
            norms[row] = Math.sqrt(norms[row]);
        }
        assertRounded(Rows.unit(values, DIM, norms), 0);
    }

    @Test
    void unitRowsOfData() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            try (INDArray array =
                            Nd4j.create(far(), new long[] {ROWS, DIM}, 'c').castTo(type);
                    LabeledEmbeddings data = data(array)) {
                assertThat(data.inFloats()).isEqualTo(type == DataType.FLOAT);
                assertRounded(Rows.unit(data), 0);
                assertRounded(Rows.of(data), 0);
                assertRounded(Rows.of(data).select(new int[] {7, 3, 3}), 0);
            }
        }
        try (INDArray array = Nd4j.create(values(), new long[] {ROWS, DIM}, 'c');
                LabeledEmbeddings scaled = data(array)) {
            assertThat(scaled.inFloats()).isFalse();
            assertRounded(Rows.unit(scaled), 0);
        }
    }

    @Test
    void centeredRows() {
        try (INDArray array = Nd4j.create(far(), new long[] {ROWS, DIM}, 'c');
                LabeledEmbeddings data = data(array)) {
            Rows centered = Rows.of(data).centered();
            assertThat(centered).isInstanceOf(CenteredRows.class);
            // the center as two floats
            assertRounded(centered, 0x1p-47 * 200);
        }
    }
}

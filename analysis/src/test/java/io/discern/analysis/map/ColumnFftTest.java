package io.discern.analysis.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnFftTest {
    private static final int COLUMNS = 3;

    /** Real and imaginary parts before, then after, by NumPy. */
    private static float[][][] golden(int length) {
        float[] values = Golden.array("map/fft_" + length + ".npy").toFloats();
        float[][][] parts = new float[4][length][];
        for (int part = 0; part < 4; part++) {
            for (int row = 0; row < length; row++) {
                int first = (part * length + row) * COLUMNS;
                parts[part][row] = Arrays.copyOfRange(values, first, first + COLUMNS);
            }
        }
        return parts;
    }

    private static void assertClose(float[][] found, float[][] expected, double bound) {
        for (int row = 0; row < expected.length; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                assertThat(found[row][column])
                        .as("row %d, column %d", row, column)
                        .isCloseTo(expected[row][column], within((float) bound));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 108})
    void transformsEqualThoseOfNumPy(int length) {
        float[][][] parts = golden(length);
        new ColumnFft(length).transform(parts[0], parts[1]);
        // values of about sqrt(2 length), with 24 bits
        assertClose(parts[0], parts[2], 1e-5);
        assertClose(parts[1], parts[3], 1e-5);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 108})
    void withPartsExchangedItIsTheInverse(int length) {
        float[][][] parts = golden(length);
        new ColumnFft(length).transform(parts[3], parts[2]);
        assertClose(parts[2], times(parts[0], length), 1e-5 * length);
        assertClose(parts[3], times(parts[1], length), 1e-5 * length);
    }

    private static float[][] times(float[][] rows, float factor) {
        float[][] products = new float[rows.length][COLUMNS];
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                products[row][column] = factor * rows[row][column];
            }
        }
        return products;
    }

    @Test
    void oneRowIsItsOwnTransform() {
        float[][] re = {{3, -1}};
        float[][] im = {{2, 5}};
        new ColumnFft(1).transform(re, im);
        assertThat(re).isDeepEqualTo(new float[][] {{3, -1}});
        assertThat(im).isDeepEqualTo(new float[][] {{2, 5}});
    }

    @Test
    void lengthsAreProductsOfTwosAndThrees() {
        assertThat(ColumnFft.fitting(1)).isEqualTo(1);
        assertThat(ColumnFft.fitting(5)).isEqualTo(6);
        assertThat(ColumnFft.fitting(25)).isEqualTo(27);
        assertThat(ColumnFft.fitting(390)).isEqualTo(432);
        assertThat(ColumnFft.fitting(432)).isEqualTo(432);
        assertThatThrownBy(() -> new ColumnFft(10))
                .hasMessageContaining("length 10; expected a product of twos and threes");
    }
}

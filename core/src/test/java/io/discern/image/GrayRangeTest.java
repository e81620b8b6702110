package io.discern.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GrayRangeTest {
    private static byte[] gray(GrayRange range, double... values) throws RefusedException {
        return range.toGray(new DeepGray(values.length, 1, i -> values[i], 0, 1023, false))
                .samples();
    }

    private static byte[] bytes(int... levels) {
        byte[] bytes = new byte[levels.length];
        for (int i = 0; i < levels.length; i++) {
            bytes[i] = (byte) levels[i];
        }
        return bytes;
    }

    @Test
    void fullSpreadsWhatTheBitsCanHold() throws RefusedException {
        // numpy.floor(255 * v / 1023 + 0.5)
        assertThat(gray(GrayRange.full(), 0, 1, 2, 3, 512, 1023)).isEqualTo(bytes(0, 0, 0, 1, 128, 255));
    }

    @Test
    void aWindowIsDicomsLinearFunction() throws RefusedException {
        // pydicom.pixels.apply_voi_lut with center 100, width 101 (8 bits stored), rounded half up
        assertThat(gray(GrayRange.window(100, 101), 0, 49, 50, 75, 100, 125, 150, 1000))
                .isEqualTo(bytes(0, 0, 1, 65, 129, 193, 255, 255));
    }

    @Test
    void percentilesAreNumpysAndLeaveOutWhatIsNoNumber() throws RefusedException {
        // numpy.percentile([1, 2, 3, 4, 10], [10, 90]) = 1.4, 7.6
        assertThat(gray(GrayRange.percentiles(10, 90), 10, 4, Double.NaN, 3, 2, 1))
                .isEqualTo(bytes(255, 107, 0, 66, 25, 0));
    }

    @Test
    void betweenIsFromOneValueToAnother() throws RefusedException {
        assertThat(gray(GrayRange.between(100, 355), 0, 100, 101, 227, 355, 1023))
                .isEqualTo(bytes(0, 0, 1, 127, 255, 255));
        assertThat(gray(GrayRange.between(7, 7), 6, 7, 8)).isEqualTo(bytes(0, 0, 255));
    }

    @Test
    void percentilesOfASetAreThoseOfAllItsValues() throws RefusedException {
        GrayHistogram histogram = new GrayHistogram();
        assertThat(gray(new CountedGray(histogram), 3, Double.NaN, 1)).isEqualTo(bytes(0, 0, 0));
        gray(new CountedGray(histogram), 2, 10, 4);
        assertThat(histogram.total()).isEqualTo(5);
        // numpy.percentile([1, 2, 3, 4, 10], [10, 90]) = 1.4, 7.6
        assertThat(gray(histogram.between(10, 90), 10, 4, Double.NaN, 3, 2, 1))
                .isEqualTo(bytes(255, 107, 0, 66, 25, 0));
        assertThatThrownBy(() -> gray(GrayRange.percentilesOfSet(10, 90), 1, 2))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Open the data set");
    }

    @Test
    void moreDifferentValuesThanCanBeCountedAreRefused() {
        GrayHistogram histogram = new GrayHistogram();
        histogram.add(java.util.stream.IntStream.range(0, (1 << 20) + 1)
                .asDoubleStream()
                .toArray());
        assertThatThrownBy(() -> histogram.between(1, 99))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("between=BLACK,WHITE");
    }

    @Test
    void anImageOfOneValueIsBlack() throws RefusedException {
        assertThat(gray(GrayRange.percentiles(0, 100), 7, 7, 7)).isEqualTo(bytes(0, 0, 0));
    }

    @Test
    void textGoesThereAndBack() {
        for (GrayRange range : new GrayRange[] {
            GrayRange.fromFile(),
            GrayRange.full(),
            GrayRange.window(40, 400),
            GrayRange.between(-1000, 3071),
            GrayRange.percentiles(0.5, 99.5),
            GrayRange.percentilesOfSet(0.5, 99.5)
        }) {
            assertThat(GrayRange.parse(range.text())).isEqualTo(range);
        }
        assertThat(GrayRange.parse("window=40,400")).isEqualTo(GrayRange.window(40, 400));
        assertThatThrownBy(() -> GrayRange.parse("window=40"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gray range \"window=40\"; expected file, full, window=CENTER,WIDTH, between=BLACK,WHITE,"
                        + " percentiles=LOW,HIGH or set-percentiles=LOW,HIGH");
        assertThatThrownBy(() -> GrayRange.window(40, 1)).hasMessageContaining("width above 1");
        assertThatThrownBy(() -> GrayRange.percentiles(50, 50)).hasMessageContaining("low < high");
    }
}

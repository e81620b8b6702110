package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.image.RgbImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeanColourEncoderTest {

    @Test
    void theMeanOfALargeImageIsExact() {
        byte[] gray = new byte[3 * 1600 * 1200];
        Arrays.fill(gray, (byte) 128);
        float[] mean = new MeanColourEncoder()
                .encodeImages(List.of(RgbImage.of(1600, 1200, gray)))
                .values();
        assertThat(mean).containsExactly(128, 128, 128);
    }
}

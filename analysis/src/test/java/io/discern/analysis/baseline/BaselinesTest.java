package io.discern.analysis.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.Embeddings;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.Golden;
import io.discern.image.RgbImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BaselinesTest {
    private static RgbImage picture(int size) {
        byte[] rgb = new byte[3 * size * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int at = 3 * (y * size + x);
                rgb[at] = (byte) (4 * x);
                rgb[at + 1] = (byte) (4 * y);
                rgb[at + 2] = (byte) (3 * x + 5 * y);
            }
        }
        return RgbImage.of(size, size, rgb);
    }

    private static float[] row(VisionLanguageEncoder encoder, RgbImage image) {
        try (encoder) {
            Embeddings rows = encoder.encodeImages(List.of(image));
            return rows.row(0);
        }
    }

    @Test
    void theRandomNetworkIsThatOfNumPy() {
        double[] expected =
                Golden.doubles(Golden.json("baseline/random_network.json").get("values"));
        float[] actual = row(Baselines.randomNetwork(), picture(64));
        assertThat(actual).hasSize(expected.length);
        IntStream.range(0, expected.length)
                .forEach(i -> assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-5)));
    }

    @Test
    void theMeanColourIsTheMean() {
        float[] mean = row(Baselines.meanColour(), picture(64));
        // Means of 0, 4, ..., 252 are 126 of 255; a byte is one part in 255.
        assertThat(mean[0]).isCloseTo(126 / 255f, within(1 / 255f));
        assertThat(mean[1]).isCloseTo(126 / 255f, within(1 / 255f));
        assertThat(mean).hasSize(3);
    }

    @Test
    void theThumbnailHoldsTheMeansOfItsCells() {
        float[] thumbnail = row(Baselines.thumbnail(), picture(64));
        assertThat(thumbnail).hasSize(192);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                // Cells of 8 x 8: the mean of 4 (8 x .. 8 x + 7).
                assertThat(thumbnail[8 * y + x]).isCloseTo((32 * x + 14) / 255f, within(1 / 255f));
                assertThat(thumbnail[64 + 8 * y + x]).isCloseTo((32 * y + 14) / 255f, within(1 / 255f));
            }
        }
    }
}

package io.discern.miniatures;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Raw pixels must not solve the task: the nearest neighbour among other patients, over 32 x 32 block
 * means, stays below a ceiling. Chance for three classes is about 0.4 (the largest class).
 */
class RawPixelNeighborsTest {

    private static final int CELLS = 32;

    @ParameterizedTest
    @CsvSource({"dermoscopy, 0.60", "radiograph, 0.60", "ultrasound, 0.75", "histology, 0.75"})
    void theNearestNeighborInPixelsIsOftenOfAnotherClass(String modality, double ceiling) throws IOException {
        LabeledImages set = SyntheticLesions.of(modality, 60, 12);
        float[][] pixels = new float[set.size()][];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = blockMeans(set.images().get(i).source().load());
        }
        int right = 0;
        for (int i = 0; i < pixels.length; i++) {
            right += set.images().get(i).label().equals(nearest(set, pixels, i).label()) ? 1 : 0;
        }
        double accuracy = (double) right / pixels.length;
        assertTrue(accuracy < ceiling, modality + ": 1-NN on raw pixels is right for " + accuracy);
    }

    private static LabeledImage nearest(LabeledImages set, float[][] pixels, int row) {
        double best = Double.MAX_VALUE;
        LabeledImage nearest = null;
        for (int j = 0; j < pixels.length; j++) {
            if (set.images().get(j).group().equals(set.images().get(row).group())) {
                continue;
            }
            double distance = squaredDistance(pixels[j], pixels[row]);
            if (distance < best) {
                best = distance;
                nearest = set.images().get(j);
            }
        }
        return nearest;
    }

    private static double squaredDistance(float[] a, float[] b) {
        double distance = 0;
        for (int k = 0; k < a.length; k++) {
            double difference = a[k] - b[k];
            distance += difference * difference;
        }
        return distance;
    }

    private static float[] blockMeans(RgbImage image) {
        float[] sums = new float[CELLS * CELLS * 3];
        int[] counts = new int[CELLS * CELLS];
        byte[] pixels = image.pixels();
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int cell = y * CELLS / image.height() * CELLS + x * CELLS / image.width();
                counts[cell]++;
                for (int c = 0; c < 3; c++) {
                    sums[cell * 3 + c] += pixels[(y * image.width() + x) * 3 + c] & 0xff;
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= counts[i / 3];
        }
        return sums;
    }
}

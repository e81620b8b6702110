package io.discern.analysis;

import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Encoders whose dependence on an overlay is known. */
public record ToyEncoder(EncoderInfo info, Function<RgbImage, float[]> look) implements VisionLanguageEncoder {

    private static ToyEncoder of(String name, int dim, Function<RgbImage, float[]> look) {
        return new ToyEncoder(EncoderInfo.of(name, dim).withProvenance("provider", "toy <&>"), look);
    }

    /** Mean colours of the lower half, where no overlay at the top is. */
    public static ToyEncoder lowerHalf() {
        return of("lower-half", 3, image -> meanColors(image, image.height() / 2));
    }

    private static float[] meanColors(RgbImage image, int fromRow) {
        float[] mean = new float[3];
        for (int y = fromRow; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int at = 3 * (y * image.width() + x);
                for (int c = 0; c < 3; c++) {
                    mean[c] += (image.pixels()[at + c] & 0xff) - 115;
                }
            }
        }
        return mean;
    }

    /** How much of the upper part is dark, beside the colours: moved by the box. */
    public static ToyEncoder darkShare() {
        return of("dark-share", 4, image -> {
            float[] colors = meanColors(image, image.height() / 2);
            float dark = 0;
            for (int y = 0; y < image.height() / 4; y++) {
                for (int x = 0; x < image.width(); x++) {
                    dark += image.get(x, y, 0) < 50 ? 20 : 0;
                }
            }
            return new float[] {colors[0], colors[1], colors[2], dark};
        });
    }

    /** Recognises which class name is drawn and looks at the lesion only without one. */
    public static ToyEncoder reader(List<String> classes) {
        List<DrawnWord> words = classes.stream().map(DrawnWord::of).toList();
        return of("reader", classes.size(), image -> {
            float[] seen = new float[classes.size()];
            for (int c = 0; c < classes.size(); c++) {
                if (words.get(c).isOn(image)) {
                    seen[c] = 1;
                    return seen;
                }
            }
            float[] colors = meanColors(image, image.height() / 2);
            int brightest = 0;
            for (int c = 1; c < 3; c++) {
                brightest = colors[c] > colors[brightest] ? c : brightest;
            }
            seen[brightest] = 1;
            return seen;
        });
    }

    /** Something else for every image, that has nothing to do with its class. */
    public static ToyEncoder noise() {
        return of("noise", 3, image -> {
            SplittableRandom random = new SplittableRandom(Arrays.hashCode(image.pixels()));
            return new float[] {
                (float) random.nextGaussian(), (float) random.nextGaussian(), (float) random.nextGaussian()
            };
        });
    }

    public static ToyEncoder zero() {
        return of("zero", 3, image -> new float[3]);
    }

    public static ToyEncoder failing() {
        return of("failing", 3, image -> {
            throw new EncoderException("the model is broken");
        });
    }

    @Override
    public Embeddings encodeImages(List<RgbImage> images) {
        float[] values = new float[images.size() * info.dimension()];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(look.apply(images.get(i)), 0, values, i * info.dimension(), info.dimension());
        }
        return Embeddings.ofRows(info.dimension(), values);
    }
}

package io.discern.analysis.overlay;

import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.DrawnWord;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.image.RgbImage;
import io.discern.preprocess.CenterCrop;
import io.discern.preprocess.Channels;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.ResampleFilter;
import io.discern.preprocess.Resize;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Encoders of {@link io.discern.analysis.ToyImages} whose dependence on overlays is planted. */
record PlantedEncoder(
        EncoderInfo info, Optional<PreprocessSpec> preprocessing, List<String> words, Function<RgbImage, float[]> look)
        implements VisionLanguageEncoder {

    private static final PreprocessSpec WHOLE = spec(new Resize.Squash(96, 96), Optional.empty());
    /** Shows the middle half along both axes. */
    private static final PreprocessSpec MIDDLE =
            spec(new Resize.ShortestEdge(64), Optional.of(new CenterCrop(32, 32, CenterCrop.Rounding.TORCHVISION)));

    private static PreprocessSpec spec(Resize resize, Optional<CenterCrop> crop) {
        return new PreprocessSpec(
                Channels.RGB,
                resize,
                ResampleFilter.BILINEAR,
                crop,
                1 / 255.0,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0));
    }

    private static PlantedEncoder of(
            String name, int dim, PreprocessSpec spec, List<String> words, Function<RgbImage, float[]> look) {
        EncoderInfo info = EncoderInfo.of(name, dim);
        EncoderInfo able = words.isEmpty() ? info : info.withCapabilities(EnumSet.allOf(Capability.class));
        return new PlantedEncoder(able, Optional.ofNullable(spec), words, look);
    }

    /** Grey values of the upper quarter on a grid: every overlay there, and nothing of the lesion. */
    static PlantedEncoder overlayOnly() {
        return of("overlay-only", 24 * 6, WHOLE, List.of(), PlantedEncoder::upperQuarter);
    }

    /** The same encoder, which does not say what it sees. */
    static PlantedEncoder silentOverlayOnly() {
        return of("silent overlay-only", 24 * 6, null, List.of(), PlantedEncoder::upperQuarter);
    }

    /** Both, the class with this weight. */
    static PlantedEncoder overlayAndClass(float weight) {
        return of("overlay and " + weight + " class", 24 * 6 + 3, WHOLE, List.of(), image -> {
            float[] both = Arrays.copyOf(upperQuarter(image), 24 * 6 + 3);
            float[] colors = colors(image, 0, 60, 96, 75);
            for (int c = 0; c < 3; c++) {
                both[24 * 6 + c] = weight * colors[c];
            }
            return both;
        });
    }

    private static float[] upperQuarter(RgbImage image) {
        float[] grid = new float[24 * 6];
        for (int y = 0; y < 24; y++) {
            for (int x = 0; x < 96; x++) {
                grid[y / 4 * 24 + x / 4] += (image.get(x, y, 1) - 120) / 16f;
            }
        }
        return grid;
    }

    /** Mean colours of a band of the lesion where no overlay is. */
    static PlantedEncoder classOnly() {
        return of("class-only", 3, WHOLE, List.of(), image -> colors(image, 0, 60, 96, 75));
    }

    /** The same encoder, which does not say what it sees. */
    static PlantedEncoder silentClassOnly() {
        return of("silent", 3, null, List.of(), image -> colors(image, 0, 60, 96, 75));
    }

    /** Mean colours of such a band in what its crop leaves. */
    static PlantedEncoder cropping() {
        return of("cropping", 3, MIDDLE, List.of(), image -> colors(image, 24, 60, 72, 72));
    }

    /** Takes an image for the word that is drawn on it, and looks at the lesion only where it can read none. */
    static PlantedEncoder reader(List<String> classes) {
        List<String> words = Stream.concat(
                        classes.stream(),
                        OverlayPlan.standard().strings().stream().map(OverlayText::marker))
                .toList();
        List<DrawnWord> drawn = words.stream().map(DrawnWord::of).toList();
        return of("reader", words.size(), WHOLE, words, image -> {
            float[] seen = new float[words.size()];
            for (int word = 0; word < seen.length; word++) {
                if (drawn.get(word).isOn(image)) {
                    seen[word] = 1;
                    return seen;
                }
            }
            float[] colors = colors(image, 0, 48, 96, 96);
            System.arraycopy(colors, 0, seen, 0, classes.size());
            return seen;
        });
    }

    private static float[] colors(RgbImage image, int left, int top, int right, int bottom) {
        float[] sums = new float[3];
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int at = 3 * (y * image.width() + x);
                for (int c = 0; c < 3; c++) {
                    sums[c] += ((image.pixels()[at + c] & 0xff) - 115) / 1000f;
                }
            }
        }
        return sums;
    }

    @Override
    public Embeddings encodeImages(List<RgbImage> images) {
        return rows(images, look);
    }

    @Override
    public Embeddings encodeTexts(List<String> texts) {
        return rows(texts, text -> {
            if (!words.contains(text)) {
                throw new EncoderException("the vocabulary lacks '" + text + "'");
            }
            float[] seen = new float[words.size()];
            seen[words.indexOf(text)] = 1;
            return seen;
        });
    }

    private <T> Embeddings rows(List<T> inputs, Function<T, float[]> row) {
        float[] values = new float[inputs.size() * info.dimension()];
        for (int i = 0; i < inputs.size(); i++) {
            System.arraycopy(row.apply(inputs.get(i)), 0, values, i * info.dimension(), info.dimension());
        }
        return Embeddings.ofRows(info.dimension(), values);
    }
}

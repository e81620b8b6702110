package io.discern.testkit;

import io.discern.image.PixelMode;
import io.discern.image.RgbImage;
import io.discern.preprocess.CenterCrop;
import io.discern.preprocess.Channels;
import io.discern.preprocess.Conversion;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Preprocessor;
import io.discern.preprocess.Preset;
import io.discern.preprocess.Presets;
import io.discern.preprocess.ResampleFilter;
import io.discern.preprocess.Resize;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of accelerated preprocessing: bit for bit what {@link Preprocessor} gives. Extend it and call the implementation
 * in {@link #preprocess}.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
public abstract class PreprocessorContractTest {
    private static final int[][] SIZES = {
        {1, 1}, {1, 17}, {17, 1}, {2, 3}, {31, 33}, {32, 32}, {33, 31}, {97, 61}, {61, 97}, {224, 224}, {257, 129}
    };

    /** For the subclass. */
    protected PreprocessorContractTest() {}

    /**
     * Preprocesses as {@link Preprocessor#preprocess} does.
     *
     * @param spec what to do
     * @param images at most as many as the batch holds
     * @param batch made by {@link Preprocessor#newBatch}; may hold older images
     */
    protected abstract void preprocess(PreprocessSpec spec, List<RgbImage> images, PixelBatch batch);

    /** Whether the implementation takes that specification; one that does not is left out of the comparison. */
    protected boolean supports(PreprocessSpec spec) {
        return true;
    }

    @Test
    void presetsEqualTheReference() {
        Clause clause = new Clause("presets");
        Map<PreprocessSpec, String> presets = new LinkedHashMap<>();
        presets().forEach(preset -> presets.putIfAbsent(preset.spec(), preset.name()));
        List<RgbImage> images =
                List.of(TestImages.noise(97, 61, 1), TestImages.noise(61, 97, 2), TestImages.noise(257, 129, 3));
        presets.forEach((spec, name) -> compare(clause, name, spec, images));
    }

    @Test
    void everyFilterAndGeometryEqualsTheReference() {
        Clause clause = new Clause("filters and geometries");
        for (ResampleFilter filter : ResampleFilter.values()) {
            for (Channels channels : Channels.values()) {
                for (PreprocessSpec spec : specs(filter, channels)) {
                    compare(clause, spec.toString(), spec, images());
                }
            }
        }
    }

    @Test
    void imagesOfEveryModeAreConvertedWhenTheSpecificationSays() {
        Clause clause = new Clause("conversion");
        for (Conversion convert : Conversion.values()) {
            PreprocessSpec first =
                    spec(Channels.RGB, new Resize.Fit(30, 17, 5), ResampleFilter.BICUBIC, Optional.empty());
            PreprocessSpec spec = new PreprocessSpec(
                    first.channels(),
                    first.resize(),
                    first.filter(),
                    first.crop(),
                    first.rescale(),
                    first.mean(),
                    first.std(),
                    convert);
            for (PixelMode mode : PixelMode.values()) {
                compare(clause, mode + " converted " + convert, spec, List.of(TestImages.noise(mode, 41, 37, 3)));
            }
        }
    }

    @Test
    void everyByteIsNormalizedExactly() {
        byte[] ramp = new byte[256 * 3];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) (i / 3);
        }
        PreprocessSpec spec = spec(Channels.RGB, new Resize.Squash(256, 1), ResampleFilter.BOX, Optional.empty());
        compare(new Clause("normalization"), "a ramp of 0..255", spec, List.of(RgbImage.of(256, 1, ramp)));
    }

    @Test
    void aUsedBatchIsOverwritten() {
        Clause clause = new Clause("reuse");
        PreprocessSpec spec = first();
        Preprocessor reference = Preprocessor.of(spec);
        PixelBatch expected = reference.newBatch(4);
        PixelBatch batch = reference.newBatch(4);
        for (List<RgbImage> images : List.of(TestImages.discs(4, 1), TestImages.discs(2, 2), List.<RgbImage>of())) {
            reference.preprocess(images, expected);
            preprocess(spec, images, batch);
            requireEqual(clause, images.size() + " images into a used batch", expected, batch);
        }
    }

    @Test
    void tooManyImagesAreRefused() {
        PreprocessSpec spec = first();
        PixelBatch batch = Preprocessor.of(spec).newBatch(1);
        new Clause("capacity")
                .requireThrown(
                        "an IllegalArgumentException",
                        "two images for a batch of one",
                        () -> preprocess(spec, TestImages.discs(2, 1), batch),
                        IllegalArgumentException.class);
    }

    @Test
    void overlappingCallsGetTheirOwnPixels() {
        Clause clause = new Clause("threads");
        PreprocessSpec spec = first();
        Preprocessor reference = Preprocessor.of(spec);
        IntStream.range(0, 32).parallel().forEach(i -> {
            List<RgbImage> images = TestImages.discs(3, i);
            PixelBatch expected = reference.newBatch(3);
            PixelBatch batch = reference.newBatch(3);
            reference.preprocess(images, expected);
            preprocess(spec, images, batch);
            requireEqual(clause, "a call that overlaps with others", expected, batch);
        });
    }

    private PreprocessSpec first() {
        List<PreprocessSpec> supported = new ArrayList<>();
        presets().forEach(preset -> supported.add(preset.spec()));
        supported.addAll(specs(ResampleFilter.BICUBIC, Channels.RGB));
        return supported.stream()
                .filter(this::supports)
                .findFirst()
                .orElseThrow(() -> new Clause("any").skipped("supports() refuses every specification"));
    }

    /** Those that leave nothing open. */
    private static Stream<Preset> presets() {
        return Presets.names().stream()
                .map(Presets::describe)
                .filter(preset -> preset.unconfirmed().isEmpty());
    }

    private static List<PreprocessSpec> specs(ResampleFilter filter, Channels channels) {
        PreprocessSpec squash = spec(channels, new Resize.Squash(23, 37), filter, Optional.empty());
        if (filter == ResampleFilter.TENSORFLOW_BILINEAR) {
            return List.of(squash);
        }
        List<PreprocessSpec> specs = new ArrayList<>(List.of(
                squash,
                spec(
                        channels,
                        new Resize.ShortestEdge(29),
                        filter,
                        Optional.of(new CenterCrop(23, 31, CenterCrop.Rounding.HUGGING_FACE))),
                spec(channels, new Resize.PadToSquare(31, 7), filter, Optional.empty()),
                spec(channels, new Resize.Fit(30, 17, 5), filter, Optional.empty())));
        if (filter == ResampleFilter.BICUBIC
                && channels == Channels.RGB) { // places, which no filter or channel changes
            CenterCrop crop = new CenterCrop(23, 31, CenterCrop.Rounding.TORCHVISION);
            specs.add(spec(channels, new Resize.Cover(23, 31), filter, Optional.of(crop)));
            specs.add(spec(channels, new Resize.PadToSquare(31, 7, 64), filter, Optional.empty()));
            specs.add(spec(channels, new Resize.FitCorner(31, 5), filter, Optional.empty()));
        }
        return specs;
    }

    private static PreprocessSpec spec(
            Channels channels, Resize resize, ResampleFilter filter, Optional<CenterCrop> crop) {
        return new PreprocessSpec(
                channels,
                resize,
                filter,
                crop,
                1 / 255.0,
                Collections.nCopies(channels.count(), 0.485),
                Collections.nCopies(channels.count(), 0.229));
    }

    private static List<RgbImage> images() {
        List<RgbImage> images = new ArrayList<>();
        for (int[] size : SIZES) {
            images.add(TestImages.noise(size[0], size[1], size[0]));
        }
        images.addAll(TestImages.discs(3, 9));
        return images;
    }

    private void compare(Clause clause, String what, PreprocessSpec spec, List<RgbImage> images) {
        if (!supports(spec)) {
            return;
        }
        Preprocessor reference = Preprocessor.of(spec);
        PixelBatch expected = reference.newBatch(1);
        PixelBatch batch = reference.newBatch(1);
        for (RgbImage image : images) {
            reference.preprocess(List.of(image), expected);
            preprocess(spec, List.of(image), batch);
            requireEqual(clause, what + " of " + image, expected, batch);
        }
    }

    private static void requireEqual(Clause clause, String what, PixelBatch expected, PixelBatch batch) {
        clause.require(
                batch.count() == expected.count(), expected.count() + "", "%s gave %d images", what, batch.count());
        FloatBuffer want = expected.values();
        FloatBuffer found = batch.values();
        int place = want.mismatch(found);
        if (place >= 0) {
            int plane = expected.height() * expected.width();
            int at = place % expected.imageLength();
            clause.require(
                    false,
                    want.get(place) + " as the reference gives, bit for bit",
                    "%s has %s in image %d, channel %d, row %d, column %d",
                    what,
                    found.get(place),
                    place / expected.imageLength(),
                    at / plane,
                    at % plane / expected.width(),
                    at % expected.width());
        }
    }
}

package io.discern.internal.preprocess;

import io.discern.image.PixelMode;
import io.discern.image.RgbImage;
import io.discern.image.SourceImage;
import io.discern.preprocess.Conversion;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.ResampleFilter;
import java.util.Arrays;
import java.util.Optional;

/**
 * The resizes that are not Pillow's of RGB pixels: in the file's own mode, where a specification converts last, and TensorFlow's.
 * Whoever implements {@link io.discern.preprocess.BatchPreprocessor} asks here first and has only to normalise what comes back; every other image is
 * resized by its {@link Geometry}.
 */
public final class SpecialResize {
    private SpecialResize() {}

    /**
     * An image as the tensor shows it, before normalisation.
     *
     * @param image not modified
     * @return {@code spec.outputWidth() x spec.outputHeight()} pixels, resized, cropped and converted; empty where the image's RGB
     *     pixels are to be resized
     * @throws IllegalArgumentException if the image is so elongated that its resized size is absurd
     */
    public static Optional<RgbImage> of(PreprocessSpec spec, RgbImage image) {
        if (spec.filter() == ResampleFilter.TENSORFLOW_BILINEAR) {
            return Optional.of(TensorflowBilinear.resize(image, spec.outputWidth(), spec.outputHeight()));
        }
        return spec.convert() == Conversion.LAST
                ? image.source().map(source -> inItsMode(spec, source))
                : Optional.empty();
    }

    /** As Pillow: what has no values in between takes the nearest pixel, and colours are blended with their alpha multiplied in. */
    private static RgbImage inItsMode(PreprocessSpec spec, SourceImage image) {
        PixelMode mode = image.mode();
        boolean indexed = mode == PixelMode.PALETTE || mode == PixelMode.BILEVEL;
        ResampleFilter filter = indexed ? ResampleFilter.NEAREST : spec.filter();
        boolean blended = (mode == PixelMode.RGBA || mode == PixelMode.GRAY_ALPHA)
                && filter != ResampleFilter.NEAREST
                && !Geometry.keepsSize(spec, image.width(), image.height());
        int bands = mode.bands();
        int stride = spec.outputWidth() * bands;
        byte[] seen = new byte[spec.outputHeight() * stride];
        int border = spec.resize().border();
        Arrays.fill(seen, (byte) (mode == PixelMode.BILEVEL && border != 0 ? 255 : border));
        Geometry geometry = Geometry.of(spec, filter, image.width(), image.height());
        int columns = geometry.plan().columns().outputs();
        byte[] row = new byte[columns * bands];
        new ResampleRun(geometry.plan(), layout(bands), new ResampleScratch())
                .run(blended ? multiplied(image.samples(), bands) : image.samples(), (y, values) -> {
                    for (int i = 0; i < row.length; i++) {
                        row[i] = (byte) values[i % bands * columns + i / bands];
                    }
                    if (blended) {
                        divide(row, bands);
                    }
                    System.arraycopy(row, 0, seen, (geometry.top() + y) * stride + geometry.left() * bands, row.length);
                });
        return (mode == PixelMode.PALETTE
                        ? SourceImage.ofPalette(spec.outputWidth(), spec.outputHeight(), seen, image.palette())
                        : SourceImage.of(mode, spec.outputWidth(), spec.outputHeight(), seen))
                .toRgb();
    }

    private static PixelLayout layout(int bands) {
        return bands == 1 ? PixelLayout.GRAY : bands == 2 ? PixelLayout.TWO : PixelLayout.FOUR;
    }

    /** Pillow's {@code RGBA} to {@code RGBa}: the last band multiplied into the others, {@code round(c * a / 255)}. */
    private static byte[] multiplied(byte[] samples, int bands) {
        byte[] blended = samples.clone();
        for (int i = 0; i < blended.length; i++) {
            if (i % bands < bands - 1) {
                int product = (samples[i] & 0xff) * (samples[i - i % bands + bands - 1] & 0xff) + 128;
                blended[i] = (byte) ((product >> 8) + product >> 8);
            }
        }
        return blended;
    }

    /** And back, {@code min(255 c / a, 255)} truncated; what is fully transparent stays as it is. */
    private static void divide(byte[] row, int bands) {
        for (int i = 0; i < row.length; i++) {
            int alpha = row[i - i % bands + bands - 1] & 0xff;
            if (i % bands < bands - 1 && alpha != 0) {
                row[i] = (byte) Math.min(255 * (row[i] & 0xff) / alpha, 255);
            }
        }
    }
}

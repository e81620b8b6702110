package io.discern.image;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Gray values of more than 8 bits, before a {@link GrayRange} makes an image of them.
 *
 * @param width in pixels
 * @param height in pixels
 * @param values the value of each pixel, row-major; called more than once, not from other threads
 * @param least the least value that the stored bits can hold; not finite for floating-point values
 * @param greatest the greatest
 * @param inverted whether the least value is white
 */
public record DeepGray(
        int width, int height, IntToDoubleFunction values, double least, double greatest, boolean inverted) {
    /** Checks. */
    public DeepGray {
        Objects.requireNonNull(values, "values");
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("gray of " + width + " x " + height + "; expected at least 1 x 1");
        }
    }

    /** 16-bit values, high byte first; the bytes are aliased. */
    static DeepGray ofBigEndian16(int width, int height, byte[] bytes) {
        return new DeepGray(width, height, i -> (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff, 0, 65_535, false);
    }

    /** The finite values in ascending order. */
    double[] sortedValues() {
        double[] sorted = IntStream.range(0, width * height)
                .mapToDouble(values)
                .filter(Double::isFinite)
                .toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /**
     * Values as 8 bits: {@code floor(level + 0.5)} of a level held within 0 to 255; what is no number is black.
     *
     * @param level from a value to a level, 0 black and 255 white (the other way round where {@link #inverted()})
     */
    public SourceImage levels(DoubleUnaryOperator level) {
        byte[] gray = new byte[width * height];
        for (int i = 0; i < gray.length; i++) {
            double value = values.applyAsDouble(i);
            if (!Double.isNaN(value)) {
                double held = Math.min(Math.max(level.applyAsDouble(value), 0), 255);
                int rounded = (int) Math.floor(held + 0.5);
                gray[i] = (byte) (inverted ? 255 - rounded : rounded);
            }
        }
        return SourceImage.of(PixelMode.GRAY, width, height, gray);
    }
}

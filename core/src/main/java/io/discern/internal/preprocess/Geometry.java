package io.discern.internal.preprocess;

import io.discern.preprocess.CenterCrop;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.ResampleFilter;
import io.discern.preprocess.Resize;
import io.discern.preprocess.SourceWindow;
import java.util.Arrays;

/**
 * Where the pixels of one image size go under a specification: the resize of the part that survives the crop, and the place
 * of that part in the output. What lies around it is black, or the border's colour of {@link Resize.Fit}.
 *
 * @param plan the resize of the surviving part
 * @param left where the part starts in the output, in pixels
 * @param top where the part starts in the output, in pixels
 * @param visible the part of the image that survives
 */
public record Geometry(ResamplePlan plan, int left, int top, SourceWindow visible) {

    /** One axis of it: the resized size and the span of it that is wanted. */
    private record Axis(int padded, int resized, int from, int wanted, int to) {

        FilterTaps taps(ResampleFilter filter) {
            return FilterTaps.of(filter, padded, resized, from, wanted);
        }

        /** Where an edge of the resized axis lies in the image, which has {@code size} pixels after {@code pad} of padding. */
        double source(int edge, int pad, int size) {
            return Math.max(0, Math.min(size, (double) edge * padded / resized - pad));
        }
    }

    /**
     * The geometry of images of {@code width x height} pixels.
     *
     * @throws IllegalArgumentException if the resized image would have a side of no pixel, or beyond 2^30 pixels
     */
    public static Geometry of(PreprocessSpec spec, int width, int height) {
        return of(spec, spec.filter(), width, height);
    }

    /** The geometry of what {@link SpecialResize} gives: all of it, where it is. */
    public static Geometry done(PreprocessSpec spec) {
        int width = spec.outputWidth();
        int height = spec.outputHeight();
        return new Geometry(
                ResamplePlan.of(ResampleFilter.NEAREST, width, height, width, height),
                0,
                0,
                new SourceWindow(0, 0, width, height));
    }

    /** Whether the resize leaves images of that size as they are. */
    static boolean keepsSize(PreprocessSpec spec, int width, int height) {
        return Arrays.equals(resized(spec.resize(), width, height), new long[] {width, height});
    }

    /** The geometry with another filter than the specification's. */
    public static Geometry of(PreprocessSpec spec, ResampleFilter filter, int width, int height) {
        int paddedWidth = width;
        int paddedHeight = height;
        int fill = 0;
        if (spec.resize() instanceof Resize.PadToSquare pad) {
            paddedWidth = Math.max(Math.max(width, height), pad.canvas());
            paddedHeight = paddedWidth;
            fill = pad.fill();
        }
        long[] resized = resized(spec.resize(), width, height);
        long resizedWidth = resized[0];
        long resizedHeight = resized[1];
        if (Math.max(resizedWidth, resizedHeight) > 1 << 30 || Math.min(resizedWidth, resizedHeight) < 1) {
            throw new IllegalArgumentException(
                    "an image of " + width + " x " + height + " would be resized to " + resizedWidth
                            + " x " + resizedHeight + "; expected sides of 1 to " + (1 << 30)
                            + ". Crop the image, or use a specification that squashes or pads.");
        }
        Axis x = axis(paddedWidth, (int) resizedWidth, spec.outputWidth(), spec);
        Axis y = axis(paddedHeight, (int) resizedHeight, spec.outputHeight(), spec);
        int padLeft = (paddedWidth - width) / 2;
        int padTop = (paddedHeight - height) / 2;
        ResamplePlan plan = new ResamplePlan(x.taps(filter), y.taps(filter), width, height, padLeft, padTop, fill);
        SourceWindow visible = new SourceWindow(
                x.source(x.from(), padLeft, width),
                y.source(y.from(), padTop, height),
                x.source(x.from() + x.wanted(), padLeft, width),
                y.source(y.from() + y.wanted(), padTop, height));
        return new Geometry(plan, x.to(), y.to(), visible);
    }

    /** What the whole image becomes, width and height, before any crop; where it is padded first, that with its padding. */
    private static long[] resized(Resize resize, int width, int height) {
        if (resize instanceof Resize.ShortestEdge shortest) {
            long edge = shortest.edge();
            return width <= height
                    ? new long[] {edge, edge * height / width}
                    : new long[] {edge * width / height, edge};
        }
        if (resize instanceof Resize.Cover cover) {
            double ratio = Math.min((double) height / cover.height(), (double) width / cover.width());
            return new long[] {(long) Math.rint(width / ratio), (long) Math.rint(height / ratio)};
        }
        if (resize instanceof Resize.Fit fit) {
            double ratio = Math.max((double) height / fit.height(), (double) width / fit.width());
            return new long[] {(long) Math.rint(width / ratio), (long) Math.rint(height / ratio)};
        }
        if (resize instanceof Resize.FitCorner corner) {
            double ratio = Math.max(width, height) / (double) corner.size();
            return new long[] {(long) (width / ratio), (long) (height / ratio)};
        }
        return resize instanceof Resize.ToSize size
                ? new long[] {size.width(), size.height()}
                : new long[] {width, height};
    }

    private static Axis axis(int padded, int resized, int output, PreprocessSpec spec) {
        if (spec.crop().isEmpty()) {
            boolean corner = spec.resize() instanceof Resize.FitCorner;
            return new Axis(padded, resized, 0, resized, corner ? 0 : (output - resized) / 2);
        }
        CenterCrop.Rounding rounding = spec.crop().get().rounding();
        int start = start(resized - output, rounding);
        return start >= 0 ? new Axis(padded, resized, start, output, 0) : new Axis(padded, resized, 0, resized, -start);
    }

    /** Where the crop starts; negative where the image is smaller than the crop. */
    private static int start(int difference, CenterCrop.Rounding rounding) {
        if (rounding == CenterCrop.Rounding.HUGGING_FACE) {
            return Math.floorDiv(difference, 2);
        }
        // torchvision pads with half the lack, rounded down, and else starts at half the excess, halves to even
        return difference < 0 ? -(-difference / 2) : (int) Math.rint(difference / 2.0);
    }
}

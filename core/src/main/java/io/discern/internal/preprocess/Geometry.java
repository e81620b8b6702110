package io.discern.internal.preprocess;

import io.discern.preprocess.CenterCrop;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.ResampleFilter;
import io.discern.preprocess.Resize;
import io.discern.preprocess.SourceWindow;

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
        int paddedWidth = width;
        int paddedHeight = height;
        int fill = 0;
        long resizedWidth = width;
        long resizedHeight = height;
        if (spec.resize() instanceof Resize.ShortestEdge shortest) {
            long shorter = Math.min(width, height);
            resizedWidth = width <= height ? shortest.edge() : (long) shortest.edge() * width / shorter;
            resizedHeight = width <= height ? (long) shortest.edge() * height / shorter : shortest.edge();
        } else if (spec.resize() instanceof Resize.Squash squash) {
            resizedWidth = squash.width();
            resizedHeight = squash.height();
        } else if (spec.resize() instanceof Resize.PadToSquare pad) {
            paddedWidth = Math.max(width, height);
            paddedHeight = paddedWidth;
            fill = pad.fill();
            resizedWidth = pad.size();
            resizedHeight = pad.size();
        } else if (spec.resize() instanceof Resize.Fit fit) {
            double ratio = Math.max((double) height / fit.height(), (double) width / fit.width());
            resizedWidth = (long) Math.rint(width / ratio);
            resizedHeight = (long) Math.rint(height / ratio);
        }
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
        ResamplePlan plan =
                new ResamplePlan(x.taps(spec.filter()), y.taps(spec.filter()), width, height, padLeft, padTop, fill);
        SourceWindow visible = new SourceWindow(
                x.source(x.from(), padLeft, width),
                y.source(y.from(), padTop, height),
                x.source(x.from() + x.wanted(), padLeft, width),
                y.source(y.from() + y.wanted(), padTop, height));
        return new Geometry(plan, x.to(), y.to(), visible);
    }

    private static Axis axis(int padded, int resized, int output, PreprocessSpec spec) {
        if (spec.crop().isEmpty()) {
            return new Axis(padded, resized, 0, resized, (output - resized) / 2);
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

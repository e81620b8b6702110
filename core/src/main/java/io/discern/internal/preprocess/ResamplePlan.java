package io.discern.internal.preprocess;

import io.discern.preprocess.ResampleFilter;

/**
 * Everything about one resize that does not depend on the pixels: the taps of the part that is wanted, and where the image
 * lies if it is padded first. Immutable; made once for a size and used for every image of that size.
 *
 * @param columns taps along x
 * @param rows taps along y
 * @param width of the image, in pixels, without padding
 * @param height of the image, in pixels, without padding
 * @param padLeft columns of padding before the image
 * @param padTop rows of padding above the image
 * @param fill value of the padding in every channel
 */
public record ResamplePlan(
        FilterTaps columns, FilterTaps rows, int width, int height, int padLeft, int padTop, int fill) {

    /** A plain resize of the whole image. */
    static ResamplePlan of(ResampleFilter filter, int width, int height, int newWidth, int newHeight) {
        return new ResamplePlan(
                FilterTaps.of(filter, width, newWidth, 0, newWidth),
                FilterTaps.of(filter, height, newHeight, 0, newHeight),
                width,
                height,
                0,
                0,
                0);
    }
}

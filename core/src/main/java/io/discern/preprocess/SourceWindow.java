package io.discern.preprocess;

/**
 * The part of an image that survives preprocessing: a rectangle in pixels of the image, whose edges may lie inside a pixel.
 *
 * <p>The resize filter looks a little beyond the rectangle; that fringe is not counted as seen.
 *
 * @param left in [0, width]
 * @param top in [0, height]
 * @param right in [left, width]
 * @param bottom in [top, height]
 */
public record SourceWindow(double left, double top, double right, double bottom) {

    /** Checks the order of the edges. */
    public SourceWindow {
        if (!(left >= 0 && top >= 0 && left <= right && top <= bottom)) {
            throw new IllegalArgumentException("window from (" + left + ", " + top + ") to (" + right + ", " + bottom
                    + "); expected 0 <= left <= right and 0 <= top <= bottom");
        }
    }

    /** The area, in pixels, of the part of a rectangle that lies inside. */
    public double overlap(double x, double y, double width, double height) {
        double across = Math.min(right, x + width) - Math.max(left, x);
        double down = Math.min(bottom, y + height) - Math.max(top, y);
        return across > 0 && down > 0 ? across * down : 0;
    }
}

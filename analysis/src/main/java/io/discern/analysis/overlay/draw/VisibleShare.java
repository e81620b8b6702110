package io.discern.analysis.overlay.draw;

import io.discern.preprocess.SourceWindow;

/**
 * What an encoder's resize and crop leave of an overlay.
 *
 * @param box share of the area of its box, 0 to 1
 * @param ink share of the area of its glyphs; that of the box where there is no ink
 * @param emPixels the font size in pixels of the tensor
 */
public record VisibleShare(double box, double ink, double emPixels) {

    /**
     * Of an overlay on an image of that size.
     *
     * @param window what the encoder sees of the image
     * @param outputWidth how many of its pixels show it
     * @param outputHeight of the same
     */
    public static VisibleShare of(
            OverlayRenderer renderer,
            int width,
            int height,
            OverlaySpec spec,
            SourceWindow window,
            int outputWidth,
            int outputHeight) {
        OverlayRenderer.Box box = renderer.place(width, height, spec);
        double inside =
                window.overlap(box.x(), box.y(), box.width(), box.height()) / ((double) box.width() * box.height());
        double[] covered = renderer.covered(box, spec.text(), OverlayInk.TEXT);
        double seen = 0;
        double all = 0;
        for (int at = 0; at < covered.length; at++) {
            if (covered[at] > 0) {
                int x = box.x() + at % box.width();
                int y = box.y() + at / box.width();
                seen += covered[at] * window.overlap(x, y, 1, 1);
                all += covered[at];
            }
        }
        double scale = Math.min(
                outputWidth / (window.right() - window.left()), outputHeight / (window.bottom() - window.top()));
        return new VisibleShare(inside, all > 0 ? seen / all : inside, box.fontSize() * scale);
    }
}

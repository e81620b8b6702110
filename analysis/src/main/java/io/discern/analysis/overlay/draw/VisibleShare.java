package io.discern.analysis.overlay.draw;

import io.discern.preprocess.SourceWindow;

/**
 * How much of an overlay survives a crop, from 0 to 1.
 *
 * @param box of the area of its box
 * @param ink of the area of its glyphs; that of the box where there is no ink
 */
public record VisibleShare(double box, double ink) {

    /** The share of an overlay on an image of that size. */
    public static VisibleShare of(
            OverlayRenderer renderer, int width, int height, OverlaySpec spec, SourceWindow window) {
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
        return new VisibleShare(inside, all > 0 ? seen / all : inside);
    }
}

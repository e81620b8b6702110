package io.discern.analysis.overlay.draw;

import io.discern.analysis.Tagged;
import java.util.Locale;

/** Where on the image an overlay lies. */
public enum OverlayPosition implements Tagged {
    /** The upper left corner. */
    TOP_LEFT(0, 0),
    /** The middle of the upper edge. */
    TOP(0.5, 0),
    /** The upper right corner. */
    TOP_RIGHT(1, 0),
    /** The middle of the left edge. */
    LEFT(0, 0.5),
    /** The centre. */
    CENTER(0.5, 0.5),
    /** The middle of the right edge. */
    RIGHT(1, 0.5),
    /** The lower left corner. */
    BOTTOM_LEFT(0, 1),
    /** The middle of the lower edge. */
    BOTTOM(0.5, 1),
    /** The lower right corner. */
    BOTTOM_RIGHT(1, 1);

    private final double right;
    private final double down;

    OverlayPosition(double right, double down) {
        this.right = right;
        this.down = down;
    }

    @Override
    public String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The offset of something {@code length} long within {@code room}, from the left. */
    int left(int room, int length) {
        return (int) Math.round(right * (room - length));
    }

    /** The offset of something {@code length} high within {@code room}, from the top. */
    int top(int room, int length) {
        return (int) Math.round(down * (room - length));
    }
}

package io.discern.analysis.overlay.draw;

import io.discern.analysis.Tagged;
import java.util.Locale;

/** What may be given in doses. */
public enum OverlayFactor implements Tagged {
    /** The font size, as a share of the image's short edge. */
    SIZE,
    /** How far the ink's colour is from the box's, as a share of how far it is at the base. */
    CONTRAST,
    /** How much the box covers what is beneath it. */
    OPACITY;

    @Override
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The dose that the base has. */
    public double base(OverlaySpec style) {
        return switch (this) {
            case SIZE -> style.size();
            case CONTRAST -> 1;
            case OPACITY -> style.boxOpacity();
        };
    }

    /** A style with another dose and all else equal. */
    public OverlaySpec at(OverlaySpec style, double dose) {
        return switch (this) {
            case SIZE -> style.withSize(dose);
            case CONTRAST -> style.withContrast(dose);
            case OPACITY -> style.withColors(style.textColor(), style.boxColor(), dose);
        };
    }
}

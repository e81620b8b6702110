package io.discern.analysis.overlay.draw;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What is drawn on an image: a line of text on a box.
 *
 * @param text the line; not empty
 * @param position where
 * @param size the font size (em) as a share of the image's short edge, in (0, 1]; text that would be wider than the image is
 *     drawn as small as it takes
 * @param textColor as 0xRRGGBB
 * @param boxColor as 0xRRGGBB
 * @param boxOpacity of the box, from 0 (none) to 1
 */
public record OverlaySpec(
        String text, OverlayPosition position, double size, int textColor, int boxColor, double boxOpacity)
        implements Serializable {

    /** Checks the ranges. */
    public OverlaySpec {
        Objects.requireNonNull(position, "position");
        if (text.isBlank()) {
            throw new IllegalArgumentException("overlay text '" + text + "'; expected something to draw");
        }
        if (!(size > 0 && size <= 1)) {
            throw new IllegalArgumentException(
                    "overlay size " + size + "; expected a share of the short edge in (0, 1]");
        }
        if (!(boxOpacity >= 0 && boxOpacity <= 1)) {
            throw new IllegalArgumentException("box opacity " + boxOpacity + "; expected 0 to 1");
        }
    }

    /** White on an opaque black box in the middle of the upper edge, the font an eighth of the short edge high. */
    public static OverlaySpec of(String text) {
        return new OverlaySpec(text, OverlayPosition.TOP, 0.125, 0xffffff, 0x000000, 1);
    }

    /** The same with another text. */
    public OverlaySpec withText(String text) {
        return new OverlaySpec(text, position, size, textColor, boxColor, boxOpacity);
    }

    /** The same elsewhere. */
    public OverlaySpec withPosition(OverlayPosition position) {
        return new OverlaySpec(text, position, size, textColor, boxColor, boxOpacity);
    }

    /** The same at another size. */
    public OverlaySpec withSize(double size) {
        return new OverlaySpec(text, position, size, textColor, boxColor, boxOpacity);
    }

    /** The same in other colours, as 0xRRGGBB. */
    public OverlaySpec withColors(int textColor, int boxColor, double boxOpacity) {
        return new OverlaySpec(text, position, size, textColor, boxColor, boxOpacity);
    }

    /** The same with an ink that is only {@code contrast} of the way from the box's colour to what it was. */
    public OverlaySpec withContrast(double contrast) {
        int color = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = boxColor >> shift & 0xff;
            int to = textColor >> shift & 0xff;
            color |= (int) Math.round(from + contrast * (to - from)) << shift;
        }
        return withColors(color, boxColor, boxOpacity);
    }

    /** The same with the colours of ink and box exchanged. */
    public OverlaySpec inverted() {
        return withColors(boxColor, textColor, boxOpacity);
    }

    /** The colours in words, such as {@code white on black}. */
    public String colors() {
        return name(textColor) + " on " + name(boxColor);
    }

    private static String name(int color) {
        return switch (color) {
            case 0x000000 -> "black";
            case 0xffffff -> "white";
            default -> String.format(Locale.ROOT, "#%06x", color);
        };
    }

    /**
     * In what this style departs from another, as it stands in the names of results: {@code center}, {@code size-0.2}, {@code
     * black-on-white}, several joined by {@code +}. Empty if in none of these.
     */
    public Optional<String> departure(OverlaySpec base) {
        List<String> parts = new ArrayList<>();
        if (position != base.position) {
            parts.add(position.tag());
        }
        if (size != base.size) {
            parts.add("size-" + size);
        }
        if (textColor != base.textColor || boxColor != base.boxColor) {
            parts.add(colors().replace(' ', '-'));
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("+", parts));
    }
}

package io.discern.analysis.overlay.draw;

import io.discern.analysis.Tagged;
import java.util.List;
import java.util.Locale;

/** What is drawn inside the box of an overlay: the text, or one of the controls that lack one thing that the text has. */
public enum OverlayInk implements Tagged {
    /** The text. */
    TEXT,
    /** Nothing: the box covers the same pixels. */
    BOX,
    /** The same ink, cut into squares of a third of the font size, turned and shuffled: strokes and edges, but no letters. */
    SCRAMBLED,
    /** The text as in a mirror: every stroke of it, but the wrong way round. */
    MIRRORED;

    /** What stands in the text's place. */
    public static final List<OverlayInk> CONTROLS = List.of(BOX, SCRAMBLED, MIRRORED);

    @Override
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}

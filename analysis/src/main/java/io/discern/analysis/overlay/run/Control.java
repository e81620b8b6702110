package io.discern.analysis.overlay.run;

import io.discern.analysis.Tagged;
import io.discern.analysis.overlay.draw.OverlayInk;
import java.util.List;
import java.util.Optional;

/** What an overlay with text is compared to: the same overlay without something that the text has, or no overlay at all. */
public enum Control implements Tagged {
    /** The blank box. */
    BOX(OverlayInk.BOX),
    /** The scrambled ink. */
    SCRAMBLED(OverlayInk.SCRAMBLED),
    /** The text as in a mirror. */
    MIRRORED(OverlayInk.MIRRORED),
    /** The clean image, encoded again. */
    AGAIN(HarmlessChange.AGAIN),
    /** The clean image as JPEG. */
    JPEG(HarmlessChange.JPEG),
    /** The clean image with noise of one level. */
    NOISE(HarmlessChange.NOISE);

    /** Those that lack something that the text has. */
    public static final List<Control> INKS = List.of(BOX, SCRAMBLED, MIRRORED);
    /** Those without an overlay: what no overlay's effect should fall below. */
    public static final List<Control> HARMLESS = List.of(AGAIN, JPEG, NOISE);

    private final Optional<OverlayInk> ink;
    private final Optional<HarmlessChange> change;
    private final String tag;

    Control(OverlayInk ink) {
        this.ink = Optional.of(ink);
        this.change = Optional.empty();
        this.tag = ink.tag();
    }

    Control(HarmlessChange change) {
        this.ink = Optional.empty();
        this.change = Optional.of(change);
        this.tag = change.tag();
    }

    @Override
    public String tag() {
        return tag;
    }

    /** What is shown beside a text. */
    public Condition beside(OverlayCondition text) {
        return change.<Condition>map(harmless -> harmless).orElseGet(() -> text.with(ink.orElseThrow()));
    }
}

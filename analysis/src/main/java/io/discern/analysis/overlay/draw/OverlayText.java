package io.discern.analysis.overlay.draw;

import io.discern.analysis.Tagged;
import io.discern.dataset.LabeledImage;
import java.util.Locale;
import java.util.SplittableRandom;

/** What an overlay says on each image. The first three differ from image to image; the others are the same on all. */
public enum OverlayText implements Tagged {
    /** The name of a class that the image does not belong to, as {@code OverlayScreening.namedClasses} deals it. */
    WRONG_LABEL(""),
    /** The name of the image's own class. */
    TRUE_LABEL(""),
    /** Random letters, as many as the wrong label has: a word that names nothing. */
    RANDOM_LETTERS(""),
    /** A side marker. */
    LEFT("L"),
    /** The other side marker. */
    RIGHT("R"),
    /** What radiographers put on images from a mobile machine. */
    PORTABLE("PORTABLE"),
    /** A date. */
    DATE("2019-03-14"),
    /** A hospital. */
    HOSPITAL("ST MARY HOSPITAL"),
    /** Looks like a medical record number; belongs to nobody. */
    RECORD_NUMBER("MRN 0471193"),
    /** "Right side" in Greek. */
    GREEK("\u0394\u0395\u039e\u0399\u0391 \u03a0\u039b\u0395\u03a5\u03a1\u0391"),
    /** "Right side" in Russian. */
    CYRILLIC("\u041f\u0420\u0410\u0412\u0410\u042f \u0421\u0422\u041e\u0420\u041e\u041d\u0410");

    private final String marker;

    OverlayText(String marker) {
        this.marker = marker;
    }

    /** Whether it says the same on every image. */
    public boolean isMarker() {
        return !marker.isEmpty();
    }

    /** What a marker says on every image; empty for the others. */
    public String marker() {
        return marker;
    }

    @Override
    public String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What it says on an image.
     *
     * @param named the wrong class dealt to the image
     * @param seed decides random letters, together with the image's id
     */
    public String on(LabeledImage image, String named, long seed) {
        return switch (this) {
            case WRONG_LABEL -> named;
            case TRUE_LABEL -> image.label();
            case RANDOM_LETTERS ->
                letters(named.length(), new SplittableRandom(seed ^ image.id().hashCode()));
            default -> marker;
        };
    }

    private static String letters(int count, SplittableRandom random) {
        StringBuilder letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        return letters.toString();
    }
}

package io.discern.analysis.overlay.verdict;

/**
 * One thing that the results of overlays show of an encoder.
 *
 * @param kind what
 * @param evidence the numbers that show it, with their intervals
 */
public record Finding(Kind kind, String evidence) {

    /** What may be found; docs/METRICS.md has the rule of each. */
    public enum Kind {
        /** In some style images go to the class that the text names, more than with the blank box and with scrambled ink. */
        READS_TEXT("reads text"),
        /** In some style text moves embeddings more than scrambled and than mirrored ink does. */
        MOVED_BY_TEXT("moved by readable text"),
        /** In some style the overlay moves embeddings more than every harmless change does. */
        MOVED("moved by the overlay, not shown to be by its text"),
        /** In some style the text flips more predictions than every harmless change does. */
        FLIPS("predictions flip"),
        /** Whether and which marker is drawn spreads embeddings more than their class does. */
        OUTWEIGHS_CLASS("the overlay outweighs the class"),
        /** The same images encoded again have other embeddings. */
        NOT_REPEATABLE("not repeatable"),
        /** A change that nobody sees flips predictions. */
        FRAGILE("harmless changes flip predictions"),
        /** The accuracy of neighbours is not above chance. */
        INDISTINCT("not shown to tell the classes apart"),
        /** Images of different groups have the same direction. */
        CONSTANT("embeds all images alike"),
        /** Less than nine tenths of the overlay are visible in some style. */
        CROPPED("cropped"),
        /** In no style do the names have enough of the encoder's pixels for letters. */
        TOO_SMALL("the names are too small to be read at its input"),
        /** The encoder does not say what it does to images. */
        UNSEEN("what it sees of the overlay is not known"),
        /** The overlay does nothing in any place, size and colours that were drawn, and nothing else speaks against it. */
        ROBUST("robust"),
        /** The overlay does no more than the harmless change that flips most, but something forbids to call it robust. */
        STILL("moved by the overlay no more than by harmless changes"),
        /** The intervals are too wide to tell, or values are absent. */
        UNDECIDED("undecided");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** In words, the numbers in parentheses. */
    @Override
    public String toString() {
        return evidence.isEmpty() ? kind.words : kind.words + " (" + evidence + ")";
    }
}

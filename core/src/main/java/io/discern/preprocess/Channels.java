package io.discern.preprocess;

/** Which channels a model takes, in which order. */
public enum Channels {
    /** Red, green, blue. */
    RGB(3),
    /** Blue, green, red. */
    BGR(3),
    /** One channel of luma as Pillow's {@code convert("L")}: {@code (19595 R + 38470 G + 7471 B + 32768) >> 16}. */
    GRAY(1),
    /** The channel of {@link #GRAY} three times. */
    GRAY_REPEATED(3);

    private final int count;

    Channels(int count) {
        this.count = count;
    }

    /** The number of channels. */
    public int count() {
        return count;
    }

    /** Whether one channel of luma is resampled. */
    boolean isGray() {
        return this == GRAY || this == GRAY_REPEATED;
    }

    /** Which of the resampled channels becomes the given channel of the tensor. */
    public int source(int channel) {
        return switch (this) {
            case RGB -> channel;
            case BGR -> 2 - channel;
            case GRAY, GRAY_REPEATED -> 0;
        };
    }
}

package io.discern.image;

/** How a file stores its pixels, by Pillow's names; every sample is one byte. */
public enum PixelMode {
    /** Black and white: 0 or 255. */
    BILEVEL("1", 1),
    /** Indices into a palette. */
    PALETTE("P", 1),
    /** Gray. */
    GRAY("L", 1),
    /** Gray with an alpha that is not multiplied in. */
    GRAY_ALPHA("LA", 2),
    /** Red, green, blue. */
    RGB("RGB", 3),
    /** Red, green, blue with an alpha that is not multiplied in. */
    RGBA("RGBA", 4),
    /** Inks: 0 is none, 255 is full. */
    CMYK("CMYK", 4);

    private final String pillowName;
    private final int bands;

    PixelMode(String pillowName, int bands) {
        this.pillowName = pillowName;
        this.bands = bands;
    }

    /** Pillow's name of the mode, for example {@code "LA"}. */
    public String pillowName() {
        return pillowName;
    }

    /** Samples of one pixel. */
    public int bands() {
        return bands;
    }
}

package io.discern.image;

import java.util.Locale;

/**
 * Which range of gray values becomes black to white, for pixels of more than 8 bits; nothing is clipped unless somebody said
 * where. {@code gray = floor(255 * (value - black) / (white - black) + 0.5)}, held within 0 to 255, in double precision; a
 * {@link Window} has DICOM's formula.
 */
public sealed interface GrayRange
        permits GrayRange.FromFile,
                GrayRange.Window,
                GrayRange.Between,
                GrayRange.Percentiles,
                GrayRange.PercentilesOfSet,
                GrayRange.Full,
                CountedGray {
    /** What the file itself says, as DICOM's window or look-up table; a file that says nothing is refused. The default. */
    record FromFile() implements GrayRange {}

    /**
     * A window in the units of the file (Hounsfield units for CT), by DICOM's linear function (PS3.3 C.11.2.1.2.1):
     * {@code ((value - (center - 0.5)) / (width - 1) + 0.5) * 255}.
     *
     * @param center of the window
     * @param width of the window, more than 1
     */
    record Window(double center, double width) implements GrayRange {
        /** Checks. */
        public Window {
            if (!Double.isFinite(center) || !(width > 1) || Double.isInfinite(width)) {
                throw new IllegalArgumentException("gray window of center " + center + " and width " + width
                        + "; expected finite numbers and a width above 1");
            }
        }

        /** From 0 (black) to 255 (white), not rounded; beyond them outside the window. */
        public double level(double value) {
            return ((value - (center - 0.5)) / (width - 1) + 0.5) * 255;
        }
    }

    /**
     * From one value to another, in the units of the file.
     *
     * @param black what becomes black, and all below it
     * @param white what becomes white, and all above it; where it is {@code black}, what is above is white
     */
    record Between(double black, double white) implements GrayRange {
        /** Checks. */
        public Between {
            if (!Double.isFinite(black) || !Double.isFinite(white) || black > white) {
                throw new IllegalArgumentException(
                        "gray between " + black + " and " + white + "; expected finite numbers, the lower one first");
            }
        }
    }

    /**
     * From one percentile of an image's values to another, as NumPy's {@code percentile} (linear) computes them; 0 and 100 are
     * the least and the greatest value. Chosen anew for each image: brightness is no longer comparable between images.
     *
     * @param low in percent
     * @param high in percent, above {@code low}
     */
    record Percentiles(double low, double high) implements GrayRange {
        /** Checks. */
        public Percentiles {
            if (!(low >= 0 && low < high && high <= 100)) {
                throw new IllegalArgumentException(
                        "gray percentiles " + low + " to " + high + "; expected 0 <= low < high <= 100");
            }
        }
    }

    /**
     * From one percentile of all values of a data set to another, the same for all its images: opening the data set looks at every image first
     * and makes it a {@link Between}. A decoder that is handed it as it is refuses deep gray.
     *
     * @param low in percent
     * @param high in percent, above {@code low}
     */
    record PercentilesOfSet(double low, double high) implements GrayRange {
        /** Checks. */
        public PercentilesOfSet {
            new Percentiles(low, high);
        }
    }

    /** All values that the stored bits can hold: 0 to 65535 for 16-bit PNG, BitsStored for DICOM, after its rescaling. */
    record Full() implements GrayRange {}

    /** What the file itself says. */
    static GrayRange fromFile() {
        return new FromFile();
    }

    /** A window. */
    static GrayRange window(double center, double width) {
        return new Window(center, width);
    }

    /** From one value to another. */
    static GrayRange between(double black, double white) {
        return new Between(black, white);
    }

    /** Percentiles of a whole data set. */
    static GrayRange percentilesOfSet(double low, double high) {
        return new PercentilesOfSet(low, high);
    }

    /** Percentiles of each image. */
    static GrayRange percentiles(double low, double high) {
        return new Percentiles(low, high);
    }

    /** All values that the stored bits can hold. */
    static GrayRange full() {
        return new Full();
    }

    /**
     * Reads what {@link #text()} writes: {@code file}, {@code full}, {@code window=40,400}, {@code between=0,4095},
     * {@code percentiles=0.5,99.5} or {@code set-percentiles=0.5,99.5}.
     *
     * @throws IllegalArgumentException naming the text and the legal forms
     */
    static GrayRange parse(String text) {
        String[] parts = text.strip().toLowerCase(Locale.ROOT).split("[=,]");
        try {
            if (parts.length == 1 && parts[0].equals("file")) {
                return fromFile();
            }
            if (parts.length == 1 && parts[0].equals("full")) {
                return full();
            }
            if (parts.length == 3) {
                double first = Double.parseDouble(parts[1]);
                double second = Double.parseDouble(parts[2]);
                switch (parts[0]) {
                    case "window":
                        return window(first, second);
                    case "between":
                        return between(first, second);
                    case "percentiles":
                        return percentiles(first, second);
                    case "set-percentiles":
                        return percentilesOfSet(first, second);
                    default:
                        break;
                }
            }
        } catch (NumberFormatException e) {
            // falls through to the sentence that names the legal forms
        }
        throw new IllegalArgumentException(
                "gray range \"" + text + "\"; expected file, full, window=CENTER,WIDTH, between=BLACK,WHITE,"
                        + " percentiles=LOW,HIGH or set-percentiles=LOW,HIGH");
    }

    /** The range in words for a command line and a manifest; {@link #parse} reads it. */
    default String text() {
        if (this instanceof Window window) {
            return "window=" + window.center() + "," + window.width();
        }
        if (this instanceof Between between) {
            return "between=" + between.black() + "," + between.white();
        }
        if (this instanceof Percentiles percentiles) {
            return "percentiles=" + percentiles.low() + "," + percentiles.high();
        }
        if (this instanceof PercentilesOfSet percentiles) {
            return "set-percentiles=" + percentiles.low() + "," + percentiles.high();
        }
        return this instanceof Full ? "full" : "file";
    }

    /**
     * Refuses pixels that need a range where none was chosen and the file has none.
     *
     * @param pixels what they are, for example {@code "16-bit gray"}
     * @throws RefusedException if this is {@link FromFile} or {@link PercentilesOfSet}
     */
    default void requireChosen(String pixels) throws RefusedException {
        if (this instanceof FromFile) {
            throw new RefusedException(pixels + " without a window of its own; expected 8 bits a channel. Choose which"
                    + " range of values becomes black to white (GrayRange: window, percentiles or full);"
                    + " clipping would lose data silently.");
        }
        if (this instanceof PercentilesOfSet) {
            throw new RefusedException(
                    pixels + " with percentiles of a whole set, but it was not opened as one of a data set."
                            + " Open the data set (LabeledImages), or choose another range.");
        }
    }

    /**
     * Gray values as 8 bits by this range.
     *
     * @throws RefusedException if this is {@link FromFile} or {@link PercentilesOfSet}
     */
    default SourceImage toGray(DeepGray image) throws RefusedException {
        requireChosen("deep gray");
        if (this instanceof CountedGray counted) {
            return counted.black(image);
        }
        if (this instanceof Window window) {
            return image.levels(value -> window.level(value));
        }
        double black = image.least();
        double white = image.greatest();
        if (this instanceof Between between) {
            black = between.black();
            white = between.white();
        } else if (this instanceof Percentiles percentiles) {
            double[] sorted = image.sortedValues();
            black = percentile(sorted, percentiles.low());
            white = percentile(sorted, percentiles.high());
        } else if (!Double.isFinite(black) || !Double.isFinite(white)) {
            throw new RefusedException("floating-point gray has no full range; expected a GrayRange of window or"
                    + " percentiles (0 to 100 for the least to the greatest value).");
        }
        return levels(image, black, white);
    }

    /** {@code 255 * (value - black) / (white - black)}; where both are the same, what is above is white. */
    private static SourceImage levels(DeepGray image, double black, double white) {
        return image.levels(value -> white > black ? 255 * (value - black) / (white - black) : value > black ? 255 : 0);
    }

    private static double percentile(double[] sorted, double percent) {
        if (sorted.length == 0) {
            return 0;
        }
        double place = percent / 100 * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return GrayHistogram.between(sorted[below], sorted[above], place - below);
    }
}

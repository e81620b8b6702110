package io.discern.image;

import java.util.Objects;

/**
 * What a decoder is told besides the file.
 *
 * @param limits how large an image may be
 * @param gray which range of deep gray values becomes black to white
 * @param page which picture of a file with several (TIFF pages, DICOM frames, slices), from 0; {@link #MIDDLE} is the middle one
 * @param axis of a volume along which its slices are counted: 0, 1 or 2; other files have none
 */
public record DecodeOptions(ImageLimits limits, GrayRange gray, int page, int axis) {
    /** The middle one of n pictures, at {@code n / 2}; of several volumes the middle slice of the middle volume. */
    public static final int MIDDLE = -1;

    private static final DecodeOptions STANDARD = new DecodeOptions(ImageLimits.standard(), GrayRange.fromFile(), 0, 2);

    /** Checks. */
    public DecodeOptions {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(gray, "gray");
        if (page < MIDDLE) {
            throw new IllegalArgumentException("page " + page + "; expected 0 or more, or DecodeOptions.MIDDLE");
        }
        if (axis < 0 || axis > 2) {
            throw new IllegalArgumentException("axis " + axis + "; expected 0, 1 or 2");
        }
    }

    /** The first picture, gray as the file says, {@link ImageLimits#standard()}. */
    public static DecodeOptions standard() {
        return STANDARD;
    }

    /** These, with other limits. */
    public DecodeOptions withLimits(ImageLimits other) {
        return new DecodeOptions(other, gray, page, axis);
    }

    /** These, with another range of gray. */
    public DecodeOptions withGray(GrayRange other) {
        return new DecodeOptions(limits, other, page, axis);
    }

    /** These, with another page. */
    public DecodeOptions withPage(int other) {
        return new DecodeOptions(limits, gray, other, axis);
    }

    /** These, with slices counted along another axis. */
    public DecodeOptions withAxis(int other) {
        return new DecodeOptions(limits, gray, page, other);
    }

    /**
     * Which of {@code count} pictures is meant.
     *
     * @throws RefusedException if there are not so many
     */
    public int pageOf(int count) throws RefusedException {
        int chosen = page == MIDDLE ? count / 2 : page;
        if (chosen >= count) {
            throw new RefusedException("has " + count + (count == 1 ? " picture" : " pictures") + "; picture " + chosen
                    + " was asked for. Choose one from 0 to " + (count - 1) + ".");
        }
        return chosen;
    }

    /** Refuses a page other than the first for a format of which one picture is read. */
    public void onlyPage(String format) throws RefusedException {
        if (page > 0) {
            throw new RefusedException("picture " + page + " was asked for; of a " + format
                    + " file only picture 0 is read. Convert it to TIFF pages.");
        }
    }
}

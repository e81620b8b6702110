package io.discern.dicom;

import io.discern.image.ImageLimits;
import io.discern.image.RefusedException;
import java.util.Locale;

/**
 * How the pixels of a DICOM file are described.
 *
 * @param photometric interpretation, in capitals
 * @param planar whether native samples lie plane after plane
 * @param allocated bits of a sample's container
 * @param stored bits of a sample
 * @param signed whether samples are in two's complement
 */
record DicomHeader(
        int rows,
        int columns,
        int samples,
        int frames,
        String photometric,
        boolean planar,
        int allocated,
        int stored,
        boolean signed) {
    private static final int MOST_FRAMES = 1_000_000;

    static DicomHeader of(DicomData data, ImageLimits limits) throws RefusedException {
        if (!data.has(DicomTags.PIXEL_DATA)) {
            boolean floats = data.has(DicomTags.FLOAT_PIXELS) || data.has(DicomTags.DOUBLE_PIXELS);
            throw new RefusedException(
                    floats
                            ? "DICOM with floating-point pixels; expected integers. Convert it with another program."
                            : "DICOM without pixels (a report, a plan, a structure...); expected an image. Leave it out.");
        }
        int rows = data.number(DicomTags.ROWS, 0);
        int columns = data.number(DicomTags.COLUMNS, 0);
        if (limits != null) {
            limits.check(columns, rows);
        }
        int allocated = data.number(DicomTags.BITS_ALLOCATED, 0);
        int stored = data.number(DicomTags.BITS_STORED, allocated);
        int high = data.number(DicomTags.HIGH_BIT, stored - 1);
        int samples = data.number(DicomTags.SAMPLES, 1);
        double frames = data.decimal(DicomTags.FRAMES, 1);
        String photometric = data.text(DicomTags.PHOTOMETRIC).toUpperCase(Locale.ROOT);
        boolean whole = allocated == 1 || allocated == 8 || allocated == 16 || allocated == 32;
        if (!whole || stored < 1 || stored > allocated || high != stored - 1) {
            throw new RefusedException(
                    "DICOM with samples of " + stored + " bits, high bit " + high + ", in " + allocated
                            + "; expected 1, 8, 16 or 32 allocated bits and the stored ones lowest. Convert it with another"
                            + " program.");
        }
        if (samples != 1 && samples != 3 || samples == 1 != isOneSample(photometric)) {
            throw new RefusedException("DICOM of " + samples + " samples as " + photometric
                    + "; expected MONOCHROME1, MONOCHROME2 or PALETTE COLOR with 1, RGB or YBR with 3.");
        }
        if (frames != Math.rint(frames) || frames < 0 || frames > MOST_FRAMES) {
            throw new RefusedException("DICOM with " + frames + " frames; expected 1 to " + MOST_FRAMES + ".");
        }
        return new DicomHeader(
                rows,
                columns,
                samples,
                Math.max(1, (int) frames),
                photometric,
                data.number(DicomTags.PLANAR, 0) == 1,
                allocated,
                stored,
                data.number(DicomTags.REPRESENTATION, 0) == 1);
    }

    private static boolean isOneSample(String photometric) {
        return photometric.equals("MONOCHROME1")
                || photometric.equals("MONOCHROME2")
                || photometric.equals("PALETTE COLOR");
    }

    /** Samples of one frame. */
    int size() {
        return Math.multiplyExact(Math.multiplyExact(rows, columns), samples);
    }

    /** A sample without what lies above its stored bits, with its sign. */
    int value(int raw) {
        int unused = 32 - stored;
        return signed ? raw << unused >> unused : raw << unused >>> unused;
    }

    /** A sample as a number; 32 unsigned bits do not fit in an int. */
    double number(int value) {
        return signed ? value : Integer.toUnsignedLong(value);
    }

    double least() {
        return signed ? -Math.pow(2, stored - 1) : 0;
    }

    double greatest() {
        return Math.pow(2, signed ? stored - 1 : stored) - 1;
    }
}

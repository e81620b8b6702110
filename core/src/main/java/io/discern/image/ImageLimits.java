package io.discern.image;

import io.discern.internal.file.HeapShare;

/**
 * How large an image file may be. Checked against the header, before anything is allocated for pixels.
 *
 * @param maxPixels width times height at most
 * @param maxSide width and height at most, in pixels
 * @param maxFileBytes size of the encoded file at most
 */
public record ImageLimits(long maxPixels, int maxSide, long maxFileBytes) {
    /** At most, for a pixel of a file with four channels of 16 bits: its bytes as stored, as decoded, and as RGB. */
    private static final int BYTES_PER_PIXEL = 24;

    private static final long MOST_PIXELS = 100_000_000L;
    private static final ImageLimits STANDARD =
            new ImageLimits(ofHeap(HeapShare.heap()), 32_768, HeapShare.bytes(512L << 20, 4));

    /** Checks. */
    public ImageLimits {
        if (maxPixels < 1 || maxSide < 1 || maxFileBytes < 1) {
            throw new IllegalArgumentException("image limits of " + maxPixels + " pixels, side " + maxSide + " and "
                    + maxFileBytes + " bytes; expected at least 1 of each");
        }
        // three bytes a pixel must fit in one Java array
        if (maxPixels > Integer.MAX_VALUE / 3 - 8) {
            throw new IllegalArgumentException("image limit of " + maxPixels + " pixels; expected at most "
                    + (Integer.MAX_VALUE / 3 - 8) + ", what one array of RGB bytes can hold");
        }
    }

    /** The pixels of an image that is decoded within half a heap of that many bytes. */
    static long ofHeap(long bytes) {
        return Math.max(1, Math.min(MOST_PIXELS, bytes / 2 / BYTES_PER_PIXEL));
    }

    /**
     * 100 million pixels, a side of 32,768 and 512 MiB of file; with a Java heap below 4.5 GiB fewer pixels, so that one image takes at
     * most half of it (below 2 GiB also a smaller file, a quarter of it).
     */
    public static ImageLimits standard() {
        return STANDARD;
    }

    /**
     * Refuses an image of a size outside the limits; a reader calls it on the header, before it allocates pixels.
     *
     * @throws RefusedException with both sizes and what to do
     */
    public void check(long width, long height) throws RefusedException {
        String refusal = refusal(width, height);
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
    }

    private String refusal(long width, long height) {
        if (width < 1 || height < 1) {
            return "the header says " + width + " x " + height + " pixels; expected at least 1 x 1";
        }
        if (width > maxSide || height > maxSide) {
            return "the header says " + width + " x " + height + " pixels; expected sides of at most " + maxSide
                    + ". Shrink the image, or raise ImageLimits.maxSide if you trust the file.";
        }
        if (width * height > maxPixels && maxPixels == STANDARD.maxPixels && maxPixels < MOST_PIXELS) {
            return "the header says " + width + " x " + height + " = " + width * height + " pixels; expected at most "
                    + maxPixels + ", which the Java heap of " + (HeapShare.heap() >> 20)
                    + " MiB allows. Raise -Xmx, or shrink the image.";
        }
        if (width * height > maxPixels) {
            return "the header says " + width + " x " + height + " = " + width * height + " pixels; expected at most "
                    + maxPixels + ". Shrink the image, or raise ImageLimits.maxPixels if you trust the file.";
        }
        return null;
    }
}

package io.discern.internal.image;

import io.discern.image.ImageLimits;
import io.discern.image.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A JPEG (8 bits, not lossless) as its components, upsampled by libjpeg but without any conversion of colours: for formats
 * that contain JPEG data and have their own word on colours, as DICOM.
 *
 * @param width in pixels
 * @param height in pixels
 * @param components of each pixel
 * @param samples {@code height x width x components} bytes
 * @param says what the JPEG itself says about its colours
 */
public record JpegComponents(int width, int height, int components, byte[] samples, Colours says) {
    /** What a JPEG says about its colours. */
    public enum Colours {
        /** Red, green and blue: by the components' names or by Adobe's segment. */
        RGB,
        /** YCbCr: by a JFIF segment or by Adobe's. */
        YCBCR,
        /** Nothing. */
        NOTHING
    }

    /**
     * Decodes.
     *
     * @param jpeg from its start of image on; not modified
     * @param limits checked against the JPEG's own header before anything is allocated
     * @throws RefusedException where it is damaged, too large or of a kind that is not read exactly
     * @throws IOException for other failures
     */
    public static JpegComponents read(byte[] jpeg, ImageLimits limits) throws IOException {
        JpegHeader header = JpegHeader.of(jpeg);
        if (header.process() == 0) {
            throw new RefusedException("JPEG without a frame header; expected a complete image. Fetch the file again.");
        }
        limits.check(header.width(), header.height());
        if (header.precision() != 8) {
            throw new RefusedException("JPEG of " + header.precision()
                    + " bits a sample; expected 8. Decompress it with another program first.");
        }
        byte[] samples = JpegReader.raw(jpeg, header, false);
        return new JpegComponents(
                header.width(), header.height(), header.components().length(), samples, colours(header));
    }

    private static Colours colours(JpegHeader header) {
        List<Integer> names = IntStream.range(0, header.components().length())
                .mapToObj(i -> (int) header.components().charAt(i))
                .toList();
        if (names.equals(List.of(82, 71, 66)) || names.equals(List.of(114, 103, 98)) || header.adobeTransform() == 0) {
            return Colours.RGB;
        }
        return header.jfif() || header.adobeTransform() > 0 ? Colours.YCBCR : Colours.NOTHING;
    }
}

package io.discern.image;

import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** Refuses the TIFF variants whose pixels ImageIO and Pillow understand differently, by the tags of the first directory. */
final class TiffHeader {
    private static final int PHOTOMETRIC = 262;
    private static final int ORIENTATION = 274;
    private static final int EXTRA_SAMPLES = 338;
    private static final int RGB = 2;
    private static final int YCBCR = 6;

    private TiffHeader() {}

    /** Checks the tags; the stream's position and byte order are kept. */
    static void check(ImageInputStream in) throws IOException {
        long before = in.getStreamPosition();
        ByteOrder order = in.getByteOrder();
        try {
            in.seek(0);
            in.setByteOrder(in.readUnsignedByte() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            in.seek(4);
            in.seek(in.readUnsignedInt());
            int entries = in.readUnsignedShort();
            for (int i = 0; i < entries; i++) {
                int tag = in.readUnsignedShort();
                in.skipBytes(6);
                // the three tags of interest hold one short, at the start of the value field
                int value = in.readUnsignedShort();
                in.skipBytes(2);
                check(tag, value);
            }
        } finally {
            in.seek(before);
            in.setByteOrder(order);
        }
    }

    private static void check(int tag, int value) {
        if (tag == PHOTOMETRIC && value > RGB && value != YCBCR) {
            throw new RefusedException("TIFF of photometric interpretation " + value
                    + "; expected gray, RGB or YCbCr (0, 1, 2, 6). Convert it to an RGB PNG.");
        }
        if (tag == ORIENTATION && value > 1) {
            throw new RefusedException(
                    "TIFF of orientation " + value + "; expected 1, upright. Rotate it and save as PNG.");
        }
        if (tag == EXTRA_SAMPLES && value == 1) {
            throw new RefusedException(
                    "TIFF with colours multiplied by their alpha; expected plain colours. Convert it to an RGB PNG.");
        }
    }
}

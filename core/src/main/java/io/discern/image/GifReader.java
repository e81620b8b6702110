package io.discern.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first frame of a GIF on its screen, block by block as Pillow reads it: what Pillow refuses is refused. The frame may be
 * smaller than the screen; the rest shows the transparent index, or index 0.
 */
final class GifReader {
    private static final int EXTENSION = 0x21;
    private static final int TRAILER = 0x3b;
    private static final int FRAME = 0x2c;
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int COMMENT = 0xfe;
    private static final int APPLICATION = 0xff;
    private static final byte[] LOOP = "NETSCAPE2.0".getBytes(StandardCharsets.US_ASCII);

    private final ByteReader in;
    private byte[] palette;
    private int background;
    private int left;
    private int top;
    private int frameWidth;
    private int frameHeight;
    private int width;
    private int height;

    private GifReader(byte[] file) {
        in = ByteReader.littleEndian(file);
    }

    static SourceImage read(byte[] file, DecodeOptions options) throws RefusedException {
        options.onlyPage("GIF");
        return new GifReader(file).read(options.limits());
    }

    static ImageFacts facts(byte[] file) throws RefusedException {
        GifReader reader = new GifReader(file);
        reader.readHead();
        return ImageFacts.of("GIF", reader.width, reader.height, 1);
    }

    private SourceImage read(ImageLimits limits) throws RefusedException {
        readHead();
        limits.check(frameWidth, frameHeight);
        limits.check(width, height);
        int flags = in.u8();
        if ((flags & 0x80) != 0) {
            palette = in.bytes(3 << (flags & 7) + 1);
        }
        byte[] screen = new byte[width * height];
        Arrays.fill(screen, (byte) background);
        GifFrame frame = new GifFrame(screen, top * width + left, width, frameWidth, frameHeight);
        frame.decode(in, (flags & 0x40) != 0);
        return palette == null || isGrayRamp(palette)
                ? SourceImage.of(PixelMode.GRAY, width, height, screen)
                : SourceImage.ofPalette(width, height, screen, palette);
    }

    private void readHead() throws RefusedException {
        in.seek(6);
        int screenWidth = in.u16();
        int screenHeight = in.u16();
        int flags = in.u8();
        in.skip(2);
        palette = (flags & 0x80) != 0 ? in.bytes(3 << (flags & 7) + 1) : null;
        findFrame();
        left = in.u16();
        top = in.u16();
        frameWidth = in.u16();
        frameHeight = in.u16();
        width = Math.max(screenWidth, left + frameWidth);
        height = Math.max(screenHeight, top + frameHeight);
    }

    /** Moves behind the separator of the first frame; bytes that begin no block are passed over, as in Pillow. */
    private void findFrame() throws RefusedException {
        while (true) {
            int block = in.u8();
            if (block == FRAME) {
                return;
            }
            if (block == TRAILER) {
                throw new RefusedException("GIF without a frame; expected at least one picture. Export it again.");
            }
            if (block == EXTENSION) {
                skipExtension();
            }
        }
    }

    private void skipExtension() throws RefusedException {
        int label = in.u8();
        byte[] block = in.bytes(in.u8());
        if (label == COMMENT) {
            while (block.length > 0) {
                block = in.bytes(in.u8());
            }
            return;
        }
        if (label == GRAPHIC_CONTROL && block.length > 0) {
            boolean transparent = (block[0] & 1) != 0;
            if (block.length < (transparent ? 4 : 3)) {
                throw new RefusedException("GIF with a graphic control block of " + block.length
                        + " bytes; expected 4. The file is damaged: fetch it again.");
            }
            background = transparent ? block[3] & 0xff : background;
        } else if (label == APPLICATION && Arrays.equals(LOOP, Arrays.copyOf(block, LOOP.length))) {
            in.skip(in.u8());
        }
        for (int size = in.u8(); size > 0; size = in.u8()) {
            in.skip(size);
        }
    }

    private static boolean isGrayRamp(byte[] palette) {
        for (int i = 0; i < palette.length; i++) {
            if ((palette[i] & 0xff) != i / 3) {
                return false;
            }
        }
        return true;
    }
}

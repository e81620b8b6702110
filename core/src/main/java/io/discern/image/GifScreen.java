package io.discern.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.EOFException;
import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

/**
 * Where the first frame of a GIF lies on its screen. The frame may be smaller than the screen; the rest shows the transparent
 * index, or index 0, as in Pillow.
 *
 * @param width of the screen, widened to hold the frame
 * @param height of the screen, heightened to hold the frame
 * @param left of the frame
 * @param top of the frame
 * @param background the palette index around the frame
 */
record GifScreen(int width, int height, int left, int top, int background) {
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int FRAME = 0x2c;

    /** Reads the blocks up to the first frame; the stream's position is kept. */
    static GifScreen read(ImageInputStream in) throws IOException {
        long before = in.getStreamPosition();
        try {
            in.seek(6);
            int screenWidth = little16(in);
            int screenHeight = little16(in);
            int flags = in.readUnsignedByte();
            skip(in, 2 + ((flags & 0x80) != 0 ? 3 << (flags & 7) + 1 : 0));
            int background = 0;
            while (true) {
                int block = in.readUnsignedByte();
                if (block == FRAME) {
                    int left = little16(in);
                    int top = little16(in);
                    int width = Math.max(screenWidth, left + little16(in));
                    int height = Math.max(screenHeight, top + little16(in));
                    return new GifScreen(width, height, left, top, background);
                }
                if (block == EXTENSION) {
                    int label = in.readUnsignedByte();
                    int length = in.readUnsignedByte();
                    boolean last = length == 0;
                    if (label == GRAPHIC_CONTROL && length >= 4) {
                        int control = in.readUnsignedByte();
                        skip(in, 2);
                        int transparent = in.readUnsignedByte();
                        background = (control & 1) != 0 ? transparent : background;
                        length -= 4;
                    }
                    skip(in, length);
                    for (int size = last ? 0 : in.readUnsignedByte(); size > 0; size = in.readUnsignedByte()) {
                        skip(in, size);
                    }
                }
            }
        } finally {
            in.seek(before);
        }
    }

    /** The frame on its screen. */
    RgbImage paint(BufferedImage frame) {
        if (frame.getWidth() == width && frame.getHeight() == height) {
            return RasterPixels.toRgb(frame);
        }
        byte[] indices = RasterPixels.indices(frame.getRaster());
        byte[][] colours = RasterPixels.palette((IndexColorModel) frame.getColorModel());
        byte[] rgb = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int fx = x - left;
                int fy = y - top;
                boolean inside = fx >= 0 && fx < frame.getWidth() && fy >= 0 && fy < frame.getHeight();
                int index = inside ? indices[fy * frame.getWidth() + fx] & 0xff : background;
                for (int c = 0; c < 3; c++) {
                    rgb[(y * width + x) * 3 + c] = colours[c][index];
                }
            }
        }
        return RgbImage.of(width, height, rgb);
    }

    private static int little16(ImageInputStream in) throws IOException {
        int low = in.readUnsignedByte();
        return low | in.readUnsignedByte() << 8;
    }

    private static void skip(ImageInputStream in, int bytes) throws IOException {
        if (bytes > 0 && in.skipBytes(bytes) < bytes) {
            throw new EOFException("the file ends before its first frame");
        }
    }
}

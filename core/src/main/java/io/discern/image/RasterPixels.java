package io.discern.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.SinglePixelPackedSampleModel;

/**
 * The stored samples of an image that ImageIO decoded: no colour conversion, no blending, and by array instead of
 * {@code getRGB}, which is several times slower and converts colours.
 */
final class RasterPixels {
    private RasterPixels() {}

    static SourceImage toSource(BufferedImage image) throws RefusedException {
        Raster raster = image.getRaster();
        ColorModel colours = image.getColorModel();
        SampleModel samples = raster.getSampleModel();
        if (colours instanceof IndexColorModel palette && palette.getMapSize() <= 256) {
            return fromPalette(raster, palette);
        }
        if (samples instanceof ComponentSampleModel bands && samples.getDataType() == DataBuffer.TYPE_BYTE) {
            return fromBytes(raster, bands);
        }
        if (samples instanceof SinglePixelPackedSampleModel packed && packed.getNumBands() >= 3) {
            return fromPacked(raster, packed);
        }
        throw new RefusedException("pixels are " + colours.getPixelSize() + "-bit "
                + samples.getClass().getSimpleName()
                + "; expected 8-bit gray, RGB or palette. Convert it to an 8-bit PNG.");
    }

    private static SourceImage fromPalette(Raster raster, IndexColorModel model) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] indices = new byte[width * height];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                indices[y * width + x] = (byte) row[x];
            }
        }
        byte[][] colours = new byte[3][256];
        model.getReds(colours[0]);
        model.getGreens(colours[1]);
        model.getBlues(colours[2]);
        byte[] palette = new byte[3 * model.getMapSize()];
        for (int i = 0; i < palette.length; i++) {
            palette[i] = colours[i % 3][i / 3];
        }
        PixelMode gray = grayMode(palette);
        if (gray == PixelMode.BILEVEL) {
            for (int i = 0; i < indices.length; i++) {
                indices[i] = (byte) -indices[i];
            }
        }
        return gray == null
                ? SourceImage.ofPalette(width, height, indices, palette)
                : SourceImage.of(gray, width, height, indices);
    }

    /** Pillow takes a palette of black and white, or of each gray at its own index, for no palette at all. */
    private static PixelMode grayMode(byte[] palette) {
        boolean bilevel = palette.length == 6;
        for (int i = 0; i < palette.length; i++) {
            int gray = bilevel ? i / 3 * 255 : i / 3;
            if ((palette[i] & 0xff) != gray) {
                return null;
            }
        }
        return bilevel ? PixelMode.BILEVEL : PixelMode.GRAY;
    }

    private static SourceImage fromBytes(Raster raster, ComponentSampleModel bands) throws RefusedException {
        PixelMode mode = mode(bands.getNumBands());
        int count = mode.bands();
        byte[] samples = new byte[count * raster.getWidth() * raster.getHeight()];
        int[] banks = bands.getBankIndices();
        int[] offsets = bands.getBandOffsets();
        DataBufferByte buffer = (DataBufferByte) raster.getDataBuffer();
        int start = bands.getOffset(-raster.getSampleModelTranslateX(), -raster.getSampleModelTranslateY());
        for (int c = 0; c < count; c++) {
            byte[] from = buffer.getData(banks[c]);
            int origin = start - offsets[0] + offsets[c] + buffer.getOffsets()[banks[c]];
            for (int y = 0; y < raster.getHeight(); y++) {
                int in = origin + y * bands.getScanlineStride();
                int out = y * raster.getWidth() * count + c;
                for (int x = 0; x < raster.getWidth(); x++, in += bands.getPixelStride(), out += count) {
                    samples[out] = from[in];
                }
            }
        }
        return SourceImage.of(mode, raster.getWidth(), raster.getHeight(), samples);
    }

    private static SourceImage fromPacked(Raster raster, SinglePixelPackedSampleModel packed) throws RefusedException {
        PixelMode mode = mode(packed.getNumBands());
        int count = mode.bands();
        int[] bits = packed.getSampleSize();
        int width = raster.getWidth();
        byte[] samples = new byte[count * width * raster.getHeight()];
        int[] row = new int[width];
        for (int c = 0; c < count; c++) {
            int most = (1 << bits[c]) - 1;
            for (int y = 0; y < raster.getHeight(); y++) {
                raster.getSamples(0, y, width, 1, c, row);
                for (int x = 0; x < width; x++) {
                    samples[(y * width + x) * count + c] = (byte) (row[x] * 255 / most);
                }
            }
        }
        return SourceImage.of(mode, width, raster.getHeight(), samples);
    }

    private static PixelMode mode(int bands) throws RefusedException {
        return switch (bands) {
            case 1 -> PixelMode.GRAY;
            case 2 -> PixelMode.GRAY_ALPHA;
            case 3 -> PixelMode.RGB;
            case 4 -> PixelMode.RGBA;
            default ->
                throw new RefusedException(
                        bands + " channels; expected 1 to 4: gray or RGB, with or without alpha. Convert it to PNG.");
        };
    }
}

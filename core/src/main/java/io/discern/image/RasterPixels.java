package io.discern.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.DataBufferUShort;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.SinglePixelPackedSampleModel;

/**
 * The stored samples of a decoded image as RGB bytes: no colour conversion, no blending, and by array instead of
 * {@code getRGB}, which is several times slower and converts colours.
 */
final class RasterPixels {
    private RasterPixels() {}

    static RgbImage toRgb(BufferedImage image) {
        Raster raster = image.getRaster();
        ColorModel colours = image.getColorModel();
        SampleModel samples = raster.getSampleModel();
        byte[] rgb = new byte[3 * raster.getWidth() * raster.getHeight()];
        if (colours instanceof IndexColorModel palette) {
            fromPalette(raster, palette, rgb);
        } else if (samples instanceof ComponentSampleModel bands && samples.getDataType() == DataBuffer.TYPE_BYTE) {
            fromBytes(raster, bands, rgb);
        } else if (samples instanceof ComponentSampleModel bands && samples.getDataType() == DataBuffer.TYPE_USHORT) {
            fromShorts(raster, bands, rgb);
        } else if (samples instanceof SinglePixelPackedSampleModel packed) {
            fromPacked(raster, packed, rgb);
        } else {
            throw new RefusedException("pixels are " + colours.getPixelSize() + "-bit "
                    + samples.getClass().getSimpleName()
                    + "; expected 8-bit gray, RGB or palette. Convert it to an 8-bit PNG.");
        }
        return RgbImage.of(raster.getWidth(), raster.getHeight(), rgb);
    }

    /** The palette index of every pixel. */
    static byte[] indices(Raster raster) {
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
        return indices;
    }

    /** Red, green and blue of 256 indices; what the palette lacks is black. */
    static byte[][] palette(IndexColorModel palette) {
        byte[][] colours = new byte[3][256];
        palette.getReds(colours[0]);
        palette.getGreens(colours[1]);
        palette.getBlues(colours[2]);
        return colours;
    }

    private static void fromPalette(Raster raster, IndexColorModel model, byte[] rgb) {
        if (model.getMapSize() > 256) {
            throw new RefusedException("a palette of " + model.getMapSize() + " colours; expected at most 256");
        }
        byte[][] colours = palette(model);
        byte[] indices = indices(raster);
        for (int i = 0; i < indices.length; i++) {
            int index = indices[i] & 0xff;
            rgb[3 * i] = colours[0][index];
            rgb[3 * i + 1] = colours[1][index];
            rgb[3 * i + 2] = colours[2][index];
        }
    }

    private static void fromBytes(Raster raster, ComponentSampleModel bands, byte[] rgb) {
        int[] banks = bands.getBankIndices();
        int[] offsets = bands.getBandOffsets();
        DataBufferByte buffer = (DataBufferByte) raster.getDataBuffer();
        int start = bands.getOffset(-raster.getSampleModelTranslateX(), -raster.getSampleModelTranslateY());
        boolean gray = requireGrayOrColour(bands.getNumBands());
        for (int c = 0; c < 3; c++) {
            int band = gray ? 0 : c;
            byte[] from = buffer.getData(banks[band]);
            int origin = start - offsets[0] + offsets[band] + buffer.getOffsets()[banks[band]];
            for (int y = 0; y < raster.getHeight(); y++) {
                int in = origin + y * bands.getScanlineStride();
                int out = y * raster.getWidth() * 3 + c;
                for (int x = 0; x < raster.getWidth(); x++, in += bands.getPixelStride(), out += 3) {
                    rgb[out] = from[in];
                }
            }
        }
    }

    /** Colour of 16 bits keeps its high bytes, as in Pillow; gray is refused, because what matters may lie in the low ones. */
    private static void fromShorts(Raster raster, ComponentSampleModel bands, byte[] rgb) {
        if (requireGrayOrColour(bands.getNumBands())) {
            throw new RefusedException(
                    "16-bit gray; expected 8 bits a channel. Choose a window (which range of values becomes"
                            + " black to white) and save as 8-bit PNG; clipping would lose data silently.");
        }
        int width = raster.getWidth();
        int[] row = new int[width * bands.getNumBands()];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    rgb[(y * width + x) * 3 + c] = (byte) (row[x * bands.getNumBands() + c] >> 8);
                }
            }
        }
    }

    private static void fromPacked(Raster raster, SinglePixelPackedSampleModel packed, byte[] rgb) {
        if (requireGrayOrColour(packed.getNumBands())
                || !(raster.getDataBuffer() instanceof DataBufferInt
                        || raster.getDataBuffer() instanceof DataBufferUShort)) {
            throw new RefusedException(
                    "packed gray pixels; expected 8-bit gray, RGB or palette. Convert it to an 8-bit PNG.");
        }
        int[] bits = packed.getSampleSize();
        int width = raster.getWidth();
        int[] row = new int[width];
        for (int c = 0; c < 3; c++) {
            int most = (1 << bits[c]) - 1;
            for (int y = 0; y < raster.getHeight(); y++) {
                raster.getSamples(0, y, width, 1, c, row);
                for (int x = 0; x < width; x++) {
                    rgb[(y * width + x) * 3 + c] = (byte) (row[x] * 255 / most);
                }
            }
        }
    }

    /** True for gray with or without alpha, false for colour with or without alpha. */
    private static boolean requireGrayOrColour(int bands) {
        if (bands < 1 || bands > 4) {
            throw new RefusedException(bands + " channels; expected 1 to 4: gray or RGB, with or without alpha");
        }
        return bands < 3;
    }
}

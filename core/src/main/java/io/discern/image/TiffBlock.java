package io.discern.image;

import java.io.IOException;

/** Decodes the strips or tiles of one TIFF picture to plain rows of samples. */
final class TiffBlock {
    private final TiffDirectory tags;
    private final TiffLayout layout;
    private final int compression;
    private final int width;
    private final int samples;
    private final int predictor;

    TiffBlock(TiffDirectory tags, TiffLayout layout, int compression, int width, int samples) throws RefusedException {
        this.tags = tags;
        this.layout = layout;
        this.compression = compression;
        this.width = width;
        this.samples = samples;
        predictor = (int) tags.value(TiffDirectory.PREDICTOR, 1);
        boolean predicts = compression == TiffCompression.LZW
                || compression == TiffCompression.DEFLATE
                || compression == TiffCompression.OLD_DEFLATE;
        if (predicts && (predictor > 2 || predictor == 2 && layout.bits() % 8 != 0)) {
            throw new RefusedException("TIFF with predictor " + predictor + " on samples of " + layout.bits()
                    + " bits; expected 1 or 2 on whole bytes. Convert it to an RGB PNG.");
        }
        if (!predicts && predictor > 1) {
            throw new RefusedException("TIFF with predictor " + predictor + " and " + TiffCompression.name(compression)
                    + ", which readers understand differently. Convert it to an RGB PNG.");
        }
    }

    int width() {
        return width;
    }

    int samples() {
        return samples;
    }

    /** Bytes of a row of so many pixels. */
    int rowBytes(int columns, int samplesOfPixel) {
        return Math.toIntExact(((long) columns * samplesOfPixel * layout.bits() + 7) / 8);
    }

    byte[] decode(byte[] data, int rows, ImageLimits limits) throws IOException {
        int length = Math.toIntExact((long) rows * rowBytes(width, samples));
        if (compression == TiffCompression.JPEG) {
            boolean colours = layout.photometric() == 6 && samples == 3;
            long most = Math.max(rows, tags.value(TiffDirectory.ROWS_PER_STRIP, rows));
            return TiffJpeg.decode(
                    tags.values(TiffDirectory.JPEG_TABLES), data, width, rows, most, samples, colours, limits);
        }
        if (tags.value(TiffDirectory.FILL_ORDER, 1) == 2) {
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) (Integer.reverse(data[i]) >>> 24);
            }
        }
        byte[] rowsOfSamples = TiffCompression.decode(compression, data, length);
        if (predictor == 2) {
            undoPredictor(rowsOfSamples, rows);
        }
        return rowsOfSamples;
    }

    /** Adds to each sample its left neighbour, in words of the sample's size. */
    private void undoPredictor(byte[] bytes, int rows) {
        int size = layout.bits() / 8;
        int stride = rowBytes(width, samples);
        int back = samples * size;
        int lowest = tags.bigEndian() ? size - 1 : 0;
        int step = tags.bigEndian() ? -1 : 1;
        for (int row = 0; row < rows; row++) {
            for (int at = row * stride + back; at < (row + 1) * stride; at += size) {
                int carry = 0;
                for (int b = 0, i = at + lowest; b < size; b++, i += step) {
                    carry += (bytes[i] & 0xff) + (bytes[i - back] & 0xff);
                    bytes[i] = (byte) carry;
                    carry >>= 8;
                }
            }
        }
    }
}

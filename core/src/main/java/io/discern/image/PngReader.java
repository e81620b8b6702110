package io.discern.image;

import java.util.Arrays;

/**
 * PNG of every kind over {@code java.util.zip}: all depths, palettes short or full, interlaced or not. A gamma value, a colour
 * profile and the transparency chunk change nothing, as in Pillow's {@code convert("RGB")}.
 */
final class PngReader {
    private static final int GRAY = 0;
    private static final int COLOUR = 2;
    private static final int INDEXED = 3;
    private static final int GRAY_ALPHA = 4;
    private static final int COLOUR_ALPHA = 6;
    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private final PngChunks chunks;
    private final int width;
    private final int height;
    private final int depth;
    private final int kind;
    private final int channels;
    private final boolean interlaced;

    private PngReader(PngChunks chunks) throws RefusedException {
        this.chunks = chunks;
        ByteReader header = ByteReader.bigEndian(chunks.header());
        width = (int) Math.min(header.u32(), Integer.MAX_VALUE);
        height = (int) Math.min(header.u32(), Integer.MAX_VALUE);
        depth = header.u8();
        kind = header.u8();
        int methods = header.u16();
        int interlace = header.u8();
        channels = channels(kind, depth);
        interlaced = interlace == 1;
        if (channels == 0 || methods != 0 || interlace > 1) {
            throw new RefusedException("PNG of colour type " + kind + ", " + depth + " bits, methods " + methods
                    + ", interlacing " + interlace + ", which the standard does not know. Export it again.");
        }
    }

    static SourceImage read(byte[] file, DecodeOptions options) throws RefusedException {
        try (PngChunks chunks = PngChunks.open(file)) {
            PngReader reader = new PngReader(chunks);
            options.limits().check(reader.width, reader.height);
            options.onlyPage("PNG");
            SourceImage image = reader.read(options.gray());
            chunks.finish();
            return image;
        }
    }

    static ImageFacts facts(byte[] file) throws RefusedException {
        try (PngChunks chunks = PngChunks.open(file)) {
            PngReader reader = new PngReader(chunks);
            return ImageFacts.of("PNG", reader.width, reader.height, 1);
        }
    }

    /** Samples of one pixel, or 0 where the standard has no such pixels. */
    private static int channels(int kind, int depth) {
        boolean bytes = depth == 8 || depth == 16;
        boolean small = depth == 1 || depth == 2 || depth == 4;
        return switch (kind) {
            case GRAY -> bytes || small ? 1 : 0;
            case INDEXED -> depth == 8 || small ? 1 : 0;
            case COLOUR -> bytes ? 3 : 0;
            case GRAY_ALPHA -> bytes ? 2 : 0;
            case COLOUR_ALPHA -> bytes ? 4 : 0;
            default -> 0;
        };
    }

    private SourceImage read(GrayRange range) throws RefusedException {
        boolean deep = kind == GRAY && depth == 16;
        if (deep) {
            range.requireChosen("16-bit gray");
        }
        byte[] samples = interlaced ? interlaced() : depth == 8 ? straight(width, height) : narrowed();
        if (deep) {
            return range.toGray(DeepGray.ofBigEndian16(width, height, samples));
        }
        if (kind == INDEXED) {
            return SourceImage.ofPalette(width, height, samples, palette());
        }
        if (kind == GRAY_ALPHA && depth == 16) {
            // Pillow's mode for it is RGBA, and so it resizes
            return SourceImage.of(PixelMode.RGBA, width, height, withThreeGrays(samples));
        }
        PixelMode mode = switch (kind) {
            case GRAY -> depth == 1 ? PixelMode.BILEVEL : PixelMode.GRAY;
            case GRAY_ALPHA -> PixelMode.GRAY_ALPHA;
            case COLOUR -> PixelMode.RGB;
            default -> PixelMode.RGBA;
        };
        return SourceImage.of(mode, width, height, samples);
    }

    private byte[] palette() {
        byte[] colours = chunks.palette() == null ? new byte[0] : chunks.palette();
        return Arrays.copyOf(colours, Math.min(colours.length / 3, 256) * 3);
    }

    /** Lines of whole bytes, straight into their place: the usual file. */
    private byte[] straight(int columns, int rows) throws RefusedException {
        int rowBytes = rowBytes(columns);
        byte[] lines = new byte[rows * rowBytes];
        PngScanlines scan = new PngScanlines(chunks, rowBytes, pixelBytes(), rows);
        for (int y = 0; y < rows; y++) {
            scan.next(lines, y * rowBytes, (y - 1) * rowBytes);
        }
        return lines;
    }

    private byte[] narrowed() throws RefusedException {
        byte[] samples = new byte[width * height * storedBytes()];
        place(samples, new int[] {0, 0, 1, 1});
        return samples;
    }

    private byte[] interlaced() throws RefusedException {
        byte[] samples = new byte[width * height * storedBytes()];
        for (int[] pass : ADAM7) {
            place(samples, pass);
        }
        return samples;
    }

    /** Reads one pass and spreads its pixels over the picture. */
    private void place(byte[] samples, int[] pass) throws RefusedException {
        int columns = (width - pass[0] + pass[2] - 1) / pass[2];
        int rows = (height - pass[1] + pass[3] - 1) / pass[3];
        if (columns < 1 || rows < 1) {
            return;
        }
        int rowBytes = rowBytes(columns);
        int stored = storedBytes();
        PngScanlines scan = new PngScanlines(chunks, rowBytes, pixelBytes(), rows);
        byte[] two = new byte[2 * rowBytes];
        for (int y = 0; y < rows; y++) {
            int line = (y & 1) * rowBytes;
            scan.next(two, line, y == 0 ? -1 : rowBytes - line);
            int out = ((pass[1] + y * pass[3]) * width + pass[0]) * stored;
            for (int x = 0; x < columns; x++, out += pass[2] * stored) {
                for (int c = 0; c < stored; c++) {
                    samples[out + c] = stored(two, line, x * stored + c);
                }
            }
        }
    }

    /** One stored byte of a line: a sample of 8 bits, the high byte of 16, both bytes of 16-bit gray, or a small sample. */
    private byte stored(byte[] lines, int line, int index) {
        if (depth == 8 || kind == GRAY && depth == 16) {
            return lines[line + index];
        }
        if (depth == 16) {
            return lines[line + 2 * index];
        }
        int bit = index * depth;
        int most = (1 << depth) - 1;
        int value = lines[line + (bit >> 3)] >> 8 - depth - (bit & 7) & most;
        return (byte) (kind == INDEXED ? value : value * 255 / most);
    }

    private int storedBytes() {
        return kind == GRAY && depth == 16 ? 2 : channels;
    }

    private int rowBytes(int columns) {
        return (int) (((long) columns * channels * depth + 7) / 8);
    }

    private int pixelBytes() {
        return Math.max(1, channels * depth / 8);
    }

    private static byte[] withThreeGrays(byte[] grayAlpha) {
        byte[] rgba = new byte[2 * grayAlpha.length];
        for (int i = 0; i < grayAlpha.length; i += 2) {
            rgba[2 * i] = grayAlpha[i];
            rgba[2 * i + 1] = grayAlpha[i];
            rgba[2 * i + 2] = grayAlpha[i];
            rgba[2 * i + 3] = grayAlpha[i + 1];
        }
        return rgba;
    }
}

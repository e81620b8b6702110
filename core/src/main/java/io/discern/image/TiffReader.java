package io.discern.image;

import java.io.IOException;
import java.util.Arrays;

/**
 * One picture of a TIFF or BigTIFF: strips or tiles, chunky or planar, raw, LZW, deflate, PackBits or JPEG, turned upright by
 * its orientation, as Pillow gives it. CCITT fax is left to ImageIO.
 */
final class TiffReader {
    private final byte[] file;
    private final TiffDirectory tags;
    private final TiffLayout layout;
    private final int compression;
    private final int width;
    private final int height;

    private TiffReader(byte[] file, TiffDirectory tags, DecodeOptions options) throws RefusedException {
        this.file = file;
        this.tags = tags;
        long wide = tags.value(TiffDirectory.WIDTH, 0);
        long high = tags.value(TiffDirectory.HEIGHT, 0);
        options.limits().check(wide, high);
        width = (int) wide;
        height = (int) high;
        layout = TiffLayout.of(tags);
        compression = (int) tags.value(TiffDirectory.COMPRESSION, TiffCompression.NONE);
        if (layout.deep()) {
            options.gray().requireChosen(layout.bits() + "-bit gray");
        }
    }

    static SourceImage read(byte[] file, DecodeOptions options) throws IOException {
        int pages = options.page() == 0 ? 1 : TiffDirectory.count(file);
        int page = options.pageOf(pages);
        TiffDirectory tags = TiffDirectory.read(file, page);
        TiffReader reader = new TiffReader(file, tags, options);
        int orientation = (int) tags.value(TiffDirectory.ORIENTATION, 1);
        return Upright.of(reader.image(page, options), orientation);
    }

    static ImageFacts facts(byte[] file) throws RefusedException {
        TiffDirectory tags = TiffDirectory.read(file, 0);
        int width = (int) Math.min(tags.value(TiffDirectory.WIDTH, 0), Integer.MAX_VALUE);
        int height = (int) Math.min(tags.value(TiffDirectory.HEIGHT, 0), Integer.MAX_VALUE);
        boolean turned = tags.value(TiffDirectory.ORIENTATION, 1) >= 5;
        return ImageFacts.of("TIFF", turned ? height : width, turned ? width : height, TiffDirectory.count(file));
    }

    private SourceImage image(int page, DecodeOptions options) throws IOException {
        if (compression >= 2 && compression <= 4 && layout.mode() == PixelMode.BILEVEL) {
            return FaxTiff.read(file, page, width, height);
        }
        boolean jpeg = compression == TiffCompression.JPEG && layout.bits() == 8;
        if (!jpeg && (!TiffCompression.known(compression) || layout.photometric() == 6 && layout.samples() > 1)) {
            throw new RefusedException("TIFF compressed by " + TiffCompression.name(compression)
                    + (layout.photometric() == 6 ? " with YCbCr colours" : "")
                    + "; expected raw, LZW, deflate, PackBits or JPEG. Convert it to an RGB PNG.");
        }
        byte[] samples = samples(options.limits());
        if (layout.deep()) {
            return options.gray().toGray(TiffSamples.deep(layout, tags.bigEndian(), width, height, samples));
        }
        return TiffSamples.image(layout, tags, width, height, samples);
    }

    /**
     * The samples of the picture, a row of pixels after the other, each row beginning at a byte: as in the file, but without
     * compression, predictor, strips and planes.
     */
    private byte[] samples(ImageLimits limits) throws IOException {
        boolean tiled = tags.values(TiffDirectory.TILE_OFFSETS).length > 0;
        long[] offsets = tags.values(tiled ? TiffDirectory.TILE_OFFSETS : TiffDirectory.STRIP_OFFSETS);
        long[] sizes = tags.values(tiled ? TiffDirectory.TILE_BYTES : TiffDirectory.STRIP_BYTES);
        long blockWidth = tiled ? tags.value(TiffDirectory.TILE_WIDTH, 0) : width;
        long blockHeight = tiled
                ? tags.value(TiffDirectory.TILE_HEIGHT, 0)
                : Math.min(height, tags.value(TiffDirectory.ROWS_PER_STRIP, height));
        limits.check(blockWidth, blockHeight);
        boolean planar = tags.value(TiffDirectory.PLANAR, 1) == 2 && layout.samples() > 1;
        int planes = planar ? layout.samples() : 1;
        int across = (int) ((width + blockWidth - 1) / blockWidth);
        int down = (int) ((height + blockHeight - 1) / blockHeight);
        if (offsets.length < (long) across * down * planes) {
            throw new RefusedException("TIFF with " + offsets.length + " strips or tiles; expected "
                    + (long) across * down * planes + ". Fetch the file again.");
        }
        TiffBlock block = new TiffBlock(tags, layout, compression, (int) blockWidth, planar ? 1 : layout.samples());
        byte[] out = new byte[Math.toIntExact((long) height * block.rowBytes(width, layout.samples()))];
        for (int i = 0; i < across * down * planes; i++) {
            int plane = i / (across * down);
            int x = i % across * (int) blockWidth;
            int y = i / across % down * (int) blockHeight;
            int rows = tiled ? (int) blockHeight : Math.min((int) blockHeight, height - y);
            byte[] decoded = block.decode(data(offsets[i], i < sizes.length ? sizes[i] : file.length), rows, limits);
            place(decoded, block, out, x, y, planar ? plane : -1);
        }
        return out;
    }

    private byte[] data(long offset, long size) throws RefusedException {
        if (offset < 0 || offset >= file.length || size < 0) {
            throw new RefusedException("TIFF whose strip or tile at byte " + offset + " lies beyond the end of the file"
                    + " of " + file.length + " bytes. Fetch the file again.");
        }
        return Arrays.copyOfRange(file, (int) offset, (int) Math.min(file.length, offset + size));
    }

    private void place(byte[] decoded, TiffBlock block, byte[] out, int x, int y, int plane) throws RefusedException {
        int columns = Math.min(block.width(), width - x);
        int from = block.rowBytes(block.width(), block.samples());
        int to = block.rowBytes(width, layout.samples());
        int rows = Math.min(decoded.length / from, height - y);
        int sampleBytes = Math.max(1, layout.bits() / 8);
        boolean small = layout.bits() < 8 || layout.bits() == 12;
        if (small && (plane >= 0 || x * (long) layout.bits() * layout.samples() % 8 != 0)) {
            throw new RefusedException("TIFF with samples of " + layout.bits()
                    + " bits in planes or odd tiles. Convert it to an RGB PNG.");
        }
        for (int row = 0; row < rows; row++) {
            int in = row * from;
            if (plane < 0) {
                int start = (y + row) * to + (int) ((long) x * layout.bits() * layout.samples() / 8);
                System.arraycopy(decoded, in, out, start, block.rowBytes(columns, layout.samples()));
                continue;
            }
            int at = (y + row) * to + (x * layout.samples() + plane) * sampleBytes;
            for (int c = 0; c < columns; c++, at += layout.samples() * sampleBytes) {
                System.arraycopy(decoded, in + c * sampleBytes, out, at, sampleBytes);
            }
        }
    }
}

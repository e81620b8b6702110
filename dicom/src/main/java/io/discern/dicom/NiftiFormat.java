package io.discern.dicom;

import io.discern.image.DecodeOptions;
import io.discern.image.DeepGray;
import io.discern.image.GrayRange;
import io.discern.image.ImageFacts;
import io.discern.image.ImageFormatProvider;
import io.discern.image.ImageLimits;
import io.discern.image.PixelMode;
import io.discern.image.RefusedException;
import io.discern.image.SourceImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Slices of NIfTI-1 volumes, plain or gzipped. {@link DecodeOptions#axis()} and {@link DecodeOptions#page()} choose the slice;
 * of four dimensions the pages of the second volume follow those of the first. Of the two axes that remain the first runs to
 * the right and the second down, as they are stored: nothing is turned by the file's orientation.
 */
public final class NiftiFormat implements ImageFormatProvider {
    /** For {@link java.util.ServiceLoader}. */
    public NiftiFormat() {}

    @Override
    public String name() {
        return "NIfTI-1";
    }

    @Override
    public boolean recognises(byte[] head) {
        return NiftiHeader.recognises(isGzip(head) ? opened(head) : head);
    }

    private static boolean isGzip(byte[] head) {
        return head.length > 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b;
    }

    /** The header out of the first bytes of a gzipped file; shorter where they do not hold it. */
    private static byte[] opened(byte[] head) {
        byte[] header = new byte[NiftiHeader.SIZE];
        int done = 0;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(head))) {
            while (done < header.length) {
                int count = in.read(header, done, header.length - done);
                if (count < 0) {
                    break;
                }
                done += count;
            }
        } catch (IOException e) {
            // the head of a file ends in the middle of its data; what came out before that counts
        }
        return Arrays.copyOf(header, done);
    }

    @Override
    public SourceImage read(byte[] file, DecodeOptions options) throws IOException {
        NiftiHeader header = header(file);
        int axis = options.axis();
        int[] sides = header.sides();
        int across = across(axis);
        int down = down(axis);
        options.limits().check(sides[across], sides[down]);
        int page = page(sides, options);
        ByteBuffer voxels =
                ByteBuffer.wrap(volume(file, header, options.limits())).order(header.order());
        long[] strides = {1, sides[0], (long) sides[0] * sides[1], (long) sides[0] * sides[1] * sides[2]};
        long first = page / sides[axis] * strides[3] + page % sides[axis] * strides[axis];
        int width = sides[across];
        if (header.type() == 128) {
            return colour(header, voxels, first, strides[across], strides[down], width, sides[down]);
        }
        double[] bounds = header.bounds();
        DeepGray gray = new DeepGray(
                width,
                sides[down],
                i -> header.value(
                        voxels,
                        header.offset()
                                + (first + i % width * strides[across] + i / width * strides[down]) * header.bytes()),
                bounds[0],
                bounds[1],
                false);
        return gray(header, gray, options.gray());
    }

    private static int across(int axis) {
        return axis == 0 ? 1 : 0;
    }

    private static int down(int axis) {
        return axis == 2 ? 1 : 2;
    }

    private static int page(int[] sides, DecodeOptions options) throws RefusedException {
        int slices = sides[options.axis()];
        return options.page() == DecodeOptions.MIDDLE
                ? sides[3] / 2 * slices + slices / 2
                : options.pageOf(Math.multiplyExact(slices, sides[3]));
    }

    private static SourceImage gray(NiftiHeader header, DeepGray gray, GrayRange range) throws RefusedException {
        if (!(range instanceof GrayRange.FromFile)) {
            return range.toGray(gray);
        }
        double black = header.black();
        double white = header.white();
        if (white > black && Double.isFinite(white - black)) {
            return gray.levels(value -> 255 * (value - black) / (white - black));
        }
        if (header.bytes() > 1) {
            range.requireChosen("NIfTI gray of " + 8 * header.bytes() + " bits");
        }
        return GrayRange.full().toGray(gray);
    }

    private static SourceImage colour(
            NiftiHeader header, ByteBuffer voxels, long first, long right, long down, int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            long voxel = first + i % width * right + i / width * down;
            voxels.get(Math.toIntExact(header.offset() + 3 * voxel), rgb, 3 * i, 3);
        }
        return SourceImage.of(PixelMode.RGB, width, height, rgb);
    }

    private static NiftiHeader header(byte[] file) throws RefusedException {
        return NiftiHeader.of(isGzip(file) ? opened(file) : file);
    }

    /** The bytes of the file up to the end of its voxels, out of the gzip if it is one. */
    private static byte[] volume(byte[] file, NiftiHeader header, ImageLimits limits) throws IOException {
        long end = header.end();
        if (end > Math.min(limits.maxFileBytes(), Integer.MAX_VALUE - 9)) {
            throw new RefusedException("NIfTI of " + end + " bytes; expected at most " + limits.maxFileBytes()
                    + ". Raise ImageLimits.maxFileBytes if you trust the file.");
        }
        if (!isGzip(file)) {
            if (file.length < end) {
                throw ended(file.length, end);
            }
            return file;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file), 1 << 16)) {
            byte[] volume = in.readNBytes((int) end);
            if (volume.length < end) {
                throw ended(volume.length, end);
            }
            return volume;
        } catch (EOFException e) {
            throw ended(0, end);
        }
    }

    private static RefusedException ended(long found, long end) {
        return new RefusedException(
                "truncated NIfTI: " + found + " bytes; expected " + end + ". Fetch the file again.");
    }

    @Override
    public ImageFacts facts(byte[] file, DecodeOptions options) throws IOException {
        int[] sides = header(file).sides();
        int axis = options.axis();
        return ImageFacts.of(
                "NIfTI-1", sides[across(axis)], sides[down(axis)], Math.multiplyExact(sides[axis], sides[3]));
    }

    @Override
    public byte[] unpacked(byte[] file, ImageLimits limits) throws IOException {
        return isGzip(file) ? volume(file, header(file), limits) : file;
    }
}

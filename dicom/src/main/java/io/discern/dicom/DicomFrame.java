package io.discern.dicom;

import io.discern.image.ImageLimits;
import io.discern.image.RefusedException;
import io.discern.internal.image.JpegComponents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The samples of one frame, interleaved, in the bits that are stored.
 *
 * @param samples {@code rows x columns x samples} numbers
 * @param photometric what they mean; decompression may have changed it
 */
record DicomFrame(int[] samples, String photometric) {
    private static final String JPEG = "1.2.840.10008.1.2.4.";

    static DicomFrame read(String syntax, DicomData data, DicomHeader header, int frame, ImageLimits limits)
            throws IOException {
        DicomData.Value pixels = data.value(DicomTags.PIXEL_DATA);
        if (!pixels.delimited()) {
            return DicomNative.read(data, header, frame);
        }
        byte[] code = code(data, pixels, header, frame);
        return switch (syntax) {
            case "1.2.840.10008.1.2.5" -> new DicomFrame(RleFrame.decode(code, header), header.photometric());
            case JPEG + "50", JPEG + "51" -> jpeg(code, header, limits);
            case JPEG + "57", JPEG + "70" -> lossless(code, header);
            case JPEG + "80", JPEG + "81" -> new DicomFrame(JpegLs.decode(code, header), header.photometric());
            case JPEG + "90", JPEG + "91" -> Jpeg2000.decode(code, header);
            default ->
                throw new RefusedException("DICOM compressed by transfer syntax " + syntax
                        + "; expected native pixels, RLE, JPEG, JPEG-LS or JPEG 2000."
                        + " Decompress it with another program first.");
        };
    }

    private static DicomFrame jpeg(byte[] code, DicomHeader header, ImageLimits limits) throws IOException {
        JpegComponents jpeg = JpegComponents.read(code, limits);
        requireSize(header, jpeg.width(), jpeg.height(), jpeg.components());
        int[] samples = new int[jpeg.samples().length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = jpeg.samples()[i] & 0xff;
        }
        if (header.samples() == 1) {
            return new DicomFrame(samples, header.photometric());
        }
        // the JPEG's own word on its colours counts more than the data set's, as in pydicom
        String photometric = switch (jpeg.says()) {
            case RGB -> "RGB";
            case YCBCR -> "YBR_FULL";
            case NOTHING -> header.photometric();
        };
        return new DicomFrame(samples, photometric);
    }

    private static DicomFrame lossless(byte[] code, DicomHeader header) throws RefusedException {
        LosslessJpeg jpeg = LosslessJpeg.decode(code, header);
        return new DicomFrame(jpeg.samples(), header.photometric());
    }

    static void requireSize(DicomHeader header, int width, int height, int components) throws RefusedException {
        if (width != header.columns() || height != header.rows() || components != header.samples()) {
            throw new RefusedException("DICOM of " + header.columns() + " x " + header.rows() + " x " + header.samples()
                    + " whose compressed frame is " + width + " x " + height + " x " + components
                    + ". Export it again.");
        }
    }

    /** The compressed bytes of a frame: its fragments joined. */
    private static byte[] code(DicomData data, DicomData.Value pixels, DicomHeader header, int frame)
            throws RefusedException {
        List<ByteBuffer> fragments = DicomParser.fragments(data, pixels);
        if (fragments.size() < 2) {
            throw new RefusedException("DICOM with encapsulated pixels of no fragment. Fetch the file again.");
        }
        ByteBuffer basic = fragments.remove(0);
        if (header.frames() == 1) {
            return joined(fragments);
        }
        if (fragments.size() == header.frames()) {
            return joined(fragments.subList(frame, frame + 1));
        }
        ByteBuffer extended = data.buffer(DicomTags.EXTENDED_OFFSETS);
        boolean wide = extended.hasRemaining();
        ByteBuffer table = wide ? extended : basic;
        if (table.remaining() / (wide ? Long.BYTES : Integer.BYTES) < header.frames()) {
            throw new RefusedException("DICOM with " + fragments.size() + " fragments for " + header.frames()
                    + " frames and no table of their offsets. Export it again.");
        }
        long from = offset(table, wide, frame);
        long to = frame + 1 < header.frames() ? offset(table, wide, frame + 1) : Long.MAX_VALUE;
        int first = -1;
        int last = fragments.size();
        long at = 0;
        for (int i = 0; i < fragments.size(); i++) {
            first = at == from ? i : first;
            last = at == to ? i : last;
            at += 8 + fragments.get(i).remaining();
        }
        if (first < 0 || last <= first) {
            throw new RefusedException("DICOM whose table of offsets does not fit its fragments. Export it again.");
        }
        return joined(fragments.subList(first, last));
    }

    /** Where a frame begins, by the basic table or by the extended one (PS3.3 C.7.6.3.1.8). */
    private static long offset(ByteBuffer table, boolean wide, int frame) {
        return wide ? table.getLong(Long.BYTES * frame) : table.getInt(Integer.BYTES * frame) & 0xffff_ffffL;
    }

    private static byte[] joined(List<ByteBuffer> fragments) {
        byte[] joined =
                new byte[fragments.stream().mapToInt(ByteBuffer::remaining).sum()];
        int at = 0;
        for (ByteBuffer fragment : fragments) {
            fragment.get(0, joined, at, fragment.remaining());
            at += fragment.remaining();
        }
        return joined;
    }
}

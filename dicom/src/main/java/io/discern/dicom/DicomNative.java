package io.discern.dicom;

import io.discern.image.RefusedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Uncompressed pixels. */
final class DicomNative {
    private DicomNative() {}

    static DicomFrame read(DicomData data, DicomHeader header, int frame) throws RefusedException {
        ByteBuffer pixels = data.buffer(DicomTags.PIXEL_DATA);
        boolean halved = header.photometric().equals("YBR_FULL_422")
                || header.photometric().equals("YBR_PARTIAL_422");
        long bits = (long) header.size() * header.allocated();
        bits = halved ? bits * 2 / 3 : bits;
        long needed = (bits * header.frames() + 7) / 8;
        if (pixels.remaining() < needed) {
            throw new RefusedException("truncated DICOM: " + pixels.remaining() + " bytes of pixels; expected " + needed
                    + ". Fetch the file again.");
        }
        int[] samples = new int[header.size()];
        if (header.allocated() == 1) {
            long first = bits * frame;
            for (int i = 0; i < samples.length; i++) {
                long bit = first + i;
                samples[i] = pixels.get((int) (bit >> 3)) >> (bit & 7) & 1;
            }
            return new DicomFrame(samples, header.photometric());
        }
        int size = header.allocated() / 8;
        int start = Math.toIntExact(bits / 8 * frame);
        if (halved) {
            spread(pixels, start, header, samples);
            return new DicomFrame(samples, "YBR_FULL");
        }
        // bytes in words of a big-endian file come in swapped pairs
        int swap = size == 1
                        && pixels.order() == ByteOrder.BIG_ENDIAN
                        && data.value(DicomTags.PIXEL_DATA).vr().equals("OW")
                ? 1
                : 0;
        int pixelsOfFrame = header.size() / header.samples();
        for (int i = 0; i < samples.length; i++) {
            int place = header.planar() ? i % header.samples() * pixelsOfFrame + i / header.samples() : i;
            samples[i] = header.value(word(pixels, start + place * size ^ swap, size));
        }
        return new DicomFrame(samples, header.photometric());
    }

    private static int word(ByteBuffer pixels, int at, int size) {
        return size == 1 ? pixels.get(at) : size == 2 ? pixels.getShort(at) : pixels.getInt(at);
    }

    /** Y Y Cb Cr for two pixels; both take the same colour. */
    private static void spread(ByteBuffer pixels, int start, DicomHeader header, int[] samples)
            throws RefusedException {
        if (header.allocated() != 8 || header.columns() % 2 != 0) {
            throw new RefusedException("DICOM of halved colours with " + header.allocated() + " bits and "
                    + header.columns() + " columns; expected 8 bits and an even number.");
        }
        for (int i = 0; i < samples.length / 3; i++) {
            int pair = start + i / 2 * 4;
            samples[3 * i] = pixels.get(pair + (i & 1)) & 0xff;
            samples[3 * i + 1] = pixels.get(pair + 2) & 0xff;
            samples[3 * i + 2] = pixels.get(pair + 3) & 0xff;
        }
    }
}

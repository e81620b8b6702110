package io.discern.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The chunks of a PNG: those before the pixels, then the inflated pixels as one stream. Every checksum is checked. */
final class PngChunks implements AutoCloseable {
    private static final int SIGNATURE = 8;
    private static final int CHECKSUM = 4;

    private final byte[] file;
    private final ByteReader in;
    private final CRC32 crc = new CRC32();
    private final Inflater inflater = new Inflater();

    private byte[] header;
    private byte[] palette;
    private long sequence;

    private PngChunks(byte[] file) {
        this.file = file;
        in = ByteReader.bigEndian(file);
    }

    /** Reads up to the first pixels. */
    static PngChunks open(byte[] file) throws RefusedException {
        PngChunks chunks = new PngChunks(file);
        try {
            chunks.readHead();
            return chunks;
        } catch (RefusedException e) {
            chunks.close();
            throw e;
        }
    }

    /** The 13 bytes that describe the picture. */
    byte[] header() {
        return header;
    }

    /** The palette's bytes, or null. */
    byte[] palette() {
        return palette;
    }

    private void readHead() throws RefusedException {
        in.seek(SIGNATURE);
        while (true) {
            long length = in.u32();
            int start = in.position();
            String type = new String(in.bytes(4), StandardCharsets.ISO_8859_1);
            if (type.equals("IDAT")) {
                if (header == null) {
                    throw new RefusedException("PNG whose pixels come before its header; fetch the file again");
                }
                in.seek(start - CHECKSUM);
                return;
            }
            if (header == null && !type.equals("IHDR")) {
                throw new RefusedException("PNG whose first chunk is \"" + printable(type)
                        + "\"; expected IHDR. The file is damaged: fetch it again.");
            }
            byte[] data = in.bytes(length);
            check(start, type);
            switch (type) {
                case "IHDR" -> header = header(data);
                case "PLTE" -> palette = data;
                case "fcTL", "fdAT" -> checkSequence(data);
                case "IEND" ->
                    throw new RefusedException("PNG without pixels (no IDAT chunk); expected a complete image."
                            + " Fetch the file again.");
                default -> {
                    // text, colours and animation do not change the pixels
                }
            }
        }
    }

    private static byte[] header(byte[] data) throws RefusedException {
        if (data.length != 13) {
            throw new RefusedException(
                    "PNG with a header of " + data.length + " bytes; expected 13. Fetch the file again.");
        }
        return data;
    }

    /** Compares the checksum at the cursor with that of the bytes since {@code start}. */
    private void check(int start, String type) throws RefusedException {
        crc.reset();
        crc.update(file, start, in.position() - start);
        if (in.u32() != crc.getValue()) {
            throw new RefusedException("damaged PNG: the checksum of chunk " + printable(type)
                    + " does not match its bytes. Fetch the file again.");
        }
    }

    /** Fills part of an array with inflated bytes. */
    void inflate(byte[] target, int offset, int length) throws RefusedException {
        int done = 0;
        try {
            while (done < length) {
                int count = inflater.inflate(target, offset + done, length - done);
                done += count;
                if (count == 0 && !(inflater.needsInput() && feed())) {
                    throw new RefusedException("truncated PNG: its pixels end early; expected a complete image."
                            + " Fetch the file again.");
                }
            }
        } catch (DataFormatException e) {
            throw new RefusedException(
                    "damaged PNG (" + e.getMessage() + "); expected a complete image. Fetch the file again.");
        }
    }

    /** Passes over what follows the pixels: a chunk that is cut short is a refusal, an absent end is none, as in Pillow. */
    void finish() throws RefusedException {
        while (in.remaining() >= 8) {
            long length = in.u32();
            String type = new String(in.bytes(4), StandardCharsets.ISO_8859_1);
            if (type.equals("IEND") || type.equals("fcTL")) {
                return;
            }
            byte[] data = in.bytes(length);
            if (type.equals("fdAT")) {
                checkSequence(data);
            }
            in.skip(Math.min(CHECKSUM, in.remaining()));
        }
    }

    /** Chunks of an animation are numbered from 0; a first frame smaller than the picture would change its pixels. */
    private void checkSequence(byte[] data) throws RefusedException {
        ByteReader chunk = ByteReader.bigEndian(data);
        long number = chunk.u32();
        boolean control = data.length == 26;
        if (number != sequence++
                || !control && number == 0
                || control && !Arrays.equals(data, 4, 12, header, 0, 8)
                || control && !Arrays.equals(data, 12, 20, new byte[8], 0, 8)) {
            throw new RefusedException("animated PNG whose frames are out of order or smaller than the picture."
                    + " Save its first frame as a plain PNG.");
        }
    }

    /** Gives the inflater the next chunk of pixels; false where there is none. */
    private boolean feed() throws RefusedException {
        if (inflater.finished() || in.remaining() < 8) {
            return false;
        }
        long length = in.u32();
        int start = in.position();
        String type = new String(in.bytes(4), StandardCharsets.ISO_8859_1);
        if (!type.equals("IDAT")) {
            return false;
        }
        if (length > in.remaining()) {
            // what is there may still hold every pixel, as in Pillow; the stream's own checksum then decides
            inflater.setInput(file, in.position(), in.remaining());
            in.skip(in.remaining());
            return true;
        }
        in.skip(length);
        check(start, type);
        inflater.setInput(file, start + CHECKSUM, (int) length);
        return true;
    }

    private static String printable(String type) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (char c : type.toCharArray()) {
            text.write(c >= ' ' && c < 127 ? c : '?');
        }
        return text.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        inflater.end();
    }
}

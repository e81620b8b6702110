package io.discern.image;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The byte-oriented compressions of TIFF, decoded to exactly as many bytes as the picture needs. */
final class TiffCompression {
    static final int NONE = 1;
    static final int LZW = 5;
    static final int JPEG = 7;
    static final int DEFLATE = 8;
    static final int PACK_BITS = 32_773;
    static final int OLD_DEFLATE = 32_946;

    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int TABLE = 4096;

    private TiffCompression() {}

    /** Whether it is one that {@link #decode} knows. */
    static boolean known(int compression) {
        return switch (compression) {
            case NONE, LZW, DEFLATE, PACK_BITS, OLD_DEFLATE -> true;
            default -> false;
        };
    }

    /** The name of a compression in messages. */
    static String name(int compression) {
        return switch (compression) {
            case NONE -> "no compression";
            case 2, 3, 4 -> "CCITT fax";
            case 6 -> "old-style JPEG";
            case JPEG -> "JPEG";
            case PACK_BITS -> "PackBits";
            case 34_712 -> "JPEG 2000";
            case 34_925 -> "LZMA";
            case 50_000 -> "Zstandard";
            case 50_001 -> "WebP";
            default -> "compression " + compression;
        };
    }

    /** Decodes {@code length} bytes; fewer in the data are a refusal. */
    static byte[] decode(int compression, byte[] data, int length) throws RefusedException {
        byte[] out = new byte[length];
        switch (compression) {
            case LZW -> lzw(data, out);
            case PACK_BITS -> packBits(data, out);
            case DEFLATE, OLD_DEFLATE -> inflate(data, out);
            default -> {
                if (data.length < length) {
                    throw early(data.length, length);
                }
                System.arraycopy(data, 0, out, 0, length);
            }
        }
        return out;
    }

    private static void inflate(byte[] data, byte[] out) throws RefusedException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(data);
            int done = 0;
            while (done < out.length) {
                int count = inflater.inflate(out, done, out.length - done);
                if (count == 0) {
                    throw early(done, out.length);
                }
                done += count;
            }
        } catch (DataFormatException e) {
            throw new RefusedException("damaged TIFF (" + e.getMessage() + "). Fetch the file again.");
        } finally {
            inflater.end();
        }
    }

    private static void packBits(byte[] data, byte[] out) throws RefusedException {
        int at = 0;
        int done = 0;
        while (done < out.length) {
            if (at + 1 >= data.length) {
                throw early(done, out.length);
            }
            int control = data[at++];
            if (control >= 0) {
                int count = Math.min(control + 1, out.length - done);
                if (at + count > data.length) {
                    throw early(done, out.length);
                }
                System.arraycopy(data, at, out, done, count);
                at += control + 1;
                done += count;
            } else if (control != -128) {
                int count = Math.min(1 - control, out.length - done);
                Arrays.fill(out, done, done + count, data[at++]);
                done += count;
            }
        }
    }

    /** Codes of 9 to 12 bits, high bit first, widened one code early; each string is a piece of the output before it. */
    private static void lzw(byte[] data, byte[] out) throws RefusedException {
        if (data.length > 1 && data[0] == 0 && (data[1] & 1) == 1) {
            throw new RefusedException(
                    "TIFF of the old LZW compression (low bit first); expected the current one." + " Save it again.");
        }
        int[] start = new int[TABLE + 1];
        int[] length = new int[TABLE + 1];
        int next = END + 1;
        int bits = 9;
        int previous = -1;
        int buffer = 0;
        int held = 0;
        int at = 0;
        int done = 0;
        while (done < out.length) {
            while (held < bits) {
                if (at == data.length) {
                    throw early(done, out.length);
                }
                buffer = buffer << 8 | data[at++] & 0xff;
                held += 8;
            }
            int code = buffer >>> held - bits & (1 << bits) - 1;
            held -= bits;
            if (code == END) {
                throw early(done, out.length);
            }
            if (code == CLEAR) {
                next = END + 1;
                bits = 9;
                previous = -1;
                continue;
            }
            if (code > next || code == next && previous < 0 || code >= TABLE) {
                throw new RefusedException("damaged TIFF (LZW code " + code + " where the table ends at " + next
                        + "). Fetch the file again.");
            }
            if (previous >= 0 && next < TABLE) {
                // the string of the previous code and the byte after it, which this code is about to write
                start[next] = done - (previous < CLEAR ? 1 : length[previous]);
                length[next] = (previous < CLEAR ? 1 : length[previous]) + 1;
                next++;
            }
            if (code < CLEAR) {
                out[done++] = (byte) code;
            } else {
                int count = Math.min(length[code], out.length - done);
                for (int i = 0, from = start[code]; i < count; i++) {
                    out[done++] = out[from + i];
                }
            }
            previous = code;
            if (next + 1 >= 1 << bits && bits < 12) {
                bits++;
            }
        }
    }

    private static RefusedException early(int found, int expected) {
        return new RefusedException("truncated TIFF: a strip or tile ends after " + found + " of " + expected
                + " bytes. Fetch the file again.");
    }
}

package io.discern.dicom;

import io.discern.image.RefusedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** DICOM's run-length encoding (PS3.5 annex G): a segment for each byte of each sample, the high one first. */
final class RleFrame {
    private static final int HEADER = 64;

    private RleFrame() {}

    static int[] decode(byte[] code, DicomHeader header) throws RefusedException {
        int size = header.allocated() / 8;
        int segments = header.samples() * size;
        if (code.length < HEADER || size == 0) {
            throw damaged("a header of " + code.length + " bytes");
        }
        ByteBuffer table = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
        if (table.getInt(0) != segments || segments > 15) {
            throw damaged(table.getInt(0) + " segments for " + header.samples() + " samples of " + size + " bytes");
        }
        int[] samples = new int[header.size()];
        for (int segment = 0; segment < segments; segment++) {
            long from = table.getInt(4 + 4 * segment) & 0xffff_ffffL;
            long to = segment + 1 < segments ? table.getInt(8 + 4 * segment) & 0xffff_ffffL : code.length;
            if (from < HEADER || to > code.length || from > to) {
                throw damaged("segment " + segment + " from byte " + from + " to " + to);
            }
            unpack(code, (int) from, (int) to, samples, segment / size, header.samples());
        }
        for (int i = 0; i < samples.length; i++) {
            samples[i] = header.value(samples[i]);
        }
        return samples;
    }

    /** Shifts a byte into every {@code step}-th sample, from {@code first} on. */
    private static void unpack(byte[] code, int from, int to, int[] samples, int first, int step)
            throws RefusedException {
        int at = from;
        int out = first;
        while (out < samples.length) {
            if (at + 1 >= to) {
                throw damaged("a segment that ends early");
            }
            int control = code[at++];
            if (control == -128) {
                continue;
            }
            boolean literal = control >= 0;
            int count = literal ? control + 1 : 1 - control;
            if (literal && at + count > to) {
                throw damaged("a segment that ends early");
            }
            for (int i = 0; i < count && out < samples.length; i++, out += step) {
                samples[out] = samples[out] << 8 | code[literal ? at + i : at] & 0xff;
            }
            at += literal ? count : 1;
        }
    }

    private static RefusedException damaged(String what) {
        return new RefusedException("damaged DICOM: run-length encoding with " + what + ". Fetch the file again.");
    }
}

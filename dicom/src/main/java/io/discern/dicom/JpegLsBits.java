package io.discern.dicom;

import io.discern.image.RefusedException;

/** The bits of a JPEG-LS scan: a byte behind 0xff has seven of them. */
final class JpegLsBits {
    private final byte[] code;
    private int at;
    private int held;
    private int count;

    JpegLsBits(byte[] code, int at) {
        this.code = code;
        this.at = at;
    }

    /** Where the next byte would be read. */
    int position() {
        return at;
    }

    int bit() throws RefusedException {
        if (count == 0) {
            if (at >= code.length || held == 0xff && (code[at] & 0x80) != 0) {
                throw new RefusedException("truncated DICOM: its JPEG-LS data end early, at byte " + at + " of "
                        + code.length + " of the frame. Fetch the file again.");
            }
            count = held == 0xff ? 7 : 8;
            held = code[at++] & 0xff;
        }
        return held >> --count & 1;
    }

    int bits(int number) throws RefusedException {
        int value = 0;
        for (int i = 0; i < number; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** A Golomb code of parameter k whose length is limited (T.87 A.5.3). */
    int golomb(int k, int limit, int qbpp) throws RefusedException {
        int high = 0;
        while (bit() == 0) {
            if (++high > limit) {
                throw JpegLs.damaged("has a code longer than its limit of " + limit + " bits");
            }
        }
        return high < limit - qbpp - 1 ? high << k | bits(k) : bits(qbpp) + 1;
    }
}

package io.discern.dicom;

import io.discern.image.RefusedException;

/** The bits of a JPEG-LS scan: a byte behind 0xff has seven of them. */
final class JpegLsBits extends ScanBits {
    JpegLsBits(byte[] code, int at) {
        super(code, at);
    }

    @Override
    void load() throws RefusedException {
        if (at >= code.length || held == 0xff && (code[at] & 0x80) != 0) {
            throw early();
        }
        count = held == 0xff ? 7 : 8;
        held = code[at++] & 0xff;
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

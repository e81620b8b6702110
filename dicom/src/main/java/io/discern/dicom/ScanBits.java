package io.discern.dicom;

import io.discern.image.RefusedException;

/** The bits of a compressed scan, the high one of a byte first. What follows a byte 0xff differs between the compressions. */
abstract class ScanBits {
    final byte[] code;
    int at;
    /** The byte whose bits are read. */
    int held;
    /** How many of its bits are left. */
    int count;

    ScanBits(byte[] code, int at) {
        this.code = code;
        this.at = at;
    }

    /** Takes the next byte and says how many of its bits count. */
    abstract void load() throws RefusedException;

    /** Where the next byte would be read. */
    final int position() {
        return at;
    }

    final int bit() throws RefusedException {
        if (count == 0) {
            load();
        }
        return held >> --count & 1;
    }

    final int bits(int number) throws RefusedException {
        int value = 0;
        for (int i = 0; i < number; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    final RefusedException early() {
        return new RefusedException("truncated DICOM: its compressed pixels end early, at byte " + at + " of "
                + code.length + " of the frame. Fetch the file again.");
    }
}

package io.discern.dicom;

import io.discern.image.RefusedException;
import java.nio.ByteBuffer;

/**
 * A look-up table of DICOM.
 *
 * @param first the value that the first entry stands for
 * @param bits of an entry
 * @param entries their values
 */
record LookUp(int first, int bits, int[] entries) {
    /** Reads a table whose descriptor and data have those tags. */
    static LookUp read(DicomData data, int descriptor, int values, boolean signed) throws RefusedException {
        ByteBuffer described = data.buffer(descriptor);
        ByteBuffer stored = data.buffer(values);
        if (described.remaining() < 6) {
            throw new RefusedException("DICOM with a look-up table without its descriptor " + DicomData.name(descriptor)
                    + ". Export it again.");
        }
        int count = described.getShort(0) & 0xffff;
        count = count == 0 ? 65_536 : count;
        String vr = data.value(descriptor).vr();
        boolean signedFirst = vr.equals("SS") || signed && !vr.equals("US");
        int first = signedFirst ? described.getShort(2) : described.getShort(2) & 0xffff;
        int bits = described.getShort(4) & 0xffff;
        boolean words = stored.remaining() >= 2 * count;
        if (bits < 1 || bits > 16 || stored.remaining() < count) {
            throw new RefusedException("DICOM with a look-up table of " + count + " entries of " + bits + " bits in "
                    + stored.remaining() + " bytes. Export it again.");
        }
        int[] entries = new int[count];
        for (int i = 0; i < count; i++) {
            entries[i] = words ? stored.getShort(2 * i) & 0xffff : stored.get(i) & 0xff;
        }
        return new LookUp(first, bits, entries);
    }

    /** The entry of a value; those beyond the table have its first or last one. */
    int of(double value) {
        double index = Math.floor(value) - first;
        return entries[(int) Math.min(Math.max(index, 0), entries.length - 1)];
    }

    /** The greatest that an entry can be. */
    int greatest() {
        return (1 << bits) - 1;
    }
}

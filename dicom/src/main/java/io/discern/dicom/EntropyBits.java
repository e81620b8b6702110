package io.discern.dicom;

import io.discern.image.RefusedException;

/** The bits of a JPEG scan, without the bytes that are stuffed behind 0xff. */
final class EntropyBits extends ScanBits {
    EntropyBits(byte[] code, int at) {
        super(code, at);
    }

    @Override
    void load() throws RefusedException {
        if (at >= code.length) {
            throw early();
        }
        held = code[at++] & 0xff;
        if (held == 0xff) {
            if (at >= code.length || code[at] != 0) {
                throw early();
            }
            at++;
        }
        count = 8;
    }

    /** The next difference: a code for its number of bits, then the bits. */
    int difference(HuffmanTable table) throws RefusedException {
        int word = 0;
        for (int length = 1; length <= 16; length++) {
            word = word << 1 | bit();
            int size = table.symbol(word, length);
            if (size >= 0) {
                return extended(size);
            }
        }
        throw new RefusedException("damaged DICOM: a Huffman code that is not in its table. Fetch the file again.");
    }

    private int extended(int size) throws RefusedException {
        if (size == 0) {
            return 0;
        }
        if (size > 15) {
            return 32_768;
        }
        int value = bits(size);
        return value < 1 << size - 1 ? value - (1 << size) + 1 : value;
    }

    /** Drops what is left of a byte and passes the restart marker. */
    void restart() throws RefusedException {
        count = 0;
        while (at + 1 < code.length) {
            boolean marker = (code[at] & 0xff) == 0xff && (code[at + 1] & 0xf8) == 0xd0;
            at += marker ? 2 : 1;
            if (marker) {
                return;
            }
        }
        throw early();
    }
}

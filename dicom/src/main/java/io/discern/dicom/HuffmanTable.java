package io.discern.dicom;

import io.discern.image.RefusedException;
import java.util.Arrays;

/** A Huffman table of lossless JPEG: from a code to how many bits a difference has. */
final class HuffmanTable {
    private static final int LONGEST = 16;

    private final int[] lastCode = new int[LONGEST + 1];
    private final int[] offset = new int[LONGEST + 1];
    private final byte[] symbols;

    private HuffmanTable(byte[] symbols) {
        this.symbols = symbols;
    }

    /** Reads 16 counts and the symbols behind them. */
    static HuffmanTable read(byte[] code, int at, int end) throws RefusedException {
        int size = 0;
        for (int i = 0; i < LONGEST; i++) {
            size += code[at + i] & 0xff;
        }
        if (size > 256 || at + LONGEST + size > end) {
            throw new RefusedException("damaged DICOM: a Huffman table of " + size + " codes. Fetch the file again.");
        }
        HuffmanTable table = new HuffmanTable(Arrays.copyOfRange(code, at + LONGEST, at + LONGEST + size));
        int next = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            int count = code[at + length - 1] & 0xff;
            table.offset[length] = index - next;
            next += count;
            index += count;
            table.lastCode[length] = count == 0 ? -1 : next - 1;
            next <<= 1;
        }
        return table;
    }

    /** How many symbols it has. */
    int size() {
        return symbols.length;
    }

    /** The symbol of a code of that length, or -1 where the code is longer. */
    int symbol(int code, int length) {
        if (code > lastCode[length]) {
            return -1;
        }
        int at = offset[length] + code;
        return at >= 0 && at < symbols.length ? symbols[at] & 0xff : -1;
    }
}

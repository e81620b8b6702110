package io.discern.image;

/** Scanlines of one PNG pass: inflated a block at a time, each with its filter undone over the line above it. */
final class PngScanlines {
    private static final int BLOCK = 64 << 10;

    private final PngChunks chunks;
    private final int rowBytes;
    private final int pixelBytes;
    private final byte[] block;
    private int rowsLeft;
    private int at;
    private int end;

    PngScanlines(PngChunks chunks, int rowBytes, int pixelBytes, int rows) {
        this.chunks = chunks;
        this.rowBytes = rowBytes;
        this.pixelBytes = pixelBytes;
        rowsLeft = rows;
        block = new byte[(int) Math.min((long) rows, Math.max(1, BLOCK / (rowBytes + 1))) * (rowBytes + 1)];
    }

    /**
     * Writes the next line.
     *
     * @param target where it goes, from {@code offset} on
     * @param above where the line before it starts in {@code target}, or -1 for the first
     */
    void next(byte[] target, int offset, int above) throws RefusedException {
        if (at == end) {
            int rows = Math.min(rowsLeft, block.length / (rowBytes + 1));
            end = rows * (rowBytes + 1);
            chunks.inflate(block, 0, end);
            rowsLeft -= rows;
            at = 0;
        }
        int filter = block[at];
        int from = at + 1;
        at += rowBytes + 1;
        switch (filter) {
            case 0 -> System.arraycopy(block, from, target, offset, rowBytes);
            case 1 -> sub(from, target, offset);
            case 2 -> up(from, target, offset, above);
            case 3 -> average(from, target, offset, above);
            case 4 -> paeth(from, target, offset, above);
            default ->
                throw new RefusedException(
                        "damaged PNG: filter " + (filter & 0xff) + "; expected 0 to 4. Fetch the file again.");
        }
    }

    private void sub(int from, byte[] target, int offset) {
        int head = Math.min(pixelBytes, rowBytes);
        System.arraycopy(block, from, target, offset, head);
        for (int i = head; i < rowBytes; i++) {
            target[offset + i] = (byte) (block[from + i] + target[offset + i - pixelBytes]);
        }
    }

    private void up(int from, byte[] target, int offset, int above) {
        if (above < 0) {
            System.arraycopy(block, from, target, offset, rowBytes);
            return;
        }
        for (int i = 0; i < rowBytes; i++) {
            target[offset + i] = (byte) (block[from + i] + target[above + i]);
        }
    }

    private void average(int from, byte[] target, int offset, int above) {
        for (int i = 0; i < rowBytes; i++) {
            int left = i < pixelBytes ? 0 : target[offset + i - pixelBytes] & 0xff;
            int up = above < 0 ? 0 : target[above + i] & 0xff;
            target[offset + i] = (byte) (block[from + i] + (left + up >> 1));
        }
    }

    private void paeth(int from, byte[] target, int offset, int above) {
        if (above < 0) {
            sub(from, target, offset);
        } else {
            PngPaeth.undo(block, from, target, offset, above, rowBytes, pixelBytes);
        }
    }
}

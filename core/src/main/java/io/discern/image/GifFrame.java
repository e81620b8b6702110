package io.discern.image;

import java.util.Arrays;

/**
 * The compressed indices of one GIF frame, written to their place on the screen. Refuses what Pillow's decoder calls broken,
 * and data that end before the last row.
 */
final class GifFrame {
    private static final int MOST_BITS = 12;
    private static final int TABLE = 1 << MOST_BITS;

    private final byte[] screen;
    private final int origin;
    private final int stride;
    private final int width;
    private final int height;

    private final byte[] last = new byte[TABLE];
    private final short[] link = new short[TABLE];
    private final byte[] string = new byte[TABLE];

    private int[] rows;
    private int row;
    private int column;

    GifFrame(byte[] screen, int origin, int stride, int width, int height) {
        this.screen = screen;
        this.origin = origin;
        this.stride = stride;
        this.width = width;
        this.height = height;
    }

    /** Decodes from the code size on. */
    void decode(ByteReader in, boolean interlaced) throws RefusedException {
        int bits = in.u8();
        if (bits > MOST_BITS) {
            throw broken("its first codes have " + bits + " bits, expected at most " + MOST_BITS);
        }
        rows = rowOrder(interlaced);
        int clear = 1 << bits;
        int next = clear + 2;
        int size = bits + 1;
        int previous = -1;
        int first = 0;
        int bitBuffer = 0;
        int bitCount = 0;
        int blockLeft = 0;
        while (row < height) {
            while (bitCount < size) {
                if (blockLeft == 0) {
                    blockLeft = in.remaining() > 0 ? in.u8() : 0;
                    if (blockLeft == 0 || blockLeft > in.remaining()) {
                        throw early();
                    }
                }
                bitBuffer |= in.u8() << bitCount;
                bitCount += 8;
                blockLeft--;
            }
            int code = bitBuffer & (1 << size) - 1;
            bitBuffer >>>= size;
            bitCount -= size;
            if (code == clear) {
                next = clear + 2;
                size = bits + 1;
                previous = -1;
                continue;
            }
            if (code == clear + 1) {
                throw early();
            }
            if (previous < 0) {
                if (code > clear) {
                    throw broken("code " + code + " follows a clearing of the table");
                }
                first = code;
                put((byte) code);
                previous = code;
                continue;
            }
            if (code > next) {
                throw broken("code " + code + " where the table ends at " + next);
            }
            int from = TABLE;
            int walk = code;
            if (code == next) {
                string[--from] = (byte) first;
                walk = previous;
            }
            while (walk >= clear) {
                if (from == 0 || walk >= TABLE) {
                    throw broken("code " + code + " stands for no string");
                }
                string[--from] = last[walk];
                walk = link[walk];
            }
            first = walk;
            if (next < TABLE) {
                last[next] = (byte) first;
                link[next] = (short) previous;
                if (next == (1 << size) - 1 && size < MOST_BITS) {
                    size++;
                }
                next++;
            }
            previous = code;
            put((byte) first);
            put(from);
        }
    }

    private void put(byte index) {
        if (row < height) {
            screen[origin + rows[row] * stride + column] = index;
            advance(1);
        }
    }

    /** The string that was written from the end, row by row; what is beyond the last row is dropped. */
    private void put(int from) {
        int at = from;
        while (at < TABLE && row < height) {
            int count = Math.min(TABLE - at, width - column);
            System.arraycopy(string, at, screen, origin + rows[row] * stride + column, count);
            at += count;
            advance(count);
        }
    }

    private void advance(int count) {
        column += count;
        if (column == width) {
            column = 0;
            row++;
        }
    }

    private int[] rowOrder(boolean interlaced) {
        int[] order = new int[height];
        int at = 0;
        int[][] passes = interlaced ? new int[][] {{0, 8}, {4, 8}, {2, 4}, {1, 2}} : new int[][] {{0, 1}};
        for (int[] pass : passes) {
            for (int y = pass[0]; y < height; y += pass[1]) {
                order[at++] = y;
            }
        }
        return Arrays.copyOf(order, at);
    }

    private RefusedException early() {
        return new RefusedException("GIF whose data end after " + row + " of " + height
                + " rows; expected a complete image. Fetch the file again.");
    }

    private RefusedException broken(String what) {
        return new RefusedException(
                "broken GIF: " + what + " in row " + row + " of " + height + ". Fetch or export the file again.");
    }
}

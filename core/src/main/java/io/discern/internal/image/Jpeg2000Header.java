package io.discern.internal.image;

import io.discern.image.RefusedException;

/**
 * What a JPEG 2000 codestream says in its main header.
 *
 * @param boxed whether it lies in a JP2 file
 * @param width in pixels
 * @param height in pixels
 * @param components of each pixel
 * @param precision bits of the first component
 * @param signed whether the first component is signed
 * @param tiles how many tiles there are; {@link Long#MAX_VALUE} where their sizes make no sense
 * @param reversible whether all of it is coded by the reversible transform, whose pixels do not depend on the decoder
 * @param hasPalette whether a box of the JP2 file holds a palette
 */
public record Jpeg2000Header(
        boolean boxed,
        int width,
        int height,
        int components,
        int precision,
        boolean signed,
        long tiles,
        boolean reversible,
        boolean hasPalette) {
    private static final int START = 0xff4f;
    private static final int SIZE = 0xff51;
    private static final int CODING = 0xff52;
    private static final int COMPONENT_CODING = 0xff53;
    private static final int TILE = 0xff90;
    private static final int MOST_TILES = 65_535;

    /** Whether a file begins like a codestream or a JP2 file. */
    public static boolean recognises(byte[] head) {
        boolean bare = head.length > 3 && big16(head, 0) == START && big16(head, 2) == SIZE;
        return bare || head.length > 11 && head[4] == 'j' && head[5] == 'P' && head[6] == ' ' && head[7] == ' ';
    }

    /**
     * Reads the header.
     *
     * @throws RefusedException where there is no complete one
     */
    public static Jpeg2000Header of(byte[] file) throws RefusedException {
        boolean boxed = file.length > 7 && file[4] == 'j' && file[5] == 'P';
        boolean palette = false;
        int at = 0;
        if (boxed) {
            long box = 0;
            while (box + 8 <= file.length && !named(file, (int) box, "jp2c")) {
                palette |= named(file, (int) box, "jp2h") && contains(file, (int) box, "pclr");
                long length = big32(file, (int) box);
                box = length < 8 ? file.length : box + length;
            }
            at = (int) Math.min(box + 8, file.length);
        }
        if (at + 4 > file.length || big16(file, at) != START || big16(file, at + 2) != SIZE) {
            throw new RefusedException(
                    "JPEG 2000 without a codestream; expected a complete image. Fetch the file again.");
        }
        return codestream(file, at, boxed, palette);
    }

    private static Jpeg2000Header codestream(byte[] file, int start, boolean boxed, boolean palette)
            throws RefusedException {
        int size = start + 2;
        if (size + 43 > file.length) {
            throw new RefusedException("truncated JPEG 2000: its header ends early. Fetch the file again.");
        }
        long width = big32(file, size + 6) - big32(file, size + 14);
        long height = big32(file, size + 10) - big32(file, size + 18);
        int depth = file[size + 40];
        boolean reversible = true;
        for (int at = size; at + 14 <= file.length && big16(file, at) != TILE; at += 2 + big16(file, at + 2)) {
            int marker = big16(file, at);
            reversible &= marker != CODING || file[at + 13] == 1;
            reversible &= marker != COMPONENT_CODING;
        }
        long across = tiles(big32(file, size + 6), big32(file, size + 22), big32(file, size + 30));
        long down = tiles(big32(file, size + 10), big32(file, size + 26), big32(file, size + 34));
        return new Jpeg2000Header(
                boxed,
                (int) Math.min(Math.max(width, 0), Integer.MAX_VALUE),
                (int) Math.min(Math.max(height, 0), Integer.MAX_VALUE),
                big16(file, size + 38),
                (depth & 0x7f) + 1,
                depth < 0,
                across > MOST_TILES || down > MOST_TILES ? Math.max(across, down) : across * down,
                reversible,
                palette);
    }

    /** How many tiles there are along a side: from their origin, which may lie before the picture's, to the end of the grid. */
    private static long tiles(long end, long size, long origin) {
        return size < 1 || origin >= end ? Long.MAX_VALUE : (end - origin + size - 1) / size;
    }

    /**
     * Refuses a picture of tiny tiles, of which a decoder keeps millions.
     *
     * @throws RefusedException with the number of tiles
     */
    public void requireFewTiles() throws RefusedException {
        if (tiles > MOST_TILES) {
            throw new RefusedException(
                    "JPEG 2000 of " + tiles + " tiles or more; expected at most " + MOST_TILES + ". Export it again.");
        }
    }

    private static boolean named(byte[] file, int box, String name) {
        for (int i = 0; i < 4; i++) {
            if (file[box + 4 + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(byte[] file, int box, String name) {
        long end = Math.min(file.length, box + big32(file, box));
        for (int at = box + 8; at + 8 <= end; at++) {
            if (named(file, at, name)) {
                return true;
            }
        }
        return false;
    }

    private static int big16(byte[] file, int at) {
        return (file[at] & 0xff) << 8 | file[at + 1] & 0xff;
    }

    private static long big32(byte[] file, int at) {
        return (long) big16(file, at) << 16 | big16(file, at + 2);
    }
}

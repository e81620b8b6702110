package io.discern.image;

/**
 * PNG's fourth filter. Each channel depends on its pixel to the left, so the channels of a pixel are computed side by side: one
 * after the other would take three times as long.
 */
final class PngPaeth {
    private PngPaeth() {}

    /**
     * Undoes the filter for one line.
     *
     * @param in the filtered bytes, from {@code from} on
     * @param out where the line goes, from {@code to} on, and where the line above lies, from {@code above} on
     */
    static void undo(byte[] in, int from, byte[] out, int to, int above, int length, int pixelBytes) {
        int head = Math.min(pixelBytes, length);
        for (int i = 0; i < head; i++) {
            out[to + i] = (byte) (in[from + i] + out[above + i]);
        }
        if (pixelBytes == 3) {
            three(in, from, out, to, above, length);
        } else if (pixelBytes == 4) {
            four(in, from, out, to, above, length);
        } else {
            any(in, from, out, to, above, length, pixelBytes);
        }
    }

    private static void three(byte[] in, int from, byte[] out, int to, int above, int length) {
        if (length < 3) {
            return;
        }
        int left0 = out[to] & 0xff;
        int left1 = out[to + 1] & 0xff;
        int left2 = out[to + 2] & 0xff;
        int corner0 = out[above] & 0xff;
        int corner1 = out[above + 1] & 0xff;
        int corner2 = out[above + 2] & 0xff;
        for (int i = 3; i + 2 < length; i += 3) {
            int up0 = out[above + i] & 0xff;
            int up1 = out[above + i + 1] & 0xff;
            int up2 = out[above + i + 2] & 0xff;
            left0 = in[from + i] + nearest(left0, up0, corner0) & 0xff;
            left1 = in[from + i + 1] + nearest(left1, up1, corner1) & 0xff;
            left2 = in[from + i + 2] + nearest(left2, up2, corner2) & 0xff;
            out[to + i] = (byte) left0;
            out[to + i + 1] = (byte) left1;
            out[to + i + 2] = (byte) left2;
            corner0 = up0;
            corner1 = up1;
            corner2 = up2;
        }
    }

    private static void four(byte[] in, int from, byte[] out, int to, int above, int length) {
        if (length < 4) {
            return;
        }
        int left0 = out[to] & 0xff;
        int left1 = out[to + 1] & 0xff;
        int left2 = out[to + 2] & 0xff;
        int left3 = out[to + 3] & 0xff;
        int corner0 = out[above] & 0xff;
        int corner1 = out[above + 1] & 0xff;
        int corner2 = out[above + 2] & 0xff;
        int corner3 = out[above + 3] & 0xff;
        for (int i = 4; i + 3 < length; i += 4) {
            int up0 = out[above + i] & 0xff;
            int up1 = out[above + i + 1] & 0xff;
            int up2 = out[above + i + 2] & 0xff;
            int up3 = out[above + i + 3] & 0xff;
            left0 = in[from + i] + nearest(left0, up0, corner0) & 0xff;
            left1 = in[from + i + 1] + nearest(left1, up1, corner1) & 0xff;
            left2 = in[from + i + 2] + nearest(left2, up2, corner2) & 0xff;
            left3 = in[from + i + 3] + nearest(left3, up3, corner3) & 0xff;
            out[to + i] = (byte) left0;
            out[to + i + 1] = (byte) left1;
            out[to + i + 2] = (byte) left2;
            out[to + i + 3] = (byte) left3;
            corner0 = up0;
            corner1 = up1;
            corner2 = up2;
            corner3 = up3;
        }
    }

    private static void any(byte[] in, int from, byte[] out, int to, int above, int length, int pixelBytes) {
        for (int i = pixelBytes; i < length; i++) {
            int left = out[to + i - pixelBytes] & 0xff;
            int up = out[above + i] & 0xff;
            int corner = out[above + i - pixelBytes] & 0xff;
            out[to + i] = (byte) (in[from + i] + nearest(left, up, corner));
        }
    }

    /**
     * Whichever of the three is nearest to {@code left + up - corner}, the first of equals. By masks: in real pictures a branch
     * would be guessed wrong for every third sample.
     */
    private static int nearest(int left, int up, int corner) {
        int toLeft = Math.abs(up - corner);
        int toUp = Math.abs(left - corner);
        int toCorner = Math.abs(left + up - 2 * corner);
        int upIsNearer = toUp - toLeft >> 31;
        int best = left ^ (left ^ up) & upIsNearer;
        int distance = toLeft + (toUp - toLeft & upIsNearer);
        int cornerIsNearest = toCorner - distance >> 31;
        return best ^ (best ^ corner) & cornerIsNearest;
    }
}

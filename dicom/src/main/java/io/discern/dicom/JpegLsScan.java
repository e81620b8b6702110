package io.discern.dicom;

import io.discern.image.RefusedException;
import java.util.Arrays;

/** Decodes one scan of JPEG-LS: line after line, regular samples and runs. */
final class JpegLsScan {
    private static final int[] RUN_BITS = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    private final JpegLsBits bits;
    private final JpegLsModel model;
    private final DicomHeader header;
    private final int[] components;
    private final boolean bySample;
    private final int width;
    private final int[] runIndex;
    private int[][] above;
    private int[][] line;

    JpegLsScan(byte[] code, int data, JpegLsModel model, DicomHeader header, int[] components, boolean bySample) {
        bits = new JpegLsBits(code, data);
        this.model = model;
        this.header = header;
        this.components = components;
        this.bySample = bySample;
        width = header.columns();
        // one sample before a line and one behind it
        above = new int[components.length][width + 2];
        line = new int[components.length][width + 2];
        runIndex = new int[components.length];
    }

    /** Fills the components of this scan and tells where its data end. */
    int decode(int[] samples) throws RefusedException {
        for (int y = 0; y < header.rows(); y++) {
            for (int c = 0; c < components.length; c++) {
                above[c][width + 1] = above[c][width];
                line[c][0] = above[c][1];
            }
            if (bySample) {
                decodeLine(0, components.length);
            } else {
                for (int c = 0; c < components.length; c++) {
                    decodeLine(c, c + 1);
                }
            }
            for (int c = 0; c < components.length; c++) {
                int out = y * width * header.samples() + components[c];
                for (int x = 1; x <= width; x++, out += header.samples()) {
                    samples[out] = line[c][x];
                }
            }
            int[][] swap = above;
            above = line;
            line = swap;
        }
        return bits.position();
    }

    /** One line of the components {@code from} to {@code to}, which share their runs. */
    private void decodeLine(int from, int to) throws RefusedException {
        int x = 1;
        while (x <= width) {
            if (isFlat(from, to, x)) {
                x = run(from, to, x);
                continue;
            }
            for (int c = from; c < to; c++) {
                line[c][x] = regular(line[c][x - 1], above[c][x], above[c][x - 1], above[c][x + 1]);
            }
            x++;
        }
    }

    private boolean isFlat(int from, int to, int x) {
        for (int c = from; c < to; c++) {
            int[] up = above[c];
            if (Math.abs(up[x + 1] - up[x]) > model.near
                    || Math.abs(up[x] - up[x - 1]) > model.near
                    || Math.abs(up[x - 1] - line[c][x - 1]) > model.near) {
                return false;
            }
        }
        return true;
    }

    private int regular(int left, int up, int corner, int right) throws RefusedException {
        int q = 81 * model.quantize(right - up) + 9 * model.quantize(up - corner) + model.quantize(corner - left);
        int sign = q < 0 ? -1 : 1;
        q *= sign;
        int guess = corner >= Math.max(left, up)
                ? Math.min(left, up)
                : corner <= Math.min(left, up) ? Math.max(left, up) : left + up - corner;
        guess = Math.min(Math.max(guess + sign * model.c[q], 0), model.maxval);
        int k = 0;
        while (model.n[q] << k < model.a[q]) {
            k++;
        }
        int mapped = bits.golomb(k, model.limit, model.qbpp);
        int error = (mapped & 1) == 0 ? mapped >> 1 : -(mapped + 1 >> 1);
        if (model.near == 0 && k == 0 && 2 * model.b[q] <= -model.n[q]) {
            error = -error - 1;
        }
        model.update(q, error);
        return model.reconstruct(guess, sign * error);
    }

    /** A run of the left sample and, where it ends before the line does, the sample that ends it. */
    private int run(int from, int to, int start) throws RefusedException {
        int x = start;
        while (x <= width) {
            int bit = bits.bit();
            int power = RUN_BITS[runIndex[from]];
            int length = bit == 1 ? 1 << power : bits.bits(power);
            int count = Math.min(length, width + 1 - x);
            for (int c = from; c < to; c++) {
                Arrays.fill(line[c], x, x + count, line[c][x - 1]);
            }
            x += count;
            if (bit == 0) {
                if (x > width) {
                    throw JpegLs.damaged("has a run that goes beyond its line");
                }
                for (int c = from; c < to; c++) {
                    line[c][x] = interruption(line[c][x - 1], above[c][x], to - from > 1, power);
                }
                runIndex[from] = Math.max(runIndex[from] - 1, 0);
                return x + 1;
            }
            if (count == length) {
                runIndex[from] = Math.min(runIndex[from] + 1, RUN_BITS.length - 1);
            }
        }
        return x;
    }

    private int interruption(int left, int up, boolean together, int power) throws RefusedException {
        int type = !together && Math.abs(left - up) <= model.near ? 1 : 0;
        int q = JpegLsModel.REGULAR + type;
        int total = model.a[q] + (type == 1 ? model.n[q] >> 1 : 0);
        int k = 0;
        while (model.n[q] << k < total) {
            k++;
        }
        int mapped = bits.golomb(k, model.limit - power - 1, model.qbpp);
        int value = mapped + type;
        int odd = value & 1;
        boolean expectsNegative = k != 0 || 2 * model.negative[type] >= model.n[q];
        int error = expectsNegative == (odd == 1) ? -(value + odd >> 1) : value + odd >> 1;
        model.updateRun(type, error, mapped);
        if (type == 1) {
            return model.reconstruct(left, error);
        }
        return model.reconstruct(up, up < left ? -error : error);
    }
}

package io.discern.dicom;

import io.discern.image.RefusedException;
import java.util.Arrays;

/** The parameters and the adaptive contexts of a JPEG-LS scan, by the names of ITU-T T.87. */
final class JpegLsModel {
    /** How many contexts there are for regular samples; two more are for the ends of runs. */
    static final int REGULAR = 365;

    private static final int[] THRESHOLDS = {3, 7, 21};

    final int maxval;
    final int near;
    final int range;
    final int qbpp;
    final int limit;
    final int reset;
    final int[] a = new int[REGULAR + 2];
    final int[] b = new int[REGULAR];
    final int[] c = new int[REGULAR];
    final int[] n = new int[REGULAR + 2];
    final int[] negative = new int[2];
    private final byte[] quantized;

    private JpegLsModel(int maxval, int near, int[] t, int reset) {
        this.maxval = maxval;
        this.near = near;
        this.reset = reset;
        range = (maxval + 2 * near) / (2 * near + 1) + 1;
        qbpp = 32 - Integer.numberOfLeadingZeros(range - 1);
        int bpp = Math.max(2, 32 - Integer.numberOfLeadingZeros(maxval));
        limit = 2 * (bpp + Math.max(8, bpp));
        Arrays.fill(a, Math.max(2, (range + 32) / 64));
        Arrays.fill(n, 1);
        quantized = new byte[2 * maxval + 1];
        for (int d = -maxval; d <= maxval; d++) {
            int size = Math.abs(d);
            int region = size <= near ? 0 : size < t[0] ? 1 : size < t[1] ? 2 : size < t[2] ? 3 : 4;
            quantized[maxval + d] = (byte) (d < 0 ? -region : region);
        }
    }

    /** Preset parameters that are 0 have their default. */
    static JpegLsModel of(int precision, int near, int[] preset) throws RefusedException {
        int most = (1 << precision) - 1;
        int maxval = preset[0] == 0 ? most : preset[0];
        int[] t = new int[3];
        int least = near + 1;
        for (int i = 0; i < 3; i++) {
            t[i] = preset[i + 1] == 0 ? standard(i, maxval, near, least) : preset[i + 1];
            least = t[i];
        }
        int reset = preset[4] == 0 ? 64 : preset[4];
        boolean ordered = near < t[0] && t[0] <= t[1] && t[1] <= t[2] && t[2] <= maxval;
        if (maxval > most || near > Math.min(255, maxval / 2) || !ordered || reset < 3) {
            throw JpegLs.damaged("has parameters out of range: MAXVAL " + maxval + ", NEAR " + near + ", T "
                    + Arrays.toString(t) + ", RESET " + reset);
        }
        return new JpegLsModel(maxval, near, t, reset);
    }

    /** Default thresholds, T.87 C.2.4.1.1. */
    private static int standard(int i, int maxval, int near, int least) {
        int basic = THRESHOLDS[i];
        int spread = (2 * i + 3) * near;
        int value;
        if (maxval >= 128) {
            int factor = (Math.min(maxval, 4095) + 128) / 256;
            value = factor * (basic - 2 - i) + 2 + i + spread;
        } else {
            int factor = 256 / (maxval + 1);
            value = Math.max(2 + i, basic / factor + spread);
        }
        return value > maxval || value < least ? least : value;
    }

    /** The region -4 to 4 of a local gradient. */
    int quantize(int gradient) {
        return quantized[maxval + gradient];
    }

    /** A sample from its prediction and error: taken modulo the range and held within it. */
    int reconstruct(int prediction, int error) {
        int step = 2 * near + 1;
        int value = prediction + error * step;
        if (value < -near) {
            value += range * step;
        } else if (value > maxval + near) {
            value -= range * step;
        }
        return Math.min(Math.max(value, 0), maxval);
    }

    /** Learns an error in a regular context. */
    void update(int q, int error) {
        b[q] += error * (2 * near + 1);
        a[q] += Math.abs(error);
        if (n[q] == reset) {
            a[q] >>= 1;
            b[q] = b[q] >= 0 ? b[q] >> 1 : -(1 - b[q] >> 1);
            n[q] >>= 1;
        }
        n[q]++;
        if (b[q] <= -n[q]) {
            b[q] = Math.max(b[q] + n[q], 1 - n[q]);
            c[q] = Math.max(c[q] - 1, -128);
        } else if (b[q] > 0) {
            b[q] = Math.min(b[q] - n[q], 0);
            c[q] = Math.min(c[q] + 1, 127);
        }
    }

    /** Learns an error at the end of a run, in context 0 or 1. */
    void updateRun(int type, int error, int mapped) {
        int q = REGULAR + type;
        negative[type] += error < 0 ? 1 : 0;
        a[q] += mapped + 1 - type >> 1;
        if (n[q] == reset) {
            a[q] >>= 1;
            n[q] >>= 1;
            negative[type] >>= 1;
        }
        n[q]++;
    }
}

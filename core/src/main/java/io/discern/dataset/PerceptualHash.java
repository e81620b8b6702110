package io.discern.dataset;

import io.discern.image.RgbImage;
import java.util.Arrays;

/**
 * 256 bits that hardly change when a picture is compressed again, resized or brightened, and differ in about half of their places between
 * different pictures: gray means of 64 x 64 equal areas, their cosine transform, and whether each of its 16 x 16 lowest coefficients is
 * above their median (Zauner, <i>Implementation and benchmarking of perceptual image hash functions</i>, 2010, with more bits).
 */
final class PerceptualHash {
    /** Bits. */
    static final int BITS = 256;
    /**
     * Pictures that differ in at most so many bits are taken for near copies. docs/DATA.md has the measured rates of misses and false alarms.
     */
    static final int NEAR = 24;

    private static final int SIDE = 64;
    private static final int LOW = 16;
    /** Below this standard deviation of the means, in gray levels, there is nothing to recognise. */
    private static final double FLAT = 1;

    private static final double[][] COSINES = new double[LOW][SIDE];

    static {
        for (int u = 0; u < LOW; u++) {
            for (int i = 0; i < SIDE; i++) {
                COSINES[u][i] = Math.cos(Math.PI * (2 * i + 1) * u / (2 * SIDE));
            }
        }
    }

    private PerceptualHash() {}

    /** The bits, lowest frequency first; null for a picture without structure. */
    static long[] of(RgbImage image) {
        double[][] means = means(image);
        if (flat(means)) {
            return null;
        }
        double[] coefficients = new double[BITS];
        for (int u = 0; u < LOW; u++) {
            double[] columns = new double[SIDE];
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    columns[x] += COSINES[u][y] * means[y][x];
                }
            }
            for (int v = 0; v < LOW; v++) {
                for (int x = 0; x < SIDE; x++) {
                    coefficients[u * LOW + v] += COSINES[v][x] * columns[x];
                }
            }
        }
        double[] sorted = coefficients.clone();
        Arrays.sort(sorted);
        double median = (sorted[BITS / 2 - 1] + sorted[BITS / 2]) / 2;
        long[] bits = new long[BITS / Long.SIZE];
        for (int i = 0; i < BITS; i++) {
            bits[i / Long.SIZE] |= coefficients[i] > median ? 1L << i % Long.SIZE : 0;
        }
        return bits;
    }

    /** The number of differing bits. */
    static int distance(long[] a, long[] b) {
        int distance = 0;
        for (int i = 0; i < a.length; i++) {
            distance += Long.bitCount(a[i] ^ b[i]);
        }
        return distance;
    }

    /** Gray means of equal areas; a pixel on a border counts with its share on each side. */
    private static double[][] means(RgbImage image) {
        int width = image.width();
        int height = image.height();
        double[][] sums = new double[SIDE][SIDE];
        double[] row = new double[SIDE];
        double[] left = new double[width + 1];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = 3 * (y * width + x);
                byte[] rgb = image.pixels();
                left[x + 1] = left[x]
                        + 0.299 * (rgb[at] & 0xff)
                        + 0.587 * (rgb[at + 1] & 0xff)
                        + 0.114 * (rgb[at + 2] & 0xff);
            }
            for (int i = 0; i < SIDE; i++) {
                row[i] = until(left, (i + 1.0) * width / SIDE) - until(left, (double) i * width / SIDE);
            }
            int last = (int) Math.min(SIDE - 1, Math.ceil((y + 1.0) * SIDE / height) - 1);
            for (int j = (int) ((long) y * SIDE / height); j <= last; j++) {
                double top = Math.max(y, (double) j * height / SIDE);
                double share = Math.min(y + 1, (j + 1.0) * height / SIDE) - top;
                for (int i = 0; i < SIDE && share > 0; i++) {
                    sums[j][i] += share * row[i];
                }
            }
        }
        double area = (double) width / SIDE * height / SIDE;
        for (double[] line : sums) {
            for (int i = 0; i < SIDE; i++) {
                line[i] /= area;
            }
        }
        return sums;
    }

    private static double until(double[] left, double x) {
        int whole = (int) Math.min(x, left.length - 2);
        return left[whole] + (x - whole) * (left[whole + 1] - left[whole]);
    }

    private static boolean flat(double[][] means) {
        double sum = 0;
        double squares = 0;
        for (double[] line : means) {
            for (double value : line) {
                sum += value;
                squares += value * value;
            }
        }
        int count = SIDE * SIDE;
        return squares / count - sum / count * (sum / count) < FLAT * FLAT;
    }
}

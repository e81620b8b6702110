package io.discern.internal.preprocess;

/**
 * The inner loops of resampling: fixed-point sums over whole int arrays. Plain loops over arrays from index 0, because the
 * compiler turns exactly such loops into vector instructions; four terms at a time, so that a sum is loaded and stored once
 * for four multiplications.
 */
final class Lanes {
    private Lanes() {}

    /** {@code sum = 2^21 + w0 a + w1 b + w2 c + w3 d}; the constant makes the later shift round. */
    static void start(int[] sum, int[] a, int[] b, int[] c, int[] d, int w0, int w1, int w2, int w3) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = FilterTaps.HALF + w0 * a[i] + w1 * b[i] + w2 * c[i] + w3 * d[i];
        }
    }

    /** {@code sum += w0 a + w1 b + w2 c + w3 d}. */
    static void add(int[] sum, int[] a, int[] b, int[] c, int[] d, int w0, int w1, int w2, int w3) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += w0 * a[i] + w1 * b[i] + w2 * c[i] + w3 * d[i];
        }
    }

    /** Sums to bytes: shifted down by 22 bits and clipped to 0..255, without branches. */
    static void round(int[] sum) {
        for (int i = 0; i < sum.length; i++) {
            int value = sum[i] >> FilterTaps.PRECISION_BITS;
            sum[i] = (value | 255 - value >> 31) & ~(value >> 31) & 255;
        }
    }
}

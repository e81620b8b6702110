package io.discern.internal.tower;

/**
 * PyTorch's bicubic interpolation along one dimension, corners not aligned. Without antialiasing: a = -0.75, the four nearest
 * samples, the edge repeated. With it: a = -0.5, the kernel widened where the grid gets smaller, cut off at the edge and
 * normalised.
 */
final class GridResampler {
    private static final double PLAIN = -0.75;
    private static final double ANTIALIASED = -0.5;

    private final int from;
    private final int to;
    private final float[][] weights;

    /** Weights of every old sample for each new one; the grids are small. */
    GridResampler(int from, int to, boolean antialiased) {
        this.from = from;
        this.to = to;
        this.weights = new float[to][from];
        double scale = (double) from / to;
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            if (antialiased) {
                widened(weights[i], centre, Math.max(scale, 1));
            } else {
                nearest(weights[i], centre - 0.5);
            }
        }
    }

    private void nearest(float[] row, double centre) {
        int floor = (int) Math.floor(centre);
        for (int k = floor - 1; k <= floor + 2; k++) {
            row[Math.max(0, Math.min(from - 1, k))] += (float) cubic(k - centre, PLAIN);
        }
    }

    private void widened(float[] row, double centre, double scale) {
        int first = Math.max(0, (int) (centre - 2 * scale + 0.5));
        int last = Math.min(from, (int) (centre + 2 * scale + 0.5));
        double total = 0;
        for (int k = first; k < last; k++) {
            total += cubic((k - centre + 0.5) / scale, ANTIALIASED);
        }
        for (int k = first; k < last; k++) {
            row[k] = (float) (cubic((k - centre + 0.5) / scale, ANTIALIASED) / total);
        }
    }

    private static double cubic(double x, double a) {
        double d = Math.abs(x);
        if (d < 1) {
            return ((a + 2) * d - (a + 3)) * d * d + 1;
        }
        return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
    }

    /** Resamples the middle dimension of {@code [outer, from, inner]}. */
    float[] apply(float[] values, int outer, int inner) {
        float[] result = new float[outer * to * inner];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < to; i++) {
                int target = (o * to + i) * inner;
                for (int k = 0; k < from; k++) {
                    float weight = weights[i][k];
                    int source = (o * from + k) * inner;
                    for (int c = 0; weight != 0 && c < inner; c++) {
                        result[target + c] += weight * values[source + c];
                    }
                }
            }
        }
        return result;
    }
}

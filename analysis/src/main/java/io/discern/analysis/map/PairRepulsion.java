package io.discern.analysis.map;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The repulsion of all pairs in float32, exact but for rounding: blocks of points against one other point after the other, in loops that the
 * JIT compiler makes vector instructions of. Immutable; safe for concurrent use.
 */
final class PairRepulsion implements Repulsion {
    private static final int BLOCK = 512;
    /** So many others are summed in float32 before the sums are added in double. */
    private static final int SUMMED_IN_FLOAT = 1024;

    @Override
    public double repel(double[] x, double[] y, double[] forceX, double[] forceY) {
        int n = x.length;
        float[] allX = floats(x);
        float[] allY = floats(y);
        Arrays.fill(forceX, 0);
        Arrays.fill(forceY, 0);
        double[] sums = new double[(n + BLOCK - 1) / BLOCK];
        IntStream.range(0, sums.length).parallel().forEach(block -> {
            Sums of = new Sums(allX, allY, block * BLOCK, Math.min(BLOCK, n - block * BLOCK));
            for (int start = 0; start < n; start += SUMMED_IN_FLOAT) {
                of.add(allX, allY, start, Math.min(n, start + SUMMED_IN_FLOAT));
                sums[block] += of.flush(forceX, forceY);
            }
        });
        // without the points themselves, at distance 0
        return Arrays.stream(sums).sum() - n;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** The sums of one block of points. */
    private static final class Sums {
        private final int first;
        private final float[] x;
        private final float[] y;
        private final float[] q;
        private final float[] forceX;
        private final float[] forceY;

        Sums(float[] allX, float[] allY, int first, int size) {
            this.first = first;
            this.x = Arrays.copyOfRange(allX, first, first + size);
            this.y = Arrays.copyOfRange(allY, first, first + size);
            this.q = new float[size];
            this.forceX = new float[size];
            this.forceY = new float[size];
        }

        void add(float[] allX, float[] allY, int from, int to) {
            for (int j = from; j < to; j++) {
                add(x, y, allX[j], allY[j], q, forceX, forceY);
            }
        }

        /** What one point does to all of the block; with two at once the compiler gives up its vectors. */
        private static void add(float[] x, float[] y, float x0, float y0, float[] q, float[] forceX, float[] forceY) {
            for (int i = 0; i < x.length; i++) {
                float dx = x[i] - x0;
                float dy = y[i] - y0;
                float near = 1 / (1 + dx * dx + dy * dy);
                q[i] += near;
                forceX[i] += near * near * dx;
                forceY[i] += near * near * dy;
            }
        }

        /** Adds the forces to those in double and begins anew; gives the sum of q. */
        double flush(double[] toX, double[] toY) {
            double sum = 0;
            for (int i = 0; i < q.length; i++) {
                sum += q[i];
                toX[first + i] += forceX[i];
                toY[first + i] += forceY[i];
            }
            Arrays.fill(q, 0);
            Arrays.fill(forceX, 0);
            Arrays.fill(forceY, 0);
            return sum;
        }
    }
}

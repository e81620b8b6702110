package io.discern.analysis.map;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How all points of a map repel each other in t-SNE: {@code sum_j q_ij^2 (y_i - y_j)} with {@code q_ij = 1 / (1 + |y_i - y_j|^2)}.
 *
 * <p>Of up to {@value #MOST_EXACT} points every pair is computed, in float32: blocks of points against one other point after the other, in
 * loops that the JIT compiler makes vector instructions of, which is quicker than a tree there, and exact but for rounding. More points, and
 * those that lie close together, go by {@link QuadTree}.
 */
final class Repulsion {
    /** Beyond so many points the tree is quicker. */
    static final int MOST_EXACT = 12_000;

    /** In a smaller cloud, as at the start, float32 would not tell neighbours apart, and what they do to each other grows from step to step. */
    private static final double LEAST_REACH = 1;

    private static final int BLOCK = 512;
    /** So many others are summed in float32 before the sums are added in double. */
    private static final int SUMMED_IN_FLOAT = 1024;

    private Repulsion() {}

    /**
     * Adds the forces.
     *
     * @param points n x 2
     * @param forces n x 2
     * @return {@code sum q_ij} over all ordered pairs of different points
     */
    static double add(double[][] points, double[][] forces) {
        double[] sums = new double[points.length];
        if (points.length <= MOST_EXACT && reach(points) >= LEAST_REACH) {
            exact(points, forces, sums);
        } else {
            QuadTree tree = new QuadTree(points);
            IntStream.range(0, points.length)
                    .parallel()
                    .forEach(row -> sums[row] = tree.repel(points[row][0], points[row][1], forces[row]));
        }
        return Arrays.stream(sums).sum();
    }

    /** How far points lie from the first along one axis. */
    private static double reach(double[][] points) {
        double reach = 0;
        for (double[] point : points) {
            reach = Math.max(reach, Math.max(Math.abs(point[0] - points[0][0]), Math.abs(point[1] - points[0][1])));
        }
        return reach;
    }

    private static void exact(double[][] points, double[][] forces, double[] sums) {
        int n = points.length;
        float[] x = new float[n];
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) points[i][0];
            y[i] = (float) points[i][1];
        }
        IntStream.range(0, (n + BLOCK - 1) / BLOCK).parallel().forEach(block -> {
            int first = block * BLOCK;
            Sums of = new Sums(x, y, first, Math.min(BLOCK, n - first));
            for (int start = 0; start < n; start += SUMMED_IN_FLOAT) {
                of.add(x, y, start, Math.min(n, start + SUMMED_IN_FLOAT));
                of.flush(forces, sums, first);
            }
            for (int i = first; i < Math.min(n, first + BLOCK); i++) {
                // the point itself, at distance 0
                sums[i] -= 1;
            }
        });
    }

    /** The sums of one block of points. */
    private static final class Sums {
        private final int size;
        private final float[] x;
        private final float[] y;
        private final float[] q;
        private final float[] forceX;
        private final float[] forceY;

        Sums(float[] allX, float[] allY, int first, int size) {
            this.size = size;
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

        void flush(double[][] forces, double[] sums, int first) {
            for (int i = 0; i < size; i++) {
                sums[first + i] += q[i];
                forces[first + i][0] += forceX[i];
                forces[first + i][1] += forceY[i];
            }
            Arrays.fill(q, 0);
            Arrays.fill(forceX, 0);
            Arrays.fill(forceY, 0);
        }
    }
}

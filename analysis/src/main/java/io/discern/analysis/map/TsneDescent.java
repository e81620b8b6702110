package io.discern.analysis.map;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * t-SNE's points under way: gradient descent of the divergence with momentum and a gain for each coordinate, see {@link Tsne}. Not safe for
 * concurrent use; uses all processors, and gives the same bits whatever the threads.
 */
final class TsneDescent {
    private static final int STEPS = 1000;
    private static final int EXAGGERATED_STEPS = 250;
    private static final double EXAGGERATION = 12;

    private final int n;
    private final Graph p;
    private final Repulsion repulsion;
    private final double rate;
    /** By axis and row, as all that follow. */
    private final double[][] points;

    private final double[][] forces;
    private final double[][] gains;
    private final double[][] updates;

    /**
     * At the start.
     *
     * @param p joint probabilities, with every edge in both directions
     * @param start n x 2, copied
     * @param repulsion of n points
     */
    TsneDescent(Graph p, double[][] start, Repulsion repulsion) {
        this.n = start.length;
        this.p = p;
        this.repulsion = repulsion;
        this.rate = Math.max(n / EXAGGERATION / 4, 50);
        this.points = new double[2][n];
        this.forces = new double[2][n];
        this.gains = new double[2][n];
        this.updates = new double[2][n];
        for (int row = 0; row < n; row++) {
            points[0][row] = start[row][0];
            points[1][row] = start[row][1];
        }
    }

    /**
     * Takes all steps.
     *
     * @return n x 2
     * @throws CancellationException if the thread is interrupted, between two steps
     */
    double[][] run() {
        return run(STEPS);
    }

    /** Takes the first steps. */
    double[][] run(int steps) {
        for (int step = 0; step < steps; step++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted in step " + step + " of t-SNE");
            }
            boolean early = step < EXAGGERATED_STEPS;
            if (step == 0 || step == EXAGGERATED_STEPS) {
                for (int axis = 0; axis < 2; axis++) {
                    Arrays.fill(gains[axis], 1);
                    Arrays.fill(updates[axis], 0);
                }
            }
            double sum = repulsion.repel(points[0], points[1], forces[0], forces[1]);
            double exaggeration = early ? EXAGGERATION : 1;
            Blocks.each(n, (first, end) -> gradient(first, end, sum, exaggeration));
            double momentum = early ? 0.5 : 0.8;
            Blocks.each(n, (first, end) -> move(first, end, momentum));
        }
        return IntStream.range(0, n)
                .mapToObj(row -> new double[] {points[0][row], points[1][row]})
                .toArray(double[][]::new);
    }

    /** Makes of the forces that repel the gradient, {@code 4 sum_j (exaggeration p_ij - q_ij) (y_i - y_j) / (1 + |y_i - y_j|^2)}. */
    private void gradient(int first, int end, double sum, double exaggeration) {
        double[] x = points[0];
        double[] y = points[1];
        for (int row = first; row < end; row++) {
            int[] neighbors = p.neighbors()[row];
            double[] weights = p.weights()[row];
            double pullX = 0;
            double pullY = 0;
            for (int e = 0; e < neighbors.length; e++) {
                double dx = x[row] - x[neighbors[e]];
                double dy = y[row] - y[neighbors[e]];
                double pull = weights[e] / (1 + dx * dx + dy * dy);
                pullX += pull * dx;
                pullY += pull * dy;
            }
            forces[0][row] = 4 * (exaggeration * pullX - forces[0][row] / sum);
            forces[1][row] = 4 * (exaggeration * pullY - forces[1][row] / sum);
        }
    }

    private void move(int first, int end, double momentum) {
        for (int axis = 0; axis < 2; axis++) {
            for (int row = first; row < end; row++) {
                double slope = forces[axis][row];
                double gain = gains[axis][row];
                boolean onward = updates[axis][row] * slope < 0;
                gains[axis][row] = Math.max(0.01, onward ? gain + 0.2 : gain * 0.8);
                updates[axis][row] = momentum * updates[axis][row] - rate * gains[axis][row] * slope;
                points[axis][row] += updates[axis][row];
            }
        }
    }
}

package io.discern.analysis.map;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The repulsion by way of a grid: the charge 1 of each point goes to the nodes around it, {@linkplain NodeRepulsion nodes repel each other}, and
 * each point feels what the nodes around it do, both by the weights of a {@link CubicSpline}. No point repels itself, and all forces together
 * are zero, but for rounding.
 *
 * <p>This is FIt-SNE, with three nodes a unit of the map as there, but with a spline over four nodes of a uniform grid, where FIt-SNE has
 * polynomials that end at the borders of intervals of three, and with the kernel of the force itself, where FIt-SNE takes differences of three
 * potentials: one transform of one real field and one of a complex field instead of eight of real ones.
 *
 * <p>Relative error of the forces, root mean square of the errors by that of the forces: below 1e-2 at the end of t-SNE, where each force comes
 * from few near points, below 1e-3 while the map unfolds and below 1e-5 where all lie within 1, as in the beginning; a far outlier or tight
 * clusters change nothing in that. The sum of nearness is right to 2e-3. Float32 has a part of 1e-5 in it at most.
 *
 * <p>A node adds up its charges in one order whatever the threads: points are sorted by rows of the grid, and each row of nodes gathers
 * from the rows of points that reach it. Keeps its grid while the map fits; not safe for concurrent use.
 *
 * <p>Reference: Linderman, Rachh, Hoskins, Steinerberger and Kluger, <i>Fast interpolation-based t-SNE for improved visualization of
 * single-cell RNA-seq data</i>, Nature Methods 16 (2019) 243-245, arXiv:1712.09005.
 */
final class GridRepulsion implements Repulsion {
    private static final int NODES = CubicSpline.NODES;

    /** For each point the row of nodes with the lowest that it has a weight at. */
    private final int[] rows;
    /** The points, sorted by that row; what follows is in this order. */
    private final int[] order;

    private final int[] columns;
    private final float[] weightsX;
    private final float[] weightsY;
    /** For each row where its points begin; one more. */
    private int[] starts = new int[0];

    private double spacing;
    private NodeRepulsion grid;

    /** For so many points. */
    GridRepulsion(int n) {
        rows = new int[n];
        order = new int[n];
        columns = new int[n];
        weightsX = new float[NODES * n];
        weightsY = new float[NODES * n];
    }

    @Override
    public double repel(double[] x, double[] y, double[] forceX, double[] forceY) {
        return repel(MapBox.of(x, y), x, y, forceX, forceY);
    }

    /** The same for whoever knows the box around the points. */
    double repel(MapBox box, double[] x, double[] y, double[] forceX, double[] forceY) {
        if (grid == null || spacing != box.spacing() || grid.nodes() < box.nodes() || grid.nodes() > 2 * box.nodes()) {
            spacing = box.spacing();
            grid = new NodeRepulsion(box.nodes(), spacing);
        }
        sort(y, box.y());
        Blocks.each(x.length, (from, to) -> weigh(x, y, box, from, to));
        IntStream.range(0, grid.nodes()).parallel().forEach(this::charge);
        double sum = grid.repel();
        Blocks.each(x.length, (from, to) -> gather(from, to, forceX, forceY));
        return sum - x.length;
    }

    private void sort(double[] y, double low) {
        starts = new int[grid.nodes() + 1];
        for (int i = 0; i < y.length; i++) {
            rows[i] = (int) ((y[i] - low) / spacing);
            starts[rows[i] + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        int[] next = starts.clone();
        for (int i = 0; i < y.length; i++) {
            order[next[rows[i]]++] = i;
        }
    }

    private void weigh(double[] x, double[] y, MapBox box, int from, int to) {
        for (int place = from; place < to; place++) {
            double column = (x[order[place]] - box.x()) / spacing;
            double row = (y[order[place]] - box.y()) / spacing;
            columns[place] = (int) column;
            CubicSpline.weights((float) (column - columns[place]), weightsX, NODES * place);
            CubicSpline.weights((float) (row - rows[order[place]]), weightsY, NODES * place);
        }
    }

    private void charge(int row) {
        float[] charges = grid.charges()[row];
        Arrays.fill(charges, 0);
        for (int r = 0; r < Math.min(NODES, row + 1); r++) {
            for (int place = starts[row - r]; place < starts[row - r + 1]; place++) {
                float weight = weightsY[NODES * place + r];
                for (int c = 0; c < NODES; c++) {
                    charges[columns[place] + c] += weight * weightsX[NODES * place + c];
                }
            }
        }
    }

    private void gather(int from, int to, double[] forceX, double[] forceY) {
        for (int place = from; place < to; place++) {
            float sumX = 0;
            float sumY = 0;
            for (int r = 0; r < NODES; r++) {
                float[] ofX = grid.forceX()[rows[order[place]] + r];
                float[] ofY = grid.forceY()[rows[order[place]] + r];
                for (int c = 0; c < NODES; c++) {
                    float weight = weightsY[NODES * place + r] * weightsX[NODES * place + c];
                    sumX += weight * ofX[columns[place] + c];
                    sumY += weight * ofY[columns[place] + c];
                }
            }
            forceX[order[place]] = spacing * sumX;
            forceY[order[place]] = spacing * sumY;
        }
    }
}

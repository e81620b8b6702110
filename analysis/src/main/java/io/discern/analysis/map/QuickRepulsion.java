package io.discern.analysis.map;

/**
 * The repulsion by whichever is quicker: all pairs of few points far apart, else the grid. Chosen anew each time by numbers of points and
 * nodes, not by the clock.
 */
final class QuickRepulsion implements Repulsion {
    /** Pairs take as long as the grid at so many points for each node along a side of it. */
    private static final int POINTS_OF_NODE = 14;
    /** A wider map, which only points thrown far away can make, would take gigabytes. */
    private static final int MOST_NODES = 2048;
    /** Pairs are of float32, which has no numbers for what happens in a map that collapses before it unfolds. */
    private static final double LEAST_WIDTH_OF_PAIRS = 1;

    private final Repulsion pairs = new PairRepulsion();
    private final GridRepulsion grid;

    /** For so many points. */
    QuickRepulsion(int n) {
        grid = new GridRepulsion(n);
    }

    @Override
    public double repel(double[] x, double[] y, double[] forceX, double[] forceY) {
        MapBox box = MapBox.of(x, y);
        boolean quick = box.nodes() <= MOST_NODES && x.length > POINTS_OF_NODE * box.nodes();
        return quick || box.width() < LEAST_WIDTH_OF_PAIRS
                ? grid.repel(box, x, y, forceX, forceY)
                : pairs.repel(x, y, forceX, forceY);
    }
}

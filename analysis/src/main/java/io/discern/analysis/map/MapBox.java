package io.discern.analysis.map;

/**
 * The square around a map, and the grid that it takes.
 *
 * @param x its left side
 * @param y its lower side
 * @param width its side
 */
record MapBox(double x, double y, double width) {
    /** Distance of nodes where the map is wide: {@code 1 / (1 + r^2)} has hardly any waves shorter than two of them. */
    private static final double SPACING = 1.0 / 3;
    /** So many of them, at least, lie side by side in a smaller map. */
    private static final int LEAST = 16;

    /** So many fill no memory, and are a number. */
    private static final int MOST = 1 << 30;

    /** Around all points. */
    static MapBox of(double[] x, double[] y) {
        double left = x[0];
        double right = x[0];
        double low = y[0];
        double high = y[0];
        for (int i = 1; i < x.length; i++) {
            left = Math.min(left, x[i]);
            right = Math.max(right, x[i]);
            low = Math.min(low, y[i]);
            high = Math.max(high, y[i]);
        }
        return new MapBox(left, low, Math.max(right - left, high - low));
    }

    /** Of neighbouring nodes; in a small map halved as often as it takes, so that it changes rarely. */
    double spacing() {
        return width == 0 || width >= LEAST * SPACING
                ? SPACING
                : Math.scalb(SPACING, Math.getExponent(width / SPACING / LEAST));
    }

    /** How many nodes are needed along a side. */
    int nodes() {
        return (int) Math.min(MOST, width / spacing()) + CubicSpline.NODES;
    }
}

package io.discern.analysis.geometry;

/**
 * The silhouette of one row, and its slopes.
 *
 * @param value {@code (b - a) / max(a, b)}
 * @param inner a, the mean distance to the other rows of its class
 * @param outer b, the least mean distance to the rows of another class
 * @param nearest the class of b
 * @param innerSlope ds/da
 * @param outerSlope ds/db
 */
record SilhouetteValue(double value, double inner, double outer, int nearest, double innerSlope, double outerSlope) {
    /** Mean cosine distances below this are rounding. */
    static final double ROUNDING = 1e-14;

    /**
     * From sums of distances.
     *
     * @param sums of the row's distances to the rows of each class
     * @param counts the rows of each class, at least one
     * @param own the row's class
     */
    static SilhouetteValue of(double[] sums, int[] counts, int own) {
        int nearest = -1;
        for (int label = 0; label < sums.length; label++) {
            if (label != own && (nearest < 0 || sums[label] / counts[label] < sums[nearest] / counts[nearest])) {
                nearest = label;
            }
        }
        double b = sums[nearest] / counts[nearest];
        if (counts[own] == 1) {
            return new SilhouetteValue(0, 0, b, nearest, 0, 0);
        }
        double a = sums[own] / (counts[own] - 1);
        if (Math.max(a, b) < ROUNDING) {
            return new SilhouetteValue(0, a, b, nearest, 0, 0);
        }
        return a < b
                ? new SilhouetteValue(1 - a / b, a, b, nearest, -1 / b, a / b / b)
                : new SilhouetteValue(b / a - 1, a, b, nearest, -b / a / a, 1 / a);
    }
}

package io.discern.analysis.internal.neighbors;

import java.nio.FloatBuffer;

/**
 * Finds the few products of a tile that may matter: those that reach the threshold of their row or of their column.
 *
 * <p>Rows are taken a few at a time. Per column, {@code max(x)} and {@code max(x - row threshold)} over these rows tell whether
 * any of them can matter; both loops are plain enough for the JIT compiler to use vector instructions, so most products cost a
 * fraction of a nanosecond. Not thread-safe.
 */
final class PairScan {
    private static final int ROWS = 16;

    private final float[][] products;
    private final float[] largest;
    private final float[] excess;

    PairScan(int columns) {
        this.products = new float[ROWS][columns];
        this.largest = new float[columns];
        this.excess = new float[columns];
    }

    /**
     * Scans a tile.
     *
     * @param tile {@code rowThresholds.length x columnThresholds.length}, row-major
     * @param rowThresholds what a product must reach to matter to its row
     * @param columnThresholds what a product must reach to matter to its column
     * @param found where the products go that reach one of their thresholds
     */
    void scan(FloatBuffer tile, float[] rowThresholds, float[] columnThresholds, PairBuffer found) {
        int columns = columnThresholds.length;
        for (int first = 0; first < rowThresholds.length; first += ROWS) {
            int rows = Math.min(ROWS, rowThresholds.length - first);
            for (int i = 0; i < rows; i++) {
                tile.get((first + i) * columns, products[i], 0, columns);
                if (i == 0) {
                    start(products[0], rowThresholds[first], largest, excess, columns);
                } else {
                    accumulate(products[i], rowThresholds[first + i], largest, excess, columns);
                }
            }
            for (int column = 0; column < columns; column++) {
                if (excess[column] >= 0 || largest[column] >= columnThresholds[column]) {
                    take(first, rows, column, rowThresholds, columnThresholds[column], found);
                }
            }
        }
    }

    private static void start(float[] products, float threshold, float[] largest, float[] excess, int columns) {
        for (int j = 0; j < columns; j++) {
            largest[j] = products[j];
            excess[j] = products[j] - threshold;
        }
    }

    private static void accumulate(float[] products, float threshold, float[] largest, float[] excess, int columns) {
        for (int j = 0; j < columns; j++) {
            largest[j] = Math.max(largest[j], products[j]);
            excess[j] = Math.max(excess[j], products[j] - threshold);
        }
    }

    private void take(int first, int rows, int column, float[] rowThresholds, float columnThreshold, PairBuffer found) {
        for (int i = 0; i < rows; i++) {
            float product = products[i][column];
            if (product >= rowThresholds[first + i] || product >= columnThreshold) {
                found.add(first + i, column, product);
            }
        }
    }
}

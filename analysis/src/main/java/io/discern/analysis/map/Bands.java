package io.discern.analysis.map;

/**
 * Columns in bands of equal width, each transformed at once by one thread; the last may reach beyond the columns. The machine has no say in
 * how many there are, so that sums over bands are the same everywhere.
 *
 * @param columns how many
 * @param width of a band
 */
record Bands(int columns, int width) {
    /** Vector instructions want long rows, the processor's cache short ones. */
    private static final int LONG = 128;

    /** Of about equal work for an even number of threads. */
    static Bands of(int columns) {
        int count = 2 * Math.max(1, (columns + LONG) / (2 * LONG));
        return new Bands(columns, ceiling(columns, count));
    }

    private static int ceiling(int total, int part) {
        return (total + part - 1) / part;
    }

    int count() {
        return ceiling(columns, width);
    }

    /** The columns, and those beyond them in the last band. */
    int padded() {
        return count() * width;
    }

    int first(int band) {
        return band * width;
    }

    /** How many columns a band has of those that there are. */
    int size(int band) {
        return Math.min(width, columns - first(band));
    }
}

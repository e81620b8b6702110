package io.discern.analysis.internal.linalg;

/**
 * Rows that a function reads.
 *
 * @param count the number of rows
 * @param dim the length of a row
 * @param reader copies a row
 */
record ReadRows(int count, int dim, Change reader) implements Rows {

    @Override
    public void read(int row, double[] into) {
        reader.apply(row, into);
    }
}

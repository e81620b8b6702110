package io.discern.analysis.internal.linalg;

/**
 * Rows that float32 holds, less one and the same row.
 *
 * @param rows whose {@link Rows#rounded()} are exact
 * @param center what is subtracted, aliased
 */
record CenteredRows(Rows rows, double[] center) implements Rows {

    @Override
    public int count() {
        return rows.count();
    }

    @Override
    public int dim() {
        return rows.dim();
    }

    @Override
    public void read(int row, double[] into) {
        rows.read(row, into);
        for (int j = 0; j < into.length; j++) {
            into[j] -= center[j];
        }
    }

    /** Without doubles: the center is the sum of two floats, and only the differences are rounded. */
    @Override
    public Rounded rounded() {
        Rounded exact = rows.rounded();
        float[] high = new float[center.length];
        float[] low = new float[center.length];
        for (int j = 0; j < center.length; j++) {
            high[j] = (float) center[j];
            low[j] = (float) (center[j] - high[j]);
        }
        return (row, into) -> {
            exact.read(row, into);
            for (int j = 0; j < into.length; j++) {
                into[j] = (into[j] - high[j]) - low[j];
            }
        };
    }
}

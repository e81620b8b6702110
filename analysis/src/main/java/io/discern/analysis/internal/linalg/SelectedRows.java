package io.discern.analysis.internal.linalg;

/**
 * Some rows of others.
 *
 * @param all the others
 * @param selected which, in that order; aliased
 */
record SelectedRows(Rows all, int[] selected) implements Rows {

    @Override
    public int count() {
        return selected.length;
    }

    @Override
    public int dim() {
        return all.dim();
    }

    @Override
    public void read(int row, double[] into) {
        all.read(selected[row], into);
    }

    @Override
    public Rounded rounded() {
        Rounded ofAll = all.rounded();
        return (row, into) -> ofAll.read(selected[row], into);
    }
}

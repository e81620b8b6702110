package io.discern.analysis;

/**
 * What a value was computed from.
 *
 * @param n the number of rows that took part
 * @param dim the length of a row; 0 where there is none
 * @param classes the number of classes that took part
 */
public record Extent(int n, int dim, int classes) {
    /** Of nothing that can be counted. */
    public static final Extent NONE = new Extent(0, 0, 0);

    /** Of all rows and classes of the data. */
    public static Extent of(LabeledEmbeddings data) {
        return new Extent(data.rows(), data.dim(), data.classes().size());
    }
}

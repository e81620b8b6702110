package io.discern.analysis.study;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.geometry.Pca;
import java.util.List;

/**
 * The plane of largest variance of one encoder's embeddings of one data set.
 *
 * @param encoder the encoder's label
 * @param dataset the data set's name
 * @param classes the class names, sorted
 * @param points the rows, in order
 * @param shareX the share of the variance along x; 0 if there is none
 * @param shareY the share along y; 0 if there is none
 */
public record StudyMap(
        String encoder, String dataset, List<String> classes, List<Point> points, double shareX, double shareY) {

    /**
     * One row.
     *
     * @param id the row's id
     * @param classIndex its class, as its place in {@link StudyMap#classes()}
     * @param x along the first component
     * @param y along the second
     */
    public record Point(String id, int classIndex, double x, double y) {}

    /** Copies. */
    public StudyMap {
        classes = List.copyOf(classes);
        points = List.copyOf(points);
    }

    static StudyMap of(String encoder, String dataset, LabeledEmbeddings data) {
        Pca pca = Pca.fit(data, 2);
        double[][] places = pca.project(data);
        int[] labels = data.classIndices();
        Point[] points = new Point[places.length];
        for (int row = 0; row < points.length; row++) {
            points[row] = new Point(data.ids().get(row), labels[row], at(places[row], 0), at(places[row], 1));
        }
        return new StudyMap(
                encoder, dataset, data.classes(), List.of(points), at(pca.shares(), 0), at(pca.shares(), 1));
    }

    private static double at(double[] values, int index) {
        return index < values.length ? values[index] : 0;
    }
}

package io.discern.analysis.study;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.map.Mapping;
import io.discern.analysis.map.MapQuality;
import java.util.List;
import java.util.Optional;

/**
 * One encoder's embeddings of one data set placed in the plane.
 *
 * @param encoder the encoder's label
 * @param dataset the data set's name
 * @param method the map's name: {@code pca}, {@code tsne}, {@code umap}
 * @param classes the class names, sorted
 * @param points the rows, in order
 * @param quality how far the picture can be trusted
 * @param note what was left out, or why there is no point or no quality
 */
public record StudyMap(
        String encoder,
        String dataset,
        String method,
        List<String> classes,
        List<Point> points,
        Optional<MapQuality> quality,
        String note) {

    /**
     * One row.
     *
     * @param id the row's id
     * @param classIndex its class, as its place in {@link StudyMap#classes()}
     * @param x across
     * @param y up
     */
    public record Point(String id, int classIndex, double x, double y) {}

    /** Copies. */
    public StudyMap {
        classes = List.copyOf(classes);
        points = List.copyOf(points);
    }

    static StudyMap of(String encoder, String dataset, LabeledEmbeddings data, Mapping mapping) {
        int[] labels = data.classIndices();
        Point[] points = new Point[mapping.rows().length];
        for (int i = 0; i < points.length; i++) {
            int row = mapping.rows()[i];
            points[i] = new Point(data.ids().get(row), labels[row], mapping.points()[i][0], mapping.points()[i][1]);
        }
        return new StudyMap(
                encoder, dataset, mapping.method(), data.classes(), List.of(points), mapping.quality(), mapping.note());
    }
}

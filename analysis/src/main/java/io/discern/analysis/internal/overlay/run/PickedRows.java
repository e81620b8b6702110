package io.discern.analysis.internal.overlay.run;

import io.discern.Embeddings;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.rows.ComparedRows;
import java.util.List;
import java.util.stream.IntStream;

/** Rows gathered from several conditions into one matrix; each keeps the class and the group of its image. */
public final class PickedRows {
    private PickedRows() {}

    /** All rows of all parts, below each other. */
    public static LabeledEmbeddings stacked(List<LabeledEmbeddings> parts) {
        int images = parts.get(0).rows();
        int[] part = IntStream.range(0, images * parts.size())
                .map(row -> row / images)
                .toArray();
        int[] image = IntStream.range(0, part.length).map(row -> row % images).toArray();
        return of(parts, part, image);
    }

    /** For each image its row in the part that is chosen for it. */
    public static LabeledEmbeddings chosen(List<LabeledEmbeddings> parts, int[] part) {
        return of(parts, part, IntStream.range(0, part.length).toArray());
    }

    private static LabeledEmbeddings of(List<LabeledEmbeddings> parts, int[] part, int[] image) {
        LabeledEmbeddings first = parts.get(0);
        int dim = first.dim();
        float[] values = new float[Math.multiplyExact(part.length, dim)];
        double[] row = new double[dim];
        for (int i = 0; i < part.length; i++) {
            LabeledEmbeddings from = parts.get(part[i]);
            from.readRow(image[i], row);
            for (int j = 0; j < dim; j++) {
                values[i * dim + j] = (float) (row[j] / from.scale()); // each part has its own
            }
        }
        return ComparedRows.by(
                first.similarity(),
                LabeledEmbeddings.of(
                        Embeddings.ofRows(dim, values),
                        IntStream.of(image).mapToObj(first.labels()::get).toList(),
                        IntStream.of(image).mapToObj(first.groups()::get).toList()));
    }
}

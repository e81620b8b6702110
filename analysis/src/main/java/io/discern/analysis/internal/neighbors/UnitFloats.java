package io.discern.analysis.internal.neighbors;

import io.discern.Embeddings;
import io.discern.analysis.LabeledEmbeddings;
import java.util.stream.IntStream;

/** Rows scaled to unit length and rounded to float32, which is what a device takes; zero rows stay zero. */
public final class UnitFloats {

    private UnitFloats() {}

    /** Scales, into n x d values on the heap. */
    public static Embeddings of(LabeledEmbeddings data) {
        int dim = data.dim();
        float[] values = new float[Math.multiplyExact(data.rows(), dim)];
        IntStream.range(0, data.rows()).parallel().forEach(row -> {
            double[] read = new double[dim];
            data.readRow(row, read);
            double norm = data.norm(row);
            for (int j = 0; j < dim; j++) {
                values[row * dim + j] = norm == 0 ? 0 : (float) (read[j] / norm);
            }
        });
        return Embeddings.ofRows(dim, values);
    }
}

package io.discern.analysis.internal.neighbors;

import io.discern.Embeddings;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.linalg.Rows;

/** Rows scaled to unit length; zero rows stay zero. */
public final class UnitRows {

    private UnitRows() {}

    /** Of rows that must stay open. */
    public static Rows of(LabeledEmbeddings data) {
        return Rows.of(data).each((row, values) -> scale(values, data.norm(row)));
    }

    /** Of values on the heap, aliased, with the lengths of the rows. */
    static Rows of(Embeddings rows, double[] norms) {
        float[] values = rows.values();
        return Rows.of(rows.rows(), rows.dim(), (row, into) -> {
            int first = row * into.length;
            for (int j = 0; j < into.length; j++) {
                into[j] = values[first + j];
            }
            scale(into, norms[row]);
        });
    }

    private static void scale(double[] row, double norm) {
        double factor = norm == 0 ? 0 : 1 / norm;
        for (int j = 0; j < row.length; j++) {
            row[j] *= factor;
        }
    }
}

package io.discern.analysis.internal.rows;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.similarity.CosineSimilarity;
import java.util.Optional;

/** Rows that are compared by a similarity from the start. */
public final class ComparedRows {
    private ComparedRows() {}

    /** The rows, which are taken over, compared by the similarity if there is one. */
    public static LabeledEmbeddings by(Optional<CosineSimilarity> similarity, LabeledEmbeddings rows) {
        if (similarity.isEmpty()) {
            return rows;
        }
        try (rows) {
            return rows.comparedBy(similarity.get());
        }
    }
}

package io.discern.similarity;

import io.discern.Embeddings;
import io.discern.internal.similarity.ReferenceRows;
import io.discern.internal.similarity.TopKLists;
import io.discern.internal.similarity.TopKSelector;
import java.util.stream.IntStream;

/**
 * The reference: clear first, then parallel. It selects by plain insertion and not with {@link TopKSelector}, so that the
 * selector is tested against something else.
 */
final class JavaCosineSimilarity implements CosineSimilarity {
    static final JavaCosineSimilarity INSTANCE = new JavaCosineSimilarity();

    private JavaCosineSimilarity() {}

    @Override
    public float[] matrix(Embeddings queries, Embeddings bank) {
        float[] matrix = new float[ReferenceRows.matrixLength(queries, bank)];
        ReferenceRows rows = new ReferenceRows(queries, bank);
        IntStream.range(0, queries.rows()).parallel().forEach(query -> rows.fill(query, matrix, query * bank.rows()));
        return matrix;
    }

    @Override
    public void tiles(Embeddings queries, Embeddings bank, int tileRows, TileConsumer consumer) {
        if (tileRows < 1) {
            throw new IllegalArgumentException("tileRows " + tileRows + "; expected at least 1");
        }
        ReferenceRows rows = new ReferenceRows(queries, bank);
        float[] tile = new float[Math.multiplyExact(Math.min(tileRows, queries.rows()), bank.rows())];
        for (int first = 0; first < queries.rows(); first += tileRows) {
            int start = first;
            int count = Math.min(tileRows, queries.rows() - first);
            IntStream.range(0, count).parallel().forEach(i -> rows.fill(start + i, tile, i * bank.rows()));
            consumer.accept(first, count, tile);
        }
    }

    @Override
    public TopK topK(Embeddings queries, Embeddings bank, int k, Exclusion exclusion) {
        TopKLists lists = TopKLists.empty(queries, bank, k, exclusion);
        ReferenceRows rows = new ReferenceRows(queries, bank);
        IntStream.range(0, queries.rows()).parallel().forEach(query -> {
            for (int row = 0; row < bank.rows(); row++) {
                if (!exclusion.excludes(query, row)) {
                    insert(lists, query * k, row, rows.similarity(query, row));
                }
            }
        });
        return lists.found();
    }

    /** Rows come in ascending order and only a greater similarity moves ahead, so ties stay in row order. */
    private static void insert(TopKLists lists, int offset, int row, float similarity) {
        int[] found = lists.rows();
        float[] similarities = lists.similarities();
        int place = offset + lists.k() - 1;
        if (found[place] >= 0 && similarity <= similarities[place]) {
            return;
        }
        while (place > offset && (found[place - 1] < 0 || similarity > similarities[place - 1])) {
            found[place] = found[place - 1];
            similarities[place] = similarities[place - 1];
            place--;
        }
        found[place] = row;
        similarities[place] = similarity;
    }
}

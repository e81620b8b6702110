package io.discern.analysis.study;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.run.RunResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What one encoder made of one data set, kept until every encoder had its turn: n x d float32.
 *
 * @param encoder the encoder's label
 * @param dataset the data set's name
 * @param run the rows and their images
 */
record EncodedImages(String encoder, String dataset, RunResult run) {

    /** The rows of both encoders for the images that both encoded to something with a direction; null if there are none. */
    static LabeledEmbeddings[] common(EncodedImages first, EncodedImages second) {
        Map<String, Integer> rowsOfSecond = new HashMap<>();
        List<String> ids = second.run.embeddings().ids();
        for (int row = 0; row < ids.size(); row++) {
            rowsOfSecond.put(ids.get(row), row);
        }
        try (LabeledEmbeddings a = LabeledEmbeddings.of(first.run);
                LabeledEmbeddings b = LabeledEmbeddings.of(second.run)) {
            int[] ofFirst = IntStream.range(0, a.rows())
                    .filter(row -> a.norm(row) > 0)
                    .filter(row -> rowsOfSecond.containsKey(a.ids().get(row))
                            && b.norm(rowsOfSecond.get(a.ids().get(row))) > 0)
                    .toArray();
            if (ofFirst.length == 0) {
                return null;
            }
            int[] ofSecond = IntStream.of(ofFirst)
                    .map(row -> rowsOfSecond.get(a.ids().get(row)))
                    .toArray();
            return new LabeledEmbeddings[] {a.select(ofFirst), b.select(ofSecond)};
        }
    }
}

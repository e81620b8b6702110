package io.discern.analysis.study;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.rows.CommonRows;
import io.discern.run.RunResult;
import java.util.List;

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
        CommonRows common =
                CommonRows.of(List.of(CommonRows.of(first.run.embeddings()), CommonRows.of(second.run.embeddings())));
        return common.kept() == 0
                ? null
                : new LabeledEmbeddings[] {
                    LabeledEmbeddings.of(first.run, common.rows().get(0)),
                    LabeledEmbeddings.of(second.run, common.rows().get(1))
                };
    }
}

package io.discern.run;

import io.discern.Embeddings;
import io.discern.dataset.LabeledImages;
import java.util.List;

/**
 * What a run gave: the images that were encoded, their embeddings in the same order, and the failures.
 *
 * @param images the encoded images, in the data set's order
 * @param embeddings row {@code i} belongs to {@code images.images().get(i)} and has its id
 * @param failures the other images, in the data set's order
 */
public record RunResult(LabeledImages images, Embeddings embeddings, List<ImageFailure> failures) {

    /** Checks that images and rows agree, and copies. */
    public RunResult {
        if (images.size() != embeddings.rows()) {
            throw new IllegalArgumentException(images.size() + " images but " + embeddings.rows() + " embeddings");
        }
        failures = List.copyOf(failures);
    }
}

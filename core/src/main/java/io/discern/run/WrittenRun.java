package io.discern.run;

import io.discern.dataset.LabeledImages;
import java.util.List;
import java.util.Objects;

/**
 * What a run wrote into a file: as {@link RunResult}, with the rows on disk.
 *
 * @param images the encoded images, in the data set's order: one for each row of the file
 * @param dim components of a row
 * @param failures the other images, in the data set's order
 */
public record WrittenRun(LabeledImages images, int dim, List<ImageFailure> failures) {

    /** Checks and copies. */
    public WrittenRun {
        Objects.requireNonNull(images, "images");
        failures = List.copyOf(failures);
    }
}

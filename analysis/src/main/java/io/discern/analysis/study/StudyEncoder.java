package io.discern.analysis.study;

import io.discern.VisionLanguageEncoder;
import java.io.IOException;
import java.util.Objects;

/**
 * An encoder of a study under the name it has in tables.
 *
 * @param label unique in the study
 * @param source opens it when its turn comes
 * @param owned whether the study closes it afterwards
 */
public record StudyEncoder(String label, Source source, boolean owned) {

    /** Opens an encoder. */
    @FunctionalInterface
    public interface Source {
        /**
         * Opens it.
         *
         * @throws IOException if its files cannot be read
         */
        VisionLanguageEncoder open() throws IOException;
    }

    /** Checks. */
    public StudyEncoder {
        Objects.requireNonNull(source, "source");
        if (label.isBlank()) {
            throw new IllegalArgumentException("encoder label '" + label + "'; expected a name");
        }
    }

    /** An open encoder, which stays the caller's. */
    public static StudyEncoder of(VisionLanguageEncoder encoder) {
        return of(encoder.info().name(), encoder);
    }

    /** An open encoder under another name, which stays the caller's. */
    public static StudyEncoder of(String label, VisionLanguageEncoder encoder) {
        return new StudyEncoder(label, () -> encoder, false);
    }

    /** An encoder that the study opens for its turn and closes afterwards, so that only one is in memory. */
    public static StudyEncoder opening(String label, Source source) {
        return new StudyEncoder(label, source, true);
    }
}

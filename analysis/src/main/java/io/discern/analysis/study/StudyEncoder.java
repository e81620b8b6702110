package io.discern.analysis.study;

import io.discern.VisionLanguageEncoder;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An encoder of a study under the name it has in tables.
 *
 * @param label unique in the study
 * @param source opens it when its turn comes
 * @param owned whether the study closes it afterwards
 * @param tags what is known of it, for example {@code domain=medical}: encoders that differ in a tag are compared as groups
 */
public record StudyEncoder(String label, Source source, boolean owned, Map<String, String> tags) {
    /** The tag that says what an encoder is in the study; no groups are made of it. */
    public static final String ROLE = "role";
    /** The role of an encoder that the others are expected to beat. */
    public static final String BASELINE = "baseline";

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
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        tags.forEach((key, value) -> {
            if (key.isBlank() || value.isBlank()) {
                throw new IllegalArgumentException(
                        "encoder '" + label + "' has the tag '" + key + "=" + value + "'; expected a key and a value");
            }
        });
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
        return new StudyEncoder(label, () -> encoder, false, Map.of());
    }

    /** An encoder that the study opens for its turn and closes afterwards, so that only one is in memory. */
    public static StudyEncoder opening(String label, Source source) {
        return new StudyEncoder(label, source, true, Map.of());
    }

    /** Whether it is one that others are expected to beat. */
    public boolean isBaseline() {
        return BASELINE.equals(tags.get(ROLE));
    }

    /** The same with these tags besides. */
    public StudyEncoder withTags(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.putAll(more);
        return new StudyEncoder(label, source, owned, all);
    }
}

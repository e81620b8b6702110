package io.discern.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a file says about its pictures, without decoded pixels.
 *
 * @param format its name, for example {@code "PNG"}
 * @param width of the first picture as it is decoded, in pixels
 * @param height of the first picture as it is decoded, in pixels
 * @param pages how many pictures can be chosen
 * @param group whose picture it is (a patient's hashed identifier), where the file says so
 * @param attributes what else the file says (modality, laterality...), by stable names, in its order; no names of people
 */
public record ImageFacts(
        String format, int width, int height, int pages, Optional<String> group, Map<String, String> attributes) {
    /** Copies. */
    public ImageFacts {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(group, "group");
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** Facts without a group and attributes. */
    public static ImageFacts of(String format, int width, int height, int pages) {
        return new ImageFacts(format, width, height, pages, Optional.empty(), Map.of());
    }
}

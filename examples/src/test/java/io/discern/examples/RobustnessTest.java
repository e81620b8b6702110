package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.image.DecodeOptions;
import io.discern.image.GrayRange;
import io.discern.image.ImageDecoder;
import io.discern.image.ImageReadException;
import io.discern.image.SourceImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Files of Pillow's and pydicom's own tests, which are not part of this project: each gives their pixels or is refused in a sentence, and
 * nothing else. {@code -Ddiscern.data=DIR} names a folder with {@code robustness/images} and {@code robustness/dicom}; the formats' own
 * tests try files of this project in every build.
 */
@EnabledIfSystemProperty(named = "discern.data", matches = ".+", disabledReason = "needs -Ddiscern.data=DIR/robustness")
class RobustnessTest {
    private static final String EQUAL = "equal";
    private static final String OTHER = "other pixels than the reference's, or it reads none";

    private static JsonNode resource(String name) throws IOException {
        try (InputStream in = RobustnessTest.class.getResourceAsStream("/robustness/" + name)) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path file(String kind, String name) {
        return Path.of(System.getProperty("discern.data"), "robustness", kind, name);
    }

    private static String outcome(Path file, DecodeOptions options, boolean rgb, String sha256) throws IOException {
        try {
            SourceImage image = ImageDecoder.of(options).decodeSource(file);
            String ours = sha256(rgb ? image.toRgb().pixels() : image.samples());
            return ours.equals(sha256)
                    ? "equal"
                    : sha256.isEmpty() ? "read though the reference does not" : "other pixels";
        } catch (ImageReadException refused) {
            assertThat(refused).hasMessageStartingWith(file + ": ");
            return refused.getMessage().substring(file.toString().length() + 2);
        }
    }

    /** Each is equal but those that {@code refused.json} names. */
    private static void compare(String kind, Map<String, String> found) throws IOException {
        found.forEach((name, outcome) -> System.out.println(kind + "  " + name + "  " + outcome));
        Set<String> refused = new TreeSet<>();
        resource("refused.json").get(kind).forEach(name -> refused.add(name.asText()));
        assertThat(found.keySet()).containsAll(refused);
        found.forEach((name, outcome) -> {
            if (refused.contains(name)) {
                assertThat(outcome).as(name).isNotIn(EQUAL, OTHER).doesNotContain("Exception");
            } else {
                assertThat(outcome).as(name).isEqualTo(EQUAL);
            }
        });
    }

    @Test
    void imagesAreThoseOfPillowOrRefusedByName() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry :
                resource("expected.json").get("images").properties()) {
            found.put(
                    entry.getKey(),
                    outcome(
                            file("images", entry.getKey()),
                            DecodeOptions.standard(),
                            true,
                            entry.getValue().path("sha256").asText()));
        }
        compare("images", found);
    }

    @Test
    void dicomFilesAreThoseOfPydicomOrRefusedByName() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry :
                resource("expected.json").get("dicom").properties()) {
            JsonNode expected = entry.getValue();
            DecodeOptions options = DecodeOptions.standard()
                    .withGray(GrayRange.parse(expected.has(2) ? expected.get(2).asText() : "file"));
            found.put(
                    entry.getKey(),
                    outcome(
                            file("dicom", entry.getKey()),
                            options,
                            false,
                            expected.path(1).asText()));
        }
        compare("dicom", found);
    }
}

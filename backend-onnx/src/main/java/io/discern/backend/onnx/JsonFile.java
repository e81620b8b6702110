package io.discern.backend.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.discern.EncoderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A small JSON file of a model folder: at most 1 MiB, nested at most 64 deep, no key twice. */
final class JsonFile {
    static final long MAX_BYTES = 1 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxDocumentLength(MAX_BYTES)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private JsonFile() {}

    /**
     * Reads an object.
     *
     * @return the object, or empty if the file does not exist
     * @throws EncoderException if the file is too large, malformed, or holds something else than an object
     */
    static Optional<JsonNode> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new EncoderException(file + ": " + size + " bytes; expected at most " + MAX_BYTES);
            }
            JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
            if (root == null || !root.isObject()) {
                throw new EncoderException(file + ": not a JSON object; expected { ... }");
            }
            return Optional.of(root);
        } catch (IOException e) {
            throw new EncoderException(file + ": cannot be read as JSON: " + e.getMessage(), e);
        }
    }
}

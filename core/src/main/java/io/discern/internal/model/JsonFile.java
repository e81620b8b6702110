package io.discern.internal.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.discern.EncoderException;
import io.discern.internal.Json;
import io.discern.internal.file.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A small JSON file of a model folder: at most 1 MiB, nested at most 64 deep, no key twice. */
final class JsonFile {
    private JsonFile() {}

    /**
     * Reads an object.
     *
     * @return the object, or empty if the file does not exist
     * @throws EncoderException if the file cannot be read, is too large, malformed, or holds something else than an object
     */
    static Optional<JsonNode> read(Path file) {
        if (!ModelFolder.isFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode root = Json.tree(RegularFile.bytes(file, Json.MAX_BYTES));
            if (root == null || !root.isObject()) {
                throw new EncoderException(file + ": not a JSON object; expected { ... }");
            }
            return Optional.of(root);
        } catch (JsonProcessingException malformed) {
            throw new EncoderException(file + ": cannot be read as JSON: " + malformed.getMessage(), malformed);
        } catch (IOException unreadable) { // a sentence that names the file
            throw new EncoderException(unreadable.getMessage(), unreadable);
        }
    }
}

package io.discern.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.EncoderException;
import io.discern.internal.file.FileErrors;
import io.discern.internal.file.FileNames;
import io.discern.internal.file.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Reads JSON files that nobody vouches for: at most 1 MiB, at most 64 levels, no key twice, nothing after the end. */
public final class Json {
    /** The most bytes of a file. */
    public static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 64;
    private static final String OBJECT = "one JSON object";

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /**
     * Parses one value of any kind.
     *
     * @throws IOException if it is malformed, deeper than 64 levels or has a key twice
     */
    public static JsonNode tree(byte[] bytes) throws IOException {
        return MAPPER.readTree(bytes);
    }

    /**
     * Reads a file that holds one value of any kind.
     *
     * @throws IOException if it cannot be read, is too large, or is no JSON; names the file
     */
    public static JsonNode value(Path file) throws IOException {
        return parsed(RegularFile.bytes(file, MAX_BYTES), FileNames.text(file), "JSON");
    }

    /**
     * Reads a file that holds one object.
     *
     * @throws IOException if it cannot be read, is too large, or is no JSON object; names the file
     */
    public static JsonObject read(Path file) throws IOException {
        try (InputStream in = RegularFile.open(file)) {
            return read(in, FileNames.text(file));
        } catch (IOException failed) {
            throw FileErrors.explained(failed, file);
        }
    }

    /**
     * Reads one object to the end of a stream.
     *
     * @param name names the stream in messages
     * @throws IOException if it cannot be read, is too large, or is no JSON object; names the stream
     */
    public static JsonObject read(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException(name + ": more than " + MAX_BYTES + " bytes; expected a small JSON file");
        }
        return new JsonObject(name, "", object(bytes, name));
    }

    /**
     * Reads a file of a model that holds one object.
     *
     * @param most bytes at most
     * @throws EncoderException if it cannot be read, is larger, or is no JSON object; names the file
     */
    public static JsonNode ofModel(Path file, int most) {
        try {
            return object(RegularFile.bytes(file, most), FileNames.text(file));
        } catch (IOException failed) {
            throw new EncoderException(failed.getMessage(), failed);
        }
    }

    private static JsonNode object(byte[] bytes, String name) throws IOException {
        JsonNode node = parsed(bytes, name, OBJECT);
        if (!node.isObject()) {
            throw new IOException(name + ": " + JsonObject.describe(node) + "; expected " + OBJECT);
        }
        return node;
    }

    private static JsonNode parsed(byte[] bytes, String name, String expected) throws IOException {
        try {
            return tree(bytes);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new IOException(name + where + ": " + e.getOriginalMessage() + "; expected " + expected, e);
        }
    }
}

package io.discern.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.internal.Json;
import io.discern.internal.Sha256;
import io.discern.internal.file.AtomicFile;
import io.discern.internal.file.FileNames;
import io.discern.internal.file.RegularFile;
import io.discern.store.Npy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Shards in a folder: each is a {@code .npy} with rows beside a {@code .json} that says what they are and their checksum. The {@code .json}
 * comes last: a shard counts from then on.
 */
record ShardFiles(Path folder) {
    private static final int MOST_BYTES = 1 << 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path file(int number, String suffix) {
        return folder.resolve(String.format(Locale.ROOT, "rows-%09d.%s", number, suffix));
    }

    /** The description of a shard. */
    Path description(int number) {
        return file(number, "json");
    }

    /** The rows of a shard. */
    Path rows(int number) {
        return file(number, "npy");
    }

    /** How many shards there are. */
    int count() throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> names = Files.list(folder)) {
            return (int) names.filter(name -> name.getFileName().toString().matches("rows-.*json"))
                    .count();
        }
    }

    /** Reads what a shard's rows are. */
    JsonNode read(int number) throws IOException {
        return json(description(number));
    }

    /** Reads a shard's rows. */
    float[] values(int number, JsonNode description) throws IOException {
        String found = Sha256.ofFile(rows(number));
        String expected = description.path("sha256").asText();
        if (!found.equals(expected)) {
            throw damaged(rows(number), "has SHA-256 " + found + "; expected " + expected);
        }
        return Npy.read(rows(number)).toFloats();
    }

    /** Writes a shard. */
    void write(int number, float[] values, int dim, ObjectNode description) throws IOException {
        Npy.write(rows(number), values, values.length / dim, dim);
        write(description(number), description.put("sha256", Sha256.ofFile(rows(number))));
    }

    static JsonNode json(Path file) throws IOException {
        return Json.tree(RegularFile.bytes(file, MOST_BYTES));
    }

    static void write(Path file, JsonNode json) throws IOException {
        byte[] text = JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(text));
    }

    IOException damaged(Path file, String what) {
        return new IOException(FileNames.text(file) + ": " + what
                + ". It was changed or damaged since it was written; remove " + FileNames.text(folder)
                + " to begin anew.");
    }
}

package io.discern.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.internal.Json;
import io.discern.internal.Sha256;
import io.discern.internal.file.FileNames;
import io.discern.internal.file.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an {@link OutputSet} wrote: the files that {@code manifest.json} of a folder names.
 *
 * @param folder where they lie
 * @param program who wrote them; empty where the manifest does not say
 * @param files name to SHA-256, in the manifest's order
 */
public record WrittenSet(Path folder, String program, Map<String, String> files) {
    /** The file that makes a set valid. */
    public static final String MANIFEST = "manifest.json";

    private static final int MOST_BYTES = 64 << 20;

    /** Copies. */
    public WrittenSet {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /**
     * Reads a set and compares every file with its checksum.
     *
     * @throws IOException if the folder holds no whole set: the manifest is missing, a file is missing or another one than
     *     it names, or a run was stopped while it put its files in place
     */
    public static WrittenSet read(Path folder) throws IOException {
        Path manifest = folder.resolve(MANIFEST);
        if (!Files.exists(manifest)) {
            throw new IOException(FileNames.text(folder)
                    + (Files.exists(folder.resolve(OutputSet.WRITTEN))
                            ? ": a run was stopped while it put its files in place; expected a whole set. Run the same program"
                                    + " into this folder again: it ends that first."
                            : ": no " + MANIFEST + "; expected a folder that a run has written to its end"));
        }
        WrittenSet set = list(folder, manifest);
        for (Map.Entry<String, String> file : set.files().entrySet()) {
            String found = Sha256.ofFile(folder.resolve(file.getKey()));
            if (!found.equals(file.getValue())) {
                throw new IOException(FileNames.text(folder.resolve(file.getKey())) + ": has SHA-256 " + found
                        + "; expected " + file.getValue() + " as " + MANIFEST
                        + " says. It was changed or damaged since; run again.");
            }
        }
        return set;
    }

    /** Reads a manifest, nothing else. */
    static WrittenSet list(Path folder, Path manifest) throws IOException {
        JsonNode root;
        try {
            root = Json.tree(RegularFile.bytes(manifest, MOST_BYTES));
        } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
            throw foreign(manifest, malformed);
        }
        if (root == null || !root.path("discern").isTextual()) {
            throw foreign(manifest, null);
        }
        Map<String, String> files = new LinkedHashMap<>();
        JsonNode named = root.path("files");
        for (String name : (Iterable<String>) named::fieldNames) {
            if (!plain(name)) {
                throw foreign(manifest, null);
            }
            files.put(name, named.get(name).path("sha256").asText());
        }
        return new WrittenSet(folder, root.path("program").asText(), files);
    }

    private static IOException foreign(Path manifest, Exception cause) {
        return new IOException(
                FileNames.text(manifest)
                        + ": is not a manifest of Discern's; expected one, or none. Choose another folder,"
                        + " or move the file away.",
                cause);
    }

    /** Whether a name stays in its folder. */
    static boolean plain(String name) {
        return !name.isBlank()
                && !name.startsWith(".")
                && name.chars().noneMatch(letter -> letter == '/' || letter == '\\' || letter == 0);
    }

    /**
     * The path of a file of the set.
     *
     * @throws IOException if the manifest does not name it
     */
    public Path file(String name) throws IOException {
        if (!files.containsKey(name)) {
            throw new IOException(
                    FileNames.text(folder.resolve(MANIFEST)) + ": names no " + name + "; found " + files.keySet());
        }
        return folder.resolve(name);
    }
}

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
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The finished rows of a run that has not ended, in a folder: {@code run.json} says what run it is, and each shard is a {@code .npy} with
 * the rows of some consecutive images beside a {@code .json} with its place, its failures and its checksum. The {@code .json} comes last: a shard
 * counts from then on.
 *
 * <p>A shard ends where a batch ends, so that a run that goes on forms the batches that it would have formed anyway. Writing takes at most a
 * twentieth of the time, and less and less: each shard holds at least a hundredth of what was done before, so that there are never many. That is
 * what a process that is killed may lose.
 */
final class Shards {
    private static final String RUN = "run.json";
    private static final int COSTS = 20;
    private static final int PARTS = 100;
    private static final int MOST_BYTES = 1 << 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final RunIdentity identity;
    private final CollectedRows rows;
    private final long began = System.nanoTime();
    private int saved;
    private int restored;
    private long lastSaved;
    private long lastCost;

    private Shards(Path folder, RunIdentity identity, CollectedRows rows) {
        this.folder = folder;
        this.identity = identity;
        this.rows = rows;
    }

    /**
     * Opens a folder: shards of the same run give their rows back, and one without shards begins with the first that is saved.
     *
     * @throws IOException if another run lies there, saying in what it differs, or a shard is missing or damaged
     */
    static Shards open(Path folder, RunIdentity identity, CollectedRows rows) throws IOException {
        Shards shards = new Shards(folder, identity, rows);
        long count = shards.count();
        if (count > 0) {
            JsonNode earlier = Json.tree(RegularFile.bytes(folder.resolve(RUN), MOST_BYTES));
            Optional<String> difference = identity.difference(earlier);
            if (difference.isPresent()) {
                throw new IOException(FileNames.text(folder) + ": holds an unfinished run that is another: "
                        + difference.get()
                        + "; expected the same run, to go on with it. Run it as it was, or remove that"
                        + " folder to begin anew.");
            }
            shards.restore(count);
            shards.restored = shards.saved;
        }
        shards.lastSaved = System.nanoTime();
        return shards;
    }

    private long count() throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> names = Files.list(folder)) {
            return names.filter(name -> name.getFileName().toString().matches("rows-.*json"))
                    .count();
        }
    }

    private Path file(int from, String suffix) {
        return folder.resolve(String.format(Locale.ROOT, "rows-%09d.%s", from, suffix));
    }

    private void restore(long count) throws IOException {
        int shards = 0;
        for (Path json = file(0, "json"); Files.exists(json); json = file(saved, "json")) {
            JsonNode shard = Json.tree(RegularFile.bytes(json, MOST_BYTES));
            int to = shard.path("to").asInt();
            if (to <= saved || to > rows.images().size()) {
                throw damaged(
                        json, "ends at image " + to + " of " + rows.images().size());
            }
            Path npy = file(saved, "npy");
            String found = Sha256.ofFile(npy);
            if (!found.equals(shard.path("sha256").asText())) {
                throw damaged(
                        npy,
                        "has SHA-256 " + found + "; expected "
                                + shard.path("sha256").asText());
            }
            restore(shard.path("failures"), to, Npy.read(npy).toFloats());
            shards++;
        }
        if (shards < count) {
            throw damaged(file(saved, "json"), "is missing, and there are later ones");
        }
    }

    private void restore(JsonNode failures, int to, float[] values) throws IOException {
        int dim = rows.dim();
        if (values.length != (to - saved - failures.size()) * dim) {
            throw damaged(file(saved, "npy"), "has " + values.length + " values");
        }
        int next = 0;
        for (int row = saved; row < to; row++) {
            JsonNode failure = failures.path(Integer.toString(row));
            if (failure.isMissingNode()) {
                rows.add(row, values, dim * next++);
            } else {
                rows.fail(row, failure.asText());
            }
        }
        saved = to;
        rows.settle(to);
    }

    private IOException damaged(Path file, String what) {
        return new IOException(FileNames.text(file) + ": " + what
                + ". It was changed or damaged since it was written; remove " + FileNames.text(folder)
                + " to begin anew.");
    }

    /** Saves if that is due. */
    synchronized void batchDone() throws IOException {
        long now = System.nanoTime();
        if (now - lastSaved >= Math.max(COSTS * lastCost, (now - began) / PARTS)) {
            save();
        }
    }

    /** Writes what is settled and not yet written, once there is a row; on any thread. */
    synchronized void save() throws IOException {
        int to = rows.settled();
        float[] values = rows.values(saved, to);
        if (to == saved || saved == 0 && values.length == 0) {
            return;
        }
        long start = System.nanoTime();
        if (saved == 0) {
            write(folder.resolve(RUN), identity.toJson());
        }
        ObjectNode shard = JSON.createObjectNode().put("to", to);
        ObjectNode failures = shard.putObject("failures");
        for (int row = saved; row < to; row++) {
            if (rows.failure(row) != null) {
                failures.put(Integer.toString(row), rows.failure(row));
            }
        }
        Path npy = file(saved, "npy");
        Npy.write(npy, values, to - saved - failures.size(), rows.dim());
        write(file(saved, "json"), shard.put("sha256", Sha256.ofFile(npy)));
        saved = to;
        lastSaved = System.nanoTime();
        lastCost = lastSaved - start;
    }

    /** How many images have got their row or failure on disk since this was opened. */
    synchronized int added() {
        return saved - restored;
    }

    private static void write(Path file, JsonNode json) throws IOException {
        byte[] text = JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(text));
    }
}

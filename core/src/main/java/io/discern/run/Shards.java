package io.discern.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.internal.file.FileNames;
import io.discern.internal.file.HeapShare;
import io.discern.store.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The finished rows of a run that has not ended, in a folder: {@code run.json} says what run it is, and each {@linkplain ShardFiles shard} holds the
 * rows and failures of some consecutive images. A shard ends where a batch ends, so that a run that goes on forms the batches that it would
 * have formed anyway. A process that is killed loses what was done since the last of the {@link SaveTimes}.
 */
final class Shards {
    private static final String RUN = "run.json";
    /** That wait to be written: a sixteenth of the heap, at most 256 MiB. */
    private static final long MOST_VALUES = HeapShare.bytes(256L << 20, 16) / Float.BYTES;

    private final ShardFiles files;
    private final RunIdentity identity;
    private final CollectedRows rows;
    private final SaveTimes times = new SaveTimes();
    private int saved;
    private int restored;

    private Shards(Path folder, RunIdentity identity, CollectedRows rows) {
        this.files = new ShardFiles(folder);
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
        int count = shards.files.count();
        if (count > 0) {
            Optional<String> difference = identity.difference(ShardFiles.json(folder.resolve(RUN)));
            if (difference.isPresent()) {
                throw new IOException(FileNames.text(folder) + ": holds an unfinished run that is another: "
                        + difference.get()
                        + "; expected the same run, to go on with it. Run it as it was, or remove that"
                        + " folder to begin anew.");
            }
            shards.restore(count);
            shards.restored = shards.saved;
        }
        return shards;
    }

    /** How many images have their row or failure in a folder. */
    static int count(Path folder) throws IOException {
        ShardFiles files = new ShardFiles(folder);
        int saved = 0;
        while (Files.exists(files.description(saved))) {
            int to = files.read(saved).path("to").asInt();
            if (to <= saved) {
                break; // damaged: who opens it says so
            }
            saved = to;
        }
        return saved;
    }

    private void restore(int count) throws IOException {
        int shards = 0;
        while (Files.exists(files.description(saved))) {
            JsonNode shard = files.read(saved);
            int to = shard.path("to").asInt();
            if (to <= saved || to > rows.images().size()) {
                throw files.damaged(
                        files.description(saved),
                        "ends at image " + to + " of " + rows.images().size());
            }
            restore(shard.path("failures"), to, files.values(saved, shard));
            shards++;
        }
        if (shards < count) {
            throw files.damaged(files.description(saved), "is missing, and there are later ones");
        }
    }

    private void restore(JsonNode failures, int to, float[] values) throws IOException {
        int dim = rows.dim();
        if (values.length != (to - saved - failures.size()) * dim) {
            throw files.damaged(files.rows(saved), "has " + values.length + " values");
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
        rows.forget(saved, to);
        saved = to;
        rows.settle(to);
    }

    /** Saves if that is due. */
    synchronized void batchDone() throws IOException {
        if (times.due() || (long) (rows.settled() - saved) * rows.dim() > MOST_VALUES) {
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
            ShardFiles.write(files.folder().resolve(RUN), identity.toJson());
        }
        ObjectNode shard = JsonNodeFactory.instance.objectNode().put("to", to);
        ObjectNode failures = shard.putObject("failures");
        for (int row = saved; row < to; row++) {
            if (rows.failure(row) != null) {
                failures.put(Integer.toString(row), rows.failure(row));
            }
        }
        files.write(saved, values, rows.dim(), shard);
        rows.forget(saved, to);
        saved = to;
        times.saved(start);
    }

    /** Gives the rows of every image that has one, a shard at a time. */
    static void to(Path folder, Npy.Sink sink) throws IOException {
        ShardFiles files = new ShardFiles(folder);
        int count = files.count();
        int next = 0;
        for (int shard = 0; shard < count; shard++) {
            JsonNode description = files.read(next);
            sink.take(files.values(next, description));
            next = description.path("to").asInt();
        }
    }

    /** How many images have got their row or failure on disk since this was opened. */
    synchronized int added() {
        return saved - restored;
    }
}

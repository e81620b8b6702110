package io.discern.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.Embeddings;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import io.discern.internal.Sha256;
import io.discern.internal.image.PixelIdentity;
import io.discern.internal.model.ForwardingEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An encoder that looks into a folder of {@linkplain ShardFiles shards} for what it gave for a whole batch of images, known by all their pixels (as {@link PixelIdentity} says), before
 * it encodes the batch. Whole batches, because the last bits of a row may depend on the others. It does not close what it stands for.
 */
final class KeptBatches extends ForwardingEncoder {
    private final ShardFiles files;
    private final AtomicInteger taken;
    private final AtomicInteger encoded;
    private final SaveTimes times = new SaveTimes();
    private final Map<String, Place> places = new HashMap<>();
    /** How often a batch has come so far. */
    private final Map<String, Integer> seen = new HashMap<>();
    /** Not yet written, by what stands for their images. */
    private final Map<String, float[]> waiting = new LinkedHashMap<>();

    private int count;
    private int read = -1;
    private float[] lastRead;

    /**
     * Where the rows of a batch lie.
     *
     * @param shard its number
     * @param from the first row
     * @param rows how many
     */
    private record Place(int shard, int from, int rows) {}

    /**
     * Opens the folder.
     *
     * @param taken counts images whose rows were found
     * @param encoded counts the others, once they are saved
     */
    KeptBatches(VisionLanguageEncoder encoder, Path folder, AtomicInteger taken, AtomicInteger encoded)
            throws IOException {
        super(encoder);
        this.files = new ShardFiles(folder);
        this.taken = taken;
        this.encoded = encoded;
        count = files.count();
        for (int shard = 0; shard < count; shard++) {
            int from = 0;
            for (JsonNode batch : files.read(shard).path("batches")) {
                int rows = batch.path("rows").asInt();
                places.put(batch.path("images").asText(), new Place(shard, from, rows));
                from += rows;
            }
        }
    }

    /** How many rows lie in a folder. */
    static int count(Path folder) throws IOException {
        ShardFiles files = new ShardFiles(folder);
        int rows = 0;
        for (int shard = 0; shard < files.count(); shard++) {
            for (JsonNode batch : files.read(shard).path("batches")) {
                rows += batch.path("rows").asInt();
            }
        }
        return rows;
    }

    /** The encoder works outside the lock, so that who ends the process need not wait for it. */
    @Override
    public Embeddings encodeImages(List<RgbImage> images) {
        String key = numbered(key(images));
        try {
            Optional<float[]> known = known(key, images.size());
            if (known.isPresent()) {
                return Embeddings.ofRows(info().dimension(), known.get());
            }
            Embeddings rows = super.encodeImages(images);
            if (rows.rows() == images.size() && rows.dim() == info().dimension() && !images.isEmpty()) {
                keep(key, rows.values());
            }
            return rows;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed.getMessage(), failed);
        }
    }

    /** A batch that comes again is another one: somebody may want to know whether the encoder gives the same twice. */
    private synchronized String numbered(String key) {
        int before = seen.merge(key, 1, Integer::sum) - 1;
        return before == 0 ? key : key + "#" + before;
    }

    private synchronized Optional<float[]> known(String key, int rows) throws IOException {
        Place place = places.get(key);
        if (place == null || place.rows() != rows) {
            return Optional.empty();
        }
        taken.addAndGet(rows);
        return Optional.of(values(place));
    }

    private synchronized void keep(String key, float[] rows) throws IOException {
        waiting.put(key, rows);
        if (times.due()) {
            save();
        }
    }

    private static String key(List<RgbImage> images) {
        Sha256 hash = new Sha256();
        for (RgbImage image : images) {
            PixelIdentity.add(hash, image);
        }
        return hash.hex();
    }

    private float[] values(Place place) throws IOException {
        if (read != place.shard()) {
            lastRead = files.values(place.shard(), files.read(place.shard()));
            read = place.shard();
        }
        int dim = info().dimension();
        float[] values = new float[place.rows() * dim];
        System.arraycopy(lastRead, place.from() * dim, values, 0, values.length);
        return values;
    }

    /** Writes what was encoded and is not yet written; on any thread. */
    synchronized void save() throws IOException {
        if (waiting.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        int dim = info().dimension();
        ObjectNode shard = JsonNodeFactory.instance.objectNode();
        ArrayNode batches = shard.putArray("batches");
        float[] all = new float
                [waiting.values().stream().mapToInt(part -> part.length).sum()];
        int from = 0;
        for (Map.Entry<String, float[]> batch : waiting.entrySet()) {
            float[] part = batch.getValue();
            System.arraycopy(part, 0, all, from * dim, part.length);
            batches.addObject().put("images", batch.getKey()).put("rows", part.length / dim);
            places.put(batch.getKey(), new Place(count, from, part.length / dim));
            from += part.length / dim;
        }
        files.write(count++, all, dim, shard);
        encoded.addAndGet(from);
        waiting.clear();
        times.saved(start);
    }

    @Override
    public void close() {}
}

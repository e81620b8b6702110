package io.discern.internal.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.EncoderException;
import io.discern.internal.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All tensors of a checkpoint, by name: one file, or shards that an index names. Immutable; nothing is mapped. */
public final class Weights {
    private static final String INDEX = ".index.json";
    private static final int MAX_INDEX_BYTES = 16 << 20;
    private static final int MAX_SHARDS = 1_000;

    private final List<Path> files;
    private final Map<String, StoredTensor> tensors;

    private Weights(Collection<Path> files, Map<String, StoredTensor> tensors) {
        this.files = List.copyOf(files);
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /**
     * Reads the tables of contents.
     *
     * @param file {@code .safetensors}, an {@code .index.json} of shards, or what {@code torch.save} wrote
     * @param folder the model folder, which no file may leave
     * @throws EncoderException if a file is missing, malformed, leaves the folder or names more than tensors
     */
    public static Weights open(Path file, Path folder) {
        try {
            Path name = file.getFileName();
            WeightFile.named(name.toString(), file, folder, folder + ": its weights");
            if (!name.toString().endsWith(INDEX)) {
                Map<String, StoredTensor> tensors = new LinkedHashMap<>();
                add(tensors, file);
                return new Weights(List.of(file), tensors);
            }
            return sharded(file, folder);
        } catch (IOException e) {
            throw new EncoderException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static Weights sharded(Path index, Path folder) throws IOException {
        JsonNode map = Json.ofModel(index, MAX_INDEX_BYTES).path("weight_map");
        Set<String> shards = new LinkedHashSet<>();
        map.forEach(shard -> shards.add(shard.asText()));
        if (!map.isObject() || shards.isEmpty() || shards.size() > MAX_SHARDS) {
            throw new EncoderException(index + ": \"weight_map\" names " + shards.size()
                    + " files; expected an object that names 1 to " + MAX_SHARDS);
        }
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        Set<Path> files = new LinkedHashSet<>();
        for (String shard : shards) {
            Path file = WeightFile.named(shard, index, folder, index + ": its shard");
            files.add(file);
            add(tensors, file);
        }
        Set<String> named = new TreeSet<>();
        for (Iterator<String> names = map.fieldNames(); names.hasNext(); ) {
            named.add(names.next());
        }
        if (!named.equals(tensors.keySet())) {
            Set<String> missing = new TreeSet<>(named);
            missing.removeAll(tensors.keySet());
            Set<String> more = new TreeSet<>(tensors.keySet());
            more.removeAll(named);
            throw new EncoderException(index + ": does not fit its shards: tensors that none has: " + first(missing)
                    + "; tensors that it does not name: " + first(more) + ". Download the model again.");
        }
        return new Weights(files, tensors);
    }

    private static void add(Map<String, StoredTensor> tensors, Path file) throws IOException {
        List<StoredTensor> read =
                file.toString().endsWith(".safetensors") ? Safetensors.read(file) : TorchFile.read(file);
        for (StoredTensor tensor : read) {
            if (tensors.put(tensor.name(), tensor) != null) {
                throw new EncoderException(file + ": tensor \"" + tensor.name() + "\" is in another shard too");
            }
        }
    }

    private static String first(Set<String> names) {
        return names.stream().limit(5).toList() + (names.size() > 5 ? " and " + (names.size() - 5) + " more" : "");
    }

    /** The files with arrays in them, links unresolved. */
    public List<Path> files() {
        return files;
    }

    /** The tensors by name. */
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    /** What messages call it: its file, or the first of its shards. */
    @Override
    public String toString() {
        return files.get(0) + (files.size() > 1 ? " and " + (files.size() - 1) + " more" : "");
    }
}

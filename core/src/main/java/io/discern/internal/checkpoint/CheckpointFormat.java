package io.discern.internal.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A library's way to lay out a checkpoint. */
public enum CheckpointFormat {
    /** transformers: {@code config.json} with {@code model_type}. */
    TRANSFORMERS(
            "config.json",
            List.of(
                    "model.safetensors",
                    "model.safetensors.index.json",
                    "pytorch_model.bin",
                    "pytorch_model.bin.index.json")),
    /** timm: {@code config.json} with {@code architecture}. */
    TIMM("config.json", List.of("model.safetensors", "pytorch_model.bin")),
    /** open_clip: {@code open_clip_config.json}. */
    OPEN_CLIP("open_clip_config.json", List.of("open_clip_model.safetensors", "open_clip_pytorch_model.bin"));

    private static final String INDEX = ".index.json";

    private final String config;
    private final List<String> weights;

    CheckpointFormat(String config, List<String> weights) {
        this.config = config;
        this.weights = weights;
    }

    /** The name of its configuration. */
    public String config() {
        return config;
    }

    /** The names of its weights, the first that exists is taken. */
    public List<String> weights() {
        return weights;
    }

    /** Which of a repository's files hold the weights that {@link Checkpoint#find} would take, shards included. */
    public static List<String> weightsAmong(List<String> files) {
        for (CheckpointFormat format : List.of(OPEN_CLIP, TRANSFORMERS)) {
            Optional<String> found = format.weights.stream()
                    .filter(name -> files.contains(name) && files.contains(format.config))
                    .findFirst();
            if (found.isPresent() && found.get().endsWith(INDEX)) {
                String whole = found.get().substring(0, found.get().length() - INDEX.length());
                String start = whole.substring(0, whole.lastIndexOf('.')) + "-";
                String end = whole.substring(whole.lastIndexOf('.'));
                List<String> shards = new ArrayList<>(List.of(found.get()));
                files.stream()
                        .filter(file -> file.startsWith(start) && file.endsWith(end))
                        .forEach(shards::add);
                return shards;
            }
            if (found.isPresent()) {
                return List.of(found.get());
            }
        }
        return List.of();
    }

    @Override
    public String toString() {
        return this == OPEN_CLIP ? "open_clip" : name().toLowerCase(Locale.ROOT);
    }
}

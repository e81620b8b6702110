package io.discern.internal.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.EncoderException;
import io.discern.internal.Json;
import io.discern.internal.tower.Towers;
import io.discern.internal.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A checkpoint in a folder, found but not read.
 *
 * @param folder where it lies
 * @param format whose layout it has
 * @param config its configuration
 * @param weights its weights, or the index of their shards
 */
public record Checkpoint(Path folder, CheckpointFormat format, Path config, Path weights) {
    /**
     * Looks for one. Where a folder has open_clip's configuration and weights, these are taken: {@code config.json} beside them
     * is often only one of the two towers.
     *
     * @return empty if there is none
     * @throws EncoderException if a configuration cannot be read
     */
    public static Optional<Checkpoint> find(Path folder) {
        for (CheckpointFormat format :
                List.of(CheckpointFormat.OPEN_CLIP, CheckpointFormat.TIMM, CheckpointFormat.TRANSFORMERS)) {
            Path config = folder.resolve(format.config());
            Optional<Path> weights = format.weights().stream()
                    .map(folder::resolve)
                    .filter(Files::isRegularFile)
                    .findFirst();
            if (weights.isPresent() && Files.isRegularFile(config) && isOf(format, config)) {
                return Optional.of(new Checkpoint(folder, format, config, weights.get()));
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(CheckpointFormat format, Path config) {
        JsonNode root = Json.ofModel(config, Json.MAX_BYTES);
        return switch (format) {
            case OPEN_CLIP -> true;
            case TIMM -> root.has("architecture") && !root.has("model_type");
            case TRANSFORMERS -> root.has("model_type");
        };
    }

    /**
     * Reads it: its table of weights and its configuration, and every key and every weight accounted for.
     *
     * @throws EncoderException naming what is missing, left over, contradictory or not understood
     */
    public Towers read() {
        Weights stored = Weights.open(weights, folder);
        Config configuration = new Config(config.toString(), Json.ofModel(config, Json.MAX_BYTES));
        Tensors tensors = new Tensors(stored);
        Towers towers = switch (format) {
            case TRANSFORMERS -> new TransformersReader(configuration, tensors).read(stored);
            case TIMM -> new TimmReader(configuration, tensors).read(stored);
            case OPEN_CLIP -> new OpenClipReader(folder, configuration, tensors).read(stored);
        };
        configuration.requireUnderstood();
        tensors.requireNoneLeft();
        return towers;
    }
}

package io.discern.backend.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.EncoderException;
import io.discern.preprocess.Channels;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.ResampleFilter;
import io.discern.preprocess.Resize;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Where an encoder's preprocessing comes from: option {@code preset} or {@code spec}; else {@code discern.json}; else
 * {@code preprocessor_config.json}. It is never guessed.
 */
final class ModelPreprocessing {
    private ModelPreprocessing() {}

    static String hash(PreprocessSpec spec) {
        return Integer.toHexString(spec.hashCode());
    }

    /**
     * Finds the specification.
     *
     * @throws EncoderException if nothing states it
     */
    static PreprocessSpec of(ModelFolder folder, OnnxOptions options) {
        JsonNode config = JsonFile.read(folder.path().resolve("preprocessor_config.json")).orElseThrow(() ->
                new EncoderException(folder.path() + ": nothing states the preprocessing; expected preprocessor_config.json, "
                        + "or \"preset\" or \"preprocess\" in discern.json, or option preset=NAME or spec=FILE"));
        return new PreprocessSpec(Channels.RGB,
                new Resize.Squash(config.path("size").path("width").asInt(), config.path("size").path("height").asInt()),
                ResampleFilter.BICUBIC, Optional.empty(), 1 / 255.0, list(config.path("image_mean")),
                list(config.path("image_std")));
    }

    private static List<Double> list(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false).map(JsonNode::asDouble).toList();
    }
}

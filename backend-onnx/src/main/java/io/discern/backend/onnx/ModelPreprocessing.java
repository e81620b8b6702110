package io.discern.backend.onnx;

import io.discern.EncoderException;
import io.discern.preprocess.PreprocessSpec;

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
        throw new EncoderException(folder.path() + ": nothing states the preprocessing");
    }
}

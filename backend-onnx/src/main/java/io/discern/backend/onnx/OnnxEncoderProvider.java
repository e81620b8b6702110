package io.discern.backend.onnx;

import io.discern.EncoderConfig;
import io.discern.VisionLanguageEncoder;
import io.discern.spi.Availability;
import io.discern.spi.EncoderProvider;

/**
 * Opens {@code onnx:DIR}: a model folder in Hugging Face's layout, run by ONNX Runtime.
 *
 * <p>The folder holds {@code onnx/vision_model.onnx} and {@code onnx/text_model.onnx}, or {@code onnx/model.onnx} with one or
 * both towers; the same names directly in the folder do too, and the location may be one {@code .onnx} file. Beside them lie
 * {@code preprocessor_config.json}, {@code tokenizer.json}, {@code config.json}, {@code tokenizer_config.json} and, for what
 * these do not say, {@code discern.json}.
 *
 * <p>Options: {@code output} and {@code text-output} name the outputs that are the embeddings; {@code preset} or {@code spec}
 * state the preprocessing; {@code threads}, {@code name}, {@code truncate=true}. Devices: {@code cpu}, {@code cuda:N}. The
 * encoders may be called from several threads.
 */
public final class OnnxEncoderProvider implements EncoderProvider {

    /** Creates the provider; nothing is loaded. */
    public OnnxEncoderProvider() {}

    @Override
    public String name() {
        return "onnx";
    }

    @Override
    public String description() {
        return "ONNX Runtime; location: a model folder in Hugging Face's layout, or a .onnx file";
    }

    @Override
    public Availability availability() {
        return OrtRuntime.availability();
    }

    @Override
    public VisionLanguageEncoder open(EncoderConfig config) {
        return new OnnxOpening(config).open();
    }
}

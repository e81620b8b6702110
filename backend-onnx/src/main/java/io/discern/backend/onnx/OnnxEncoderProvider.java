package io.discern.backend.onnx;

import io.discern.EncoderConfig;
import io.discern.VisionLanguageEncoder;
import io.discern.spi.Availability;
import io.discern.spi.EncoderProvider;

/**
 * Opens {@code onnx:DIR}: a model folder in Hugging Face's layout, run by ONNX Runtime; or {@code onnx:hub/ORG/NAME[@REVISION]},
 * such a folder in Hugging Face's cache.
 *
 * <p>The folder holds {@code onnx/vision_model.onnx} and {@code onnx/text_model.onnx}, or {@code onnx/model.onnx} with one or
 * both towers; the same names directly in the folder do too, and the location may be one {@code .onnx} file. Beside them lie
 * {@code preprocessor_config.json} (or {@code processor_config.json}, {@code open_clip_config.json}), {@code tokenizer.json} (or
 * CLIP's {@code merges.txt}), {@code config.json}, {@code tokenizer_config.json} and, for what these do not say,
 * {@code discern.json}.
 *
 * <p>A folder without a graph but with published weights ({@link io.discern.internal.checkpoint.Checkpoint}) is opened from these: the graph
 * is built in memory. {@code source=onnx} or {@code source=weights} asks for one of the two.
 *
 * <p>Options: {@code preset} names a published encoder, {@code spec} a file with the preprocessing; {@code preprocessor=cuda} has
 * it done on the encoder's device, to the same bits; {@code output} and {@code text-output} name the outputs that are the embeddings, {@code pooling} and {@code text-pooling} say how an output of one
 * vector a token becomes one; {@code truncate=true} cuts texts; {@code check=true} measures how much an embedding depends on its
 * batch, {@code fixed-batch=true} fills every batch up; {@code download=true} fetches from the hub; {@code threads},
 * {@code time-limit=SECONDS} ends a run that takes longer (600); {@code name}. Devices: {@code cpu}, {@code cuda:N}. The encoders may be called from several threads.
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
        return "ONNX Runtime; location: a model folder in Hugging Face's layout, a .onnx file, or hub/ORG/NAME[@REVISION]";
    }

    @Override
    public Availability availability() {
        return OrtRuntime.availability();
    }

    @Override
    public VisionLanguageEncoder open(EncoderConfig config) {
        return OnnxEngine.open(config);
    }

    @Override
    public boolean takesParts() {
        return true;
    }
}

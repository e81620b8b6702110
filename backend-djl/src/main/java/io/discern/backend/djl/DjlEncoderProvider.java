package io.discern.backend.djl;

import io.discern.EncoderConfig;
import io.discern.VisionLanguageEncoder;
import io.discern.spi.Availability;
import io.discern.spi.EncoderProvider;

/**
 * Opens {@code djl:DIR}: a model folder with TorchScript files, run by PyTorch through DJL.
 *
 * <p><b>Trusted files only.</b> TorchScript is a program: opening a file runs what its author wrote, with all rights of this
 * process. Option {@code trust=true} says that it may; without it nothing is opened or fetched, and a download never implies it.
 *
 * <p>The folder holds {@code torchscript/vision_model.pt} and {@code torchscript/text_model.pt}; the same names directly in the
 * folder do too, {@code discern.json} may name others, and the location may be one {@code .pt} file. An image tower takes float32
 * pixels {@code [batch,channels,height,width]}; a text tower takes int64 {@code input_ids} and, if it has them,
 * {@code attention_mask} and {@code token_type_ids}, in that order, each {@code [batch,tokens]}. Beside them lie the same files
 * as for {@code onnx:}: {@code preprocessor_config.json}, {@code tokenizer.json}, {@code config.json},
 * {@code tokenizer_config.json}, {@code discern.json}.
 *
 * <p>Options: {@code output} and {@code text-output} choose among several results, by the key of a dictionary or the number of a
 * tuple's element; {@code preset} or {@code spec} state the preprocessing, and {@code preprocessor=cuda} has it done
 * on the encoder's device; {@code threads} (PyTorch has one setting for the whole
 * process: a second value is refused), {@code name}, {@code truncate=true}. {@code engine} names another engine of DJL that is on
 * the class path and takes such tensors, for example {@code OnnxRuntime} with {@code .onnx} files; only PyTorch comes along.
 * Devices: {@code cpu}, {@code cuda:N}. The encoders may be called from several threads.
 */
public final class DjlEncoderProvider implements EncoderProvider {

    /** Creates the provider; nothing is loaded. */
    public DjlEncoderProvider() {}

    @Override
    public String name() {
        return "djl";
    }

    @Override
    public String description() {
        return "PyTorch through DJL; location: a model folder with TorchScript files, or a .pt file; runs the code in it, needs ?trust=true";
    }

    @Override
    public Availability availability() {
        return TorchRuntime.availability();
    }

    @Override
    public VisionLanguageEncoder open(EncoderConfig config) {
        return DjlTowers.open(config);
    }

    @Override
    public boolean takesParts() {
        return true;
    }
}

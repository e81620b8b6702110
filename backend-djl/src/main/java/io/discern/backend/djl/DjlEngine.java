package io.discern.backend.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import io.discern.BackendUnavailableException;
import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.internal.model.ModelFormat;
import io.discern.tokenizers.DjlOffline;
import io.discern.tokenizers.OnnxRuntimeSilence;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The engine of DJL that runs an encoder: PyTorch unless option {@code engine} names another one of the class path.
 *
 * @param engine as DJL has it
 * @param format how its model files are called
 */
record DjlEngine(Engine engine, ModelFormat format) {
    static final String OPTION = "engine";
    private static final String PYTORCH = "PyTorch";
    private static final String ONNX = "OnnxRuntime";

    /** {@code vision_model} and {@code text_model} with an engine's extension, in a sub-folder or not. */
    private static final Map<String, ModelFormat> FORMATS =
            Map.of(PYTORCH, format(".pt", "torchscript"), ONNX, format(".onnx", "onnx"));

    private static ModelFormat format(String extension, String folder) {
        return new ModelFormat(
                "djl",
                extension,
                folder,
                List.of(
                        folder + "/vision_model" + extension, "vision_model" + extension,
                        folder + "/model" + extension, "model" + extension),
                List.of(folder + "/text_model" + extension, "text_model" + extension));
    }

    /**
     * The engine that the options name.
     *
     * @throws BackendUnavailableException if it is not on the class path or cannot be loaded
     */
    static DjlEngine of(EncoderConfig config) {
        String name = config.options().getOrDefault(OPTION, PYTORCH);
        // A single file of any other engine can still be named; only PyTorch and ONNX have a customary layout.
        ModelFormat format = FORMATS.getOrDefault(name, format("", "model"));
        if (name.equals(PYTORCH)) {
            return new DjlEngine(TorchRuntime.engine(), format);
        }
        DjlOffline.require();
        requireSilence(name);
        if (!Engine.getAllEngines().contains(name)) {
            throw new BackendUnavailableException(
                    "djl with engine " + name,
                    List.of(
                            "no such engine is on the class path; engines there: "
                                    + new TreeSet<>(Engine.getAllEngines()),
                            "add the engine's artifact, for example ai.djl.onnxruntime:onnxruntime-engine, or leave the option out"));
        }
        try {
            return new DjlEngine(Engine.getEngine(name), format);
        } catch (EngineException | LinkageError e) {
            throw new BackendUnavailableException(
                    "djl with engine " + name, List.of("it cannot be loaded: " + TorchRuntime.root(e)));
        }
    }

    private static void requireSilence(String name) {
        try {
            if (name.equals(ONNX)) {
                OnnxRuntimeSilence.require();
            }
        } catch (IllegalStateException e) {
            throw new BackendUnavailableException("djl with engine " + name, List.of(e.getMessage()));
        }
    }

    /** Whether its model files are programs; an engine that is not known here is taken to have such. */
    boolean runsCode() {
        return !engine.getEngineName().equals(ONNX);
    }

    private boolean isPyTorch() {
        return engine.getEngineName().equals(PYTORCH);
    }

    /**
     * DJL's name of a device.
     *
     * @throws BackendUnavailableException if the engine cannot use it
     */
    Device device(io.discern.Device device) {
        if (isPyTorch()) {
            return TorchRuntime.device(device);
        }
        if (device.kind() == io.discern.Device.Kind.CPU) {
            return Device.cpu();
        }
        if (device.index() >= engine.getGpuCount()) {
            throw new BackendUnavailableException(
                    "djl with engine " + engine.getEngineName() + " on device " + device,
                    List.of("the engine finds " + engine.getGpuCount()
                            + " GPUs here; expected a number below that, or device=cpu"));
        }
        return Device.gpu(device.index());
    }

    /**
     * Sets how many threads an operator uses, for the whole process.
     *
     * @param threads 0 leaves it as it is
     * @throws EncoderException if the engine has no such setting
     */
    void useThreads(int threads) {
        if (isPyTorch()) {
            TorchRuntime.useThreads(threads);
        } else if (threads != 0) {
            throw new EncoderException("djl: option threads=" + threads + " with engine " + engine.getEngineName()
                    + "; expected it with engine " + PYTORCH + " only. Leave it out.");
        }
    }

    /** What to check when it cannot load a file. */
    String loadingAdvice() {
        return isPyTorch()
                ? "Check that the file is complete and TorchScript (torch.jit.save), not a checkpoint (torch.save)."
                : "Check that the file is complete and a model of this engine.";
    }

    /** Its name and version. */
    @Override
    public String toString() {
        return engine.getEngineName() + " " + engine.getVersion();
    }
}

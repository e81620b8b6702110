package io.discern.backend.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.discern.BackendUnavailableException;
import io.discern.Device;
import io.discern.EncoderException;
import io.discern.spi.Resources;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Session settings for a device. A device that cannot be had is an error, never another device. */
final class ExecutionDevice {
    private static final String REMEDY =
            "use an NVIDIA machine with its driver and the CUDA 12 and cuDNN 9 libraries, and "
                    + "com.microsoft.onnxruntime:onnxruntime_gpu in place of onnxruntime (build with -Pgpu), or ask for device=cpu";

    private ExecutionDevice() {}

    /**
     * Settings for that device; the caller closes them, after the sessions that use them.
     *
     * @throws BackendUnavailableException if ONNX Runtime cannot use the device
     */
    static SessionOptions options(Device device, int threads) throws OrtException {
        Resources resources = new Resources();
        OrtRuntime.environment();
        SessionOptions options = resources.add(new SessionOptions());
        try {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setDeterministicCompute(true);
            // Waiting threads would burn the cores that decode the next images; measured slower even alone on a shared
            // machine.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            if (threads > 0) {
                options.setIntraOpNumThreads(threads);
            }
            if (device.kind() == Device.Kind.CUDA) {
                addCuda(options, device);
            }
            return options;
        } catch (OrtException | RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    private static void addCuda(SessionOptions options, Device device) {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device.index())) {
            // Full float32 products, and the same convolution algorithm in every run.
            cuda.add("use_tf32", "0");
            cuda.add("cudnn_conv_algo_search", "HEURISTIC");
            options.addCUDA(cuda);
        } catch (OrtException e) {
            throw unavailable(device, e);
        }
    }

    /** What it means that a session could not be created. */
    static EncoderException failure(Device device, String file, Path path, OrtException e) {
        String reason = OrtRuntime.reason(e);
        if (device.kind() == Device.Kind.CUDA && reason.toLowerCase(Locale.ROOT).contains("cuda")) {
            return unavailable(device, e);
        }
        return new EncoderException(
                file + ": ONNX Runtime " + OrtRuntime.version() + " cannot load " + path + " ("
                        + path.toFile().length() + " bytes): " + reason
                        + " Check that the file is complete and an ONNX model that this version supports.",
                e);
    }

    private static BackendUnavailableException unavailable(Device device, OrtException e) {
        BackendUnavailableException unavailable = new BackendUnavailableException(
                "onnx on device " + device,
                List.of(
                        "ONNX Runtime " + OrtRuntime.version() + " says: "
                                + OrtRuntime.reason(e).strip(),
                        REMEDY));
        unavailable.initCause(e);
        return unavailable;
    }
}

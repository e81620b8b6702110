package io.discern.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import io.discern.BackendUnavailableException;
import io.discern.spi.Availability;
import io.discern.tokenizers.NativeCache;
import io.discern.tokenizers.OnnxRuntimeSilence;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * ONNX Runtime as this process has it: loaded once, on first need, with its failure kept. The environment is shared by the
 * whole process and never closed.
 */
final class OrtRuntime {
    private static final String REMEDY =
            "ONNX Runtime has natives for Linux, Windows and macOS on x86-64 and arm64; check that "
                    + "the jar com.microsoft.onnxruntime:onnxruntime is complete and that the folder of unpacked natives "
                    + "(~/.cache/discern; XDG_CACHE_HOME moves it) may hold executable files";

    private static final long LOADING_STACK_BYTES = 16 << 20;

    private OrtRuntime() {}

    private static final class Holder {
        static final OrtEnvironment ENVIRONMENT;
        static final String FAILURE;
        static final String SILENCE;

        static {
            OrtEnvironment environment = null;
            String failure = null;
            String silence = null;
            try {
                silence = OnnxRuntimeSilence.require();
                environment = OrtNatives.keptIn(NativeCache.folder(), OrtRuntime::loaded);
            } catch (Throwable broken) {
                Throwable reason = broken instanceof CompletionException ? broken.getCause() : broken;
                failure = "ONNX Runtime could not be loaded (" + reason + "); " + REMEDY;
            }
            ENVIRONMENT = environment;
            FAILURE = failure;
            SILENCE = silence;
        }
    }

    /**
     * Loads on a thread of its own: the natives can need more stack for it than the 1 MB of an ordinary Java thread. An
     * interrupt does not end the wait, since a failure is kept for the whole process.
     */
    private static OrtEnvironment loaded() throws OrtException {
        OrtEnvironment environment = CompletableFuture.supplyAsync(
                        // What goes wrong comes as an exception; a library prints nothing.
                        () -> OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "discern"),
                        load -> new Thread(null, load, "discern-onnx-load", LOADING_STACK_BYTES).start())
                .join();
        environment.setTelemetry(false);
        return environment;
    }

    /**
     * The shared environment.
     *
     * @throws BackendUnavailableException if the native library cannot be loaded
     */
    static OrtEnvironment environment() {
        if (Holder.ENVIRONMENT == null) {
            throw new BackendUnavailableException("onnx", List.of(Holder.FAILURE));
        }
        return Holder.ENVIRONMENT;
    }

    /** The version of the native library, for example {@code 1.28.0}. */
    static String version() {
        return environment().getVersion();
    }

    /** The version and the execution providers, or why there are none. */
    static Availability availability() {
        if (Holder.ENVIRONMENT == null) {
            return Availability.unavailable(Holder.FAILURE);
        }
        return Availability.available(
                "ONNX Runtime " + version(),
                Holder.SILENCE,
                "execution providers " + OrtEnvironment.getAvailableProviders());
    }

    /** What ONNX Runtime said, without its error code. */
    static String reason(OrtException e) {
        String message = String.valueOf(e.getMessage());
        int marker = message.indexOf("message: ");
        return marker < 0 ? message : message.substring(marker + "message: ".length());
    }
}

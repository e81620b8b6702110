package io.discern.backend.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.discern.BackendUnavailableException;
import io.discern.EncoderException;
import io.discern.spi.Availability;
import io.discern.tokenizers.DjlOffline;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** DJL's PyTorch engine as this process has it: loaded once, on first need, off the network, with its failure kept. */
final class TorchRuntime {
    private static final String NATIVES =
            "add ai.djl.pytorch:pytorch-native-cpu:2.7.1 with the classifier of this platform (linux-x86_64, osx-aarch64 or "
                    + "win-x86_64) and ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0 to the class path, scope runtime";

    /** The thread count that an encoder asked for; 0 while none did. */
    private static final AtomicInteger THREADS = new AtomicInteger();

    private TorchRuntime() {}

    private static final class Holder {
        static final Engine ENGINE;
        static final String FAILURE;

        static {
            Engine engine = null;
            String failure = null;
            try {
                DjlOffline.require();
                engine = NativeWork.call(() -> Engine.getEngine("PyTorch"));
                failure = wrongResults(engine);
            } catch (Throwable broken) {
                failure = failure(broken);
            }
            ENGINE = failure == null ? engine : null;
            FAILURE = failure;
        }
    }

    /** What the engine computes wrongly here, with the remedy; null if nothing. */
    private static String wrongResults(Engine engine) {
        return NativeWork.call(() -> {
            try (NDManager manager = engine.newBaseManager(Device.cpu())) {
                return ConvolutionCheck.failure(manager).orElse(null);
            }
        });
    }

    /** What it means that the engine could not be loaded, with the remedy. */
    static String failure(Throwable broken) {
        return Stream.iterate(broken, Objects::nonNull, Throwable::getCause).anyMatch(TorchRuntime::saysMissing)
                ? "PyTorch's native library is not on the class path, and nothing is downloaded; " + NATIVES
                : "PyTorch could not be loaded (" + root(broken)
                        + "); check that ai.djl.pytorch:pytorch-native-cpu and pytorch-jni are of "
                        + "one version and that the folder DJL_CACHE_DIR (~/.cache/discern/djl if not set) has 500 MB free and may hold "
                        + "executable files";
    }

    private static boolean saysMissing(Throwable broken) {
        String message = String.valueOf(broken.getMessage());
        return broken instanceof UnknownHostException
                || message.contains("pytorch index file")
                || message.contains("offline")
                || message.contains("No deep learning engine found");
    }

    /** What everything else came from. */
    static Throwable root(Throwable broken) {
        return broken.getCause() == null ? broken : root(broken.getCause());
    }

    /**
     * The engine.
     *
     * @throws BackendUnavailableException if it cannot be loaded
     */
    static Engine engine() {
        if (Holder.ENGINE == null) {
            throw new BackendUnavailableException("djl", List.of(Holder.FAILURE));
        }
        return Holder.ENGINE;
    }

    /** The version of PyTorch, for example {@code 2.7.1}. */
    static String version() {
        return engine().getVersion();
    }

    /** Whether the engine loads, and with what. */
    static Availability availability() {
        if (Holder.ENGINE == null) {
            return Availability.unavailable(Holder.FAILURE);
        }
        return Availability.available(
                "PyTorch " + version(),
                "DJL " + Engine.getDjlVersion() + ", offline, its tracking switched off",
                Holder.ENGINE.hasCapability(StandardCapabilities.CUDA) ? "built for CPU and CUDA" : "built for CPU");
    }

    /**
     * DJL's name of a device.
     *
     * @throws BackendUnavailableException if PyTorch cannot use it
     */
    static Device device(io.discern.Device device) {
        if (device.kind() == io.discern.Device.Kind.CPU) {
            return Device.cpu();
        }
        if (!engine().hasCapability(StandardCapabilities.CUDA)) {
            throw new BackendUnavailableException(
                    "djl on device " + device,
                    List.of(
                            "PyTorch " + version() + " as it is on the class path has no CUDA",
                            "use an NVIDIA machine with its driver, and ai.djl.pytorch:pytorch-native-cu128:2.7.1 in place of "
                                    + "pytorch-native-cpu, or ask for device=cpu"));
        }
        int count = engine().getGpuCount();
        if (device.index() >= count) {
            throw new BackendUnavailableException(
                    "djl on device " + device,
                    List.of("PyTorch " + version() + " finds " + count
                            + " GPUs here; expected a number below that, or device=cpu"));
        }
        return Device.gpu(device.index());
    }

    /**
     * Sets how many threads an operator uses, for the whole process.
     *
     * @param threads 0 leaves it as it is
     * @throws EncoderException if another encoder asked for another number before
     */
    static void useThreads(int threads) {
        engine();
        if (threads == 0) {
            return;
        }
        int before = THREADS.compareAndExchange(0, threads);
        if (before == 0) {
            JniUtils.setNumThreads(threads);
        } else if (before != threads) {
            throw new EncoderException(
                    "djl: option threads=" + threads + ", but PyTorch has one setting for the whole process and "
                            + "an encoder opened earlier set threads=" + before
                            + "; expected the same number. Use it, or leave the "
                            + "option out.");
        }
    }

    /** What PyTorch said, without its C++ stack. */
    static String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).strip();
        int stack = message.indexOf("\nException raised from");
        return stack < 0 ? message : message.substring(0, stack);
    }
}

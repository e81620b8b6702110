package io.discern.backend.cuda;

import io.discern.BackendUnavailableException;
import io.discern.Device;
import io.discern.spi.Resources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Opens engines on the devices that the caller names. */
final class CudaDevices {
    /** The device memory of an engine where the caller names no other. */
    static final long DEFAULT_BYTES = 2L << 30;

    /** The same of an engine that has towers beside it, for preprocessing alone. */
    private static final long PREPROCESSING_BYTES = 512L << 20;

    /** The pinned memory of a lane. */
    private static final int STAGING_BYTES = 32 << 20;

    private CudaDevices() {}

    /**
     * Opens a device.
     *
     * @param bytes of device memory to take; problems that need more pass in pieces
     * @throws BackendUnavailableException if it cannot be had
     */
    static Engine open(Device device, long bytes) {
        if (device.kind() != Device.Kind.CUDA) {
            throw new BackendUnavailableException(
                    "cuda on device " + device, List.of("it computes on NVIDIA GPUs only; ask for device cuda:N"));
        }
        return new CudaEngine(device.index(), bytes, STAGING_BYTES);
    }

    /** A device for the towers of an encoder, which know how much of its memory they need. */
    static CudaTowers.Source source(Device device) {
        return new CudaTowers.Source() {
            @Override
            public long freeBytes() {
                // the pinned staging memory, and what the driver wants for itself
                return CudaRuntime.facts(device.index()).freeBytes() * 9 / 10;
            }

            @Override
            public Engine open() {
                return CudaDevices.open(device, PREPROCESSING_BYTES);
            }

            @Override
            public String name() {
                return device.toString();
            }
        };
    }

    /** Opens several; all of them or none. */
    static List<Engine> open(List<Device> devices, long bytes) {
        if (devices.isEmpty() || new HashSet<>(devices).size() < devices.size()) {
            throw new IllegalArgumentException("devices " + devices + "; expected at least one, each once");
        }
        Resources resources = new Resources();
        try {
            List<Engine> engines = new ArrayList<>();
            for (Device device : devices) {
                engines.add(resources.add(open(device, bytes)));
            }
            return engines;
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }
}

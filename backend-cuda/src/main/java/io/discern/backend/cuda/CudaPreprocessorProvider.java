package io.discern.backend.cuda;

import io.discern.Device;
import io.discern.preprocess.PreprocessSpec;
import io.discern.spi.Availability;
import io.discern.spi.PreprocessorProvider;

/** Opens {@code cuda}: preprocessing on {@code cuda:N}, bit for bit the reference's. */
public final class CudaPreprocessorProvider implements PreprocessorProvider {

    /** Creates the provider; nothing is loaded. */
    public CudaPreprocessorProvider() {}

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public String description() {
        return "kernels of our own, bit for bit the reference's; cuda:N";
    }

    @Override
    public Availability availability() {
        return CudaRuntime.availability();
    }

    @Override
    public CudaPreprocessor open(PreprocessSpec spec, Device device) {
        Engine engine = CudaDevices.open(device, CudaDevices.DEFAULT_BYTES);
        try {
            return new CudaPreprocessor(spec, engine);
        } catch (RuntimeException | Error refused) {
            engine.close();
            throw refused;
        }
    }
}

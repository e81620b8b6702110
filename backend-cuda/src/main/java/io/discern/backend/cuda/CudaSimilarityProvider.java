package io.discern.backend.cuda;

import io.discern.Device;
import io.discern.similarity.CosineSimilarity;
import io.discern.spi.Availability;
import io.discern.spi.SimilarityProvider;
import java.util.List;

/**
 * Opens {@code cuda}: cosine similarity in float32 on {@code cuda:N}.
 *
 * <p>Matrix and tiles are within {@link CosineSimilarity#deviation} of the reference; top-k lists equal its. Several devices, or
 * products on tensor cores, are for callers that ask for them: {@link #open(List, Precision, long)}.
 */
public final class CudaSimilarityProvider implements SimilarityProvider {

    /** Creates the provider; nothing is loaded. */
    public CudaSimilarityProvider() {}

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public String description() {
        return "kernels of our own, float32, ties computed exactly; cuda:N";
    }

    @Override
    public Availability availability() {
        return CudaRuntime.availability();
    }

    @Override
    public CosineSimilarity open(Device device) {
        return open(List.of(device), Precision.FLOAT32, CudaDevices.DEFAULT_BYTES);
    }

    /**
     * Opens similarity on several devices, which share the queries.
     *
     * @param devices at least one, each once
     * @param precision of matrices and tiles; top-k lists equal the reference's in any case
     * @param deviceBytes memory to take on each device; problems that need more pass in pieces
     * @throws io.discern.BackendUnavailableException if a device cannot be had; nothing stays allocated
     */
    public static CosineSimilarity open(List<Device> devices, Precision precision, long deviceBytes) {
        return new CudaSimilarity(CudaDevices.open(devices, deviceBytes), precision);
    }
}

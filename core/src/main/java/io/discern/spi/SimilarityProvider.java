package io.discern.spi;

import io.discern.Device;
import io.discern.similarity.CosineSimilarity;

/**
 * The service that brings another implementation of cosine similarity: it names itself and opens one on a device.
 *
 * <p>Creating a provider and asking its name must be cheap: no native library is loaded. What it opens must pass
 * {@code io.discern.testkit.SimilarityContractTest}. Later additions come as default methods.
 */
public interface SimilarityProvider extends Provider {

    /**
     * Opens it; the caller closes it.
     *
     * @param device where to compute; never replaced by another
     * @throws io.discern.BackendUnavailableException if the device cannot be had; nothing stays allocated
     */
    CosineSimilarity open(Device device);
}

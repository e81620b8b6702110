package io.discern.spi;

import io.discern.Device;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.PreprocessSpec;

/**
 * The service that brings another implementation of preprocessing: it names itself and opens one on a device.
 *
 * <p>Creating a provider and asking its name must be cheap: no native library is loaded. What it opens must pass
 * {@code io.discern.testkit.PreprocessorContractTest}, bit for bit. Later additions come as default methods.
 */
public interface PreprocessorProvider extends Provider {

    /**
     * Opens it; the caller closes it.
     *
     * @param spec what to do with an image
     * @param device where to compute; never replaced by another
     * @throws io.discern.BackendUnavailableException if the device cannot be had; nothing stays allocated
     */
    BatchPreprocessor open(PreprocessSpec spec, Device device);
}

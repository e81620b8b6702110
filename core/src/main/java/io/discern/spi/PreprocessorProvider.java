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
public interface PreprocessorProvider {

    /** The name that the caller gives: 1 to 63 of {@code a-z 0-9 -}, unique on the class path. */
    String name();

    /** One line for {@code Doctor}: what computes, on which devices. */
    default String description() {
        return getClass().getName();
    }

    /** Whether it can work here, or why not. May load natives; never throws. */
    default Availability availability() {
        return Availability.available();
    }

    /**
     * Opens it; the caller closes it.
     *
     * @param spec what to do with an image
     * @param device where to compute; never replaced by another
     * @throws io.discern.BackendUnavailableException if the device cannot be had; nothing stays allocated
     */
    BatchPreprocessor open(PreprocessSpec spec, Device device);
}

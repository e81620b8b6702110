package io.discern;

import io.discern.internal.service.Services;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.PreprocessSpec;
import io.discern.spi.PreprocessorProvider;
import java.util.Collection;
import java.util.List;

/**
 * Opens preprocessing by name from the providers on the class path; {@code java} is always among them.
 *
 * <p>There is no default provider and no ranking: the caller names one. Providers are looked up anew at each call, through the
 * class loader of this library and the thread's context class loader. Safe for concurrent use from any thread.
 */
public final class Preprocessors {

    private Preprocessors() {}

    /**
     * Opens preprocessing; the caller closes it.
     *
     * @param name the provider's name, for example {@code java} or {@code cuda}
     * @param spec what to do with an image
     * @param device where to compute
     * @throws IllegalArgumentException if no such provider exists; the message lists those that do
     * @throws io.discern.BackendUnavailableException if the device cannot be had
     */
    public static BatchPreprocessor open(String name, PreprocessSpec spec, Device device) {
        return services().require("preprocessing provider", name).open(spec, device);
    }

    /** The providers that could be loaded, sorted by name. */
    public static Collection<PreprocessorProvider> providers() {
        return services().byName().values();
    }

    /** What is there and what is not: one line per provider with its facts or reasons, and one per broken provider. */
    public static List<String> explain() {
        return services().explain();
    }

    private static Services<PreprocessorProvider> services() {
        return Services.load(PreprocessorProvider.class);
    }
}

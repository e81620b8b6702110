package io.discern;

import io.discern.internal.service.Services;
import io.discern.similarity.CosineSimilarity;
import io.discern.spi.SimilarityProvider;
import java.util.Collection;
import java.util.List;

/**
 * Opens cosine similarities by name from the providers on the class path; {@code java} is always among them.
 *
 * <p>There is no default provider and no ranking: the caller names one. Providers are looked up anew at each call, through the
 * class loader of this library and the thread's context class loader. Safe for concurrent use from any thread.
 */
public final class Similarities {

    private Similarities() {}

    /**
     * Opens a similarity on the CPU.
     *
     * @param name the provider's name: {@code java} is the reference and the one for a few queries; {@code blas}, which comes with the analysis
     *     module, is the quick one for more, with the same top-k lists
     * @throws IllegalArgumentException if no such provider exists; the message lists those that do
     * @throws io.discern.EncoderException if it cannot be opened
     */
    public static CosineSimilarity open(String name) {
        return open(name, Device.CPU);
    }

    /**
     * Opens a similarity.
     *
     * @param name the provider's name
     * @param device where to compute
     * @throws IllegalArgumentException if no such provider exists; the message lists those that do
     * @throws io.discern.BackendUnavailableException if the device cannot be had
     */
    public static CosineSimilarity open(String name, Device device) {
        return services().require("similarity provider", name).open(device);
    }

    /** The providers that could be loaded, sorted by name. */
    public static Collection<SimilarityProvider> providers() {
        return services().byName().values();
    }

    /** What is there and what is not: one line per provider with its facts or reasons, and one per broken provider. */
    public static List<String> explain() {
        return services().explain();
    }

    private static Services<SimilarityProvider> services() {
        return Services.load(SimilarityProvider.class);
    }
}

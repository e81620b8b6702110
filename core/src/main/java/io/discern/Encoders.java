package io.discern;

import io.discern.internal.service.Services;
import io.discern.spi.EncoderProvider;
import java.util.Collection;
import java.util.List;

/**
 * Opens encoders by {@code "provider:location"} from the providers on the class path.
 *
 * <p>There is no default provider and no ranking: the caller names one. Providers are looked up anew at each call, through the
 * class loader of this library and the thread's context class loader. Safe for concurrent use from any thread.
 */
public final class Encoders {

    private Encoders() {}

    /**
     * Opens an encoder on the CPU with default settings.
     *
     * @param spec {@code provider:location?key=value&key=value}, for example {@code onnx:models/biomedclip},
     *     {@code mini:general} or {@code onnx:models/clip?threads=2&truncate=true}; the location may be missing where the
     *     provider needs none, and the options where there are none
     * @throws IllegalArgumentException if no such provider exists; the message lists those that do
     * @throws EncoderException if the encoder cannot be opened
     */
    public static VisionLanguageEncoder open(String spec) {
        return open(spec, EncoderConfig.of(""));
    }

    /**
     * Opens an encoder.
     *
     * @param spec {@code provider:location?key=value&key=value}
     * @param config device, batch size, options, and what the caller brings of his own; its location is replaced by the one in
     *     {@code spec}, if there is one, and an option by the one of the same key there
     * @throws IllegalArgumentException if no such provider exists, or it refuses the configuration
     * @throws EncoderException if the encoder cannot be opened
     */
    public static VisionLanguageEncoder open(String spec, EncoderConfig config) {
        EncoderAddress address = EncoderAddress.parse(spec);
        EncoderProvider provider = services().require("encoder provider", address.provider());
        if (!provider.takesParts()) {
            config.requireNoParts(address.provider());
        }
        return provider.open(address.applyTo(config));
    }

    /** The providers that could be loaded, sorted by name. */
    public static Collection<EncoderProvider> providers() {
        return services().byName().values();
    }

    /** What is there and what is not: one line per provider with its facts or reasons, and one per broken provider. */
    public static List<String> explain() {
        return services().explain();
    }

    private static Services<EncoderProvider> services() {
        return Services.load(EncoderProvider.class);
    }
}

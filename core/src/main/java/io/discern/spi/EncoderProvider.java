package io.discern.spi;

import io.discern.EncoderConfig;
import io.discern.VisionLanguageEncoder;

/**
 * The service that {@link java.util.ServiceLoader} finds: it names itself and opens encoders. Its name is the one in
 * {@code "name:location"}, and its description says what a location means.
 *
 * <p>Creating a provider and asking its name must be cheap: no native library is loaded and no file is read. Later additions
 * come as default methods.
 */
public interface EncoderProvider extends Provider {

    /**
     * Whether {@link #open} honours {@link EncoderConfig#preprocessing()} and {@link EncoderConfig#tokenizer()}; false (the
     * default) has {@link io.discern.Encoders} refuse them, so that nobody's preprocessing is silently ignored.
     */
    default boolean takesParts() {
        return false;
    }

    /**
     * Opens an encoder; the caller closes it.
     *
     * @param config location, device, batch size and options; an option that the provider does not know is refused
     * @throws io.discern.EncoderException if it cannot be opened; nothing stays allocated
     * @throws IllegalArgumentException if the configuration is wrong
     */
    VisionLanguageEncoder open(EncoderConfig config);
}

package io.discern.spi;

import io.discern.EncoderConfig;
import io.discern.VisionLanguageEncoder;

/**
 * The service that {@link java.util.ServiceLoader} finds: it names itself and opens encoders.
 *
 * <p>Creating a provider and asking its name must be cheap: no native library is loaded and no file is read. Later additions
 * come as default methods.
 */
public interface EncoderProvider {

    /** The name in {@code "name:location"}: 1 to 63 of {@code a-z 0-9 -}, unique on the class path. */
    String name();

    /** One line for {@code Doctor}: what it opens, and what its location means. */
    default String description() {
        return getClass().getName();
    }

    /** Whether it can work here, or why not. May load natives; never throws. */
    default Availability availability() {
        return Availability.available();
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

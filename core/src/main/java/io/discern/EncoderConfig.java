package io.discern;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the caller wants of an encoder.
 *
 * @param location what follows the provider's name in {@code "provider:location"}: a folder, a model's name, or empty
 * @param device where to run
 * @param batchSize how many inputs one run of the model takes at most
 * @param options further settings; each provider documents its keys and refuses others
 */
public record EncoderConfig(String location, Device device, int batchSize, Map<String, String> options) {

    /** The batch size when nothing is said. */
    public static final int DEFAULT_BATCH_SIZE = 32;

    /** Checks the values. */
    public EncoderConfig {
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(device, "device");
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize " + batchSize + "; expected at least 1");
        }
        options = Map.copyOf(options);
    }

    /** The given location on the CPU, with the default batch size and no options. */
    public static EncoderConfig of(String location) {
        return new EncoderConfig(location, Device.CPU, DEFAULT_BATCH_SIZE, Map.of());
    }

    /** This configuration at another location. */
    public EncoderConfig withLocation(String location) {
        return new EncoderConfig(location, device, batchSize, options);
    }

    /** This configuration on another device. */
    public EncoderConfig withDevice(Device device) {
        return new EncoderConfig(location, device, batchSize, options);
    }

    /** This configuration with another batch size. */
    public EncoderConfig withBatchSize(int batchSize) {
        return new EncoderConfig(location, device, batchSize, options);
    }

    /** This configuration with one more option. */
    public EncoderConfig withOption(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(key, value);
        return new EncoderConfig(location, device, batchSize, more);
    }

    /**
     * Refuses options that the provider does not know.
     *
     * @param provider the provider's name, for the message
     * @param legal the keys it knows
     * @throws IllegalArgumentException naming the unknown key and the legal ones
     */
    public void requireOptions(String provider, Set<String> legal) {
        for (String key : options.keySet()) {
            if (!legal.contains(key)) {
                throw new IllegalArgumentException(
                        provider + ": unknown option '" + key + "'; legal options: " + new TreeSet<>(legal));
            }
        }
    }
}

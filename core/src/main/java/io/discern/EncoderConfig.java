package io.discern;

import io.discern.preprocess.PreprocessSpec;
import io.discern.text.Tokenizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the caller wants of an encoder.
 *
 * @param location what follows the provider's name in {@code "provider:location"}: a folder, a model's name, or empty
 * @param device where to run
 * @param batchSize how many inputs one run of the model takes at most; a model that takes only one number keeps that
 * @param options further settings; each provider documents its keys and refuses others
 * @param hubListener told how a download goes, if the encoder is downloaded
 * @param preprocessing what to do with an image, before whatever the model's files say, if the caller states it
 * @param tokenizer what makes tokens of texts, instead of the model's own, if the caller brings it; stays the caller's, who
 *     closes it after the encoder
 */
public record EncoderConfig(
        String location,
        Device device,
        int batchSize,
        Map<String, String> options,
        HubListener hubListener,
        Optional<PreprocessSpec> preprocessing,
        Optional<Tokenizer> tokenizer) {

    /** The batch size when nothing is said. */
    public static final int DEFAULT_BATCH_SIZE = 32;

    /** Checks the values. */
    public EncoderConfig {
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(hubListener, "hubListener");
        Objects.requireNonNull(preprocessing, "preprocessing");
        Objects.requireNonNull(tokenizer, "tokenizer");
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize " + batchSize + "; expected at least 1");
        }
        options = Map.copyOf(options);
    }

    /** The given location on the CPU, with the default batch size, no options and nobody to tell. */
    public static EncoderConfig of(String location) {
        return new EncoderConfig(
                location,
                Device.CPU,
                DEFAULT_BATCH_SIZE,
                Map.of(),
                HubListener.SILENT,
                Optional.empty(),
                Optional.empty());
    }

    /** This configuration at another location. */
    public EncoderConfig withLocation(String location) {
        return new EncoderConfig(location, device, batchSize, options, hubListener, preprocessing, tokenizer);
    }

    /** This configuration on another device. */
    public EncoderConfig withDevice(Device device) {
        return new EncoderConfig(location, device, batchSize, options, hubListener, preprocessing, tokenizer);
    }

    /** This configuration with another batch size. */
    public EncoderConfig withBatchSize(int batchSize) {
        return new EncoderConfig(location, device, batchSize, options, hubListener, preprocessing, tokenizer);
    }

    /** This configuration with one more option. */
    public EncoderConfig withOption(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(key, value);
        return new EncoderConfig(location, device, batchSize, more, hubListener, preprocessing, tokenizer);
    }

    /** This configuration without an option, whether it was there or not. */
    public EncoderConfig withoutOption(String key) {
        Map<String, String> fewer = new LinkedHashMap<>(options);
        fewer.remove(key);
        return new EncoderConfig(location, device, batchSize, fewer, hubListener, preprocessing, tokenizer);
    }

    /** This configuration with somebody who is told how a download goes. */
    public EncoderConfig withHubListener(HubListener hubListener) {
        return new EncoderConfig(location, device, batchSize, options, hubListener, preprocessing, tokenizer);
    }

    /** This configuration with preprocessing of the caller's own, before whatever the model's files say. */
    public EncoderConfig withPreprocessing(PreprocessSpec preprocessing) {
        return new EncoderConfig(
                location, device, batchSize, options, hubListener, Optional.of(preprocessing), tokenizer);
    }

    /**
     * This configuration with a tokenizer of the caller's own, instead of the model's.
     *
     * @param tokenizer stays the caller's, who closes it after every encoder that was opened with it
     */
    public EncoderConfig withTokenizer(Tokenizer tokenizer) {
        return new EncoderConfig(
                location, device, batchSize, options, hubListener, preprocessing, Optional.of(tokenizer));
    }

    /**
     * Refuses preprocessing and a tokenizer of the caller's own, on behalf of a provider that has no use for them.
     *
     * @throws IllegalArgumentException if there is one
     */
    public void requireNoParts(String provider) {
        if (preprocessing.isPresent() || tokenizer.isPresent()) {
            throw new IllegalArgumentException(
                    provider + ": takes no "
                            + (preprocessing.isPresent() ? "preprocessing" : "tokenizer")
                            + " of one's own; expected a configuration without, or a provider that takes it, such as onnx or djl");
        }
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

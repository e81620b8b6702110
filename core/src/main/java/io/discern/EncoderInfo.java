package io.discern;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What an opened encoder states about itself.
 *
 * @param name a short name for tables
 * @param dimension the length of an embedding
 * @param capabilities what it encodes
 * @param normalized whether its embeddings have unit length
 * @param logits how its cosines become probabilities; {@link LogitRule#unknown()} where nobody says it
 * @param threading whether calls may overlap
 * @param batchDeviation the largest absolute difference measured between embedding alone and in a batch, if measured
 * @param provenance where it came from (provider, versions, device, model and preprocessing hashes), in reading order
 */
public record EncoderInfo(
        String name,
        int dimension,
        Set<Capability> capabilities,
        boolean normalized,
        LogitRule logits,
        Threading threading,
        OptionalDouble batchDeviation,
        Map<String, String> provenance) {

    /** Checks the values and copies the collections. */
    public EncoderInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(logits, "logits");
        Objects.requireNonNull(threading, "threading");
        if (dimension < 1) {
            throw new IllegalArgumentException(name + ": dimension " + dimension + "; expected at least 1");
        }
        if (capabilities.isEmpty()) {
            throw new IllegalArgumentException(
                    name + ": an encoder needs a capability; expected some of " + EnumSet.allOf(Capability.class));
        }
        capabilities = Collections.unmodifiableSet(EnumSet.copyOf(capabilities));
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** An image-only encoder that states nothing more than its name and dimension and may be called concurrently. */
    public static EncoderInfo of(String name, int dimension) {
        return new EncoderInfo(
                name,
                dimension,
                EnumSet.of(Capability.IMAGE),
                false,
                LogitRule.unknown(),
                Threading.CONCURRENT,
                OptionalDouble.empty(),
                Map.of());
    }

    /** These facts under another name. */
    public EncoderInfo withName(String name) {
        return new EncoderInfo(
                name, dimension, capabilities, normalized, logits, threading, batchDeviation, provenance);
    }

    /** These facts with other capabilities. */
    public EncoderInfo withCapabilities(Set<Capability> capabilities) {
        return new EncoderInfo(
                name, dimension, capabilities, normalized, logits, threading, batchDeviation, provenance);
    }

    /** These facts with or without unit length. */
    public EncoderInfo withNormalized(boolean normalized) {
        return new EncoderInfo(
                name, dimension, capabilities, normalized, logits, threading, batchDeviation, provenance);
    }

    /** These facts with a scale, and perhaps a bias, of cosines. */
    public EncoderInfo withLogits(LogitRule logits) {
        return new EncoderInfo(
                name, dimension, capabilities, normalized, logits, threading, batchDeviation, provenance);
    }

    /** These facts with another threading rule. */
    public EncoderInfo withThreading(Threading threading) {
        return new EncoderInfo(
                name, dimension, capabilities, normalized, logits, threading, batchDeviation, provenance);
    }

    /** These facts with one more line of provenance. */
    public EncoderInfo withProvenance(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(provenance);
        more.put(key, value);
        return new EncoderInfo(name, dimension, capabilities, normalized, logits, threading, batchDeviation, more);
    }
}

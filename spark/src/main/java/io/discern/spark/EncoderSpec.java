package io.discern.spark;

import io.discern.Device;
import io.discern.EncoderConfig;
import io.discern.EncoderInfo;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which encoder a task opens, as it is sent there.
 *
 * @param address {@code provider:location?key=value}
 * @param device where it runs
 * @param batchSize images handed to it at once; 0 for its own number
 */
record EncoderSpec(String address, String device, int batchSize) implements Serializable {
    /** Providers that know how many threads a run may use. */
    private static final Set<String> COUNTING_THREADS = Set.of("onnx", "djl", "mini");

    /**
     * Opens it; the caller closes it.
     *
     * @param threads what one run may use, unless the address says it
     */
    VisionLanguageEncoder open(int threads) {
        EncoderConfig config = EncoderConfig.of("").withDevice(Device.parse(device));
        String provider = address.split("[:?]", 2)[0];
        return Encoders.open(
                address,
                COUNTING_THREADS.contains(provider) ? config.withOption("threads", Integer.toString(threads)) : config);
    }

    /** What must be the same on every machine: the length of a row and every hash of a file or of the preprocessing. */
    static Map<String, String> identity(EncoderInfo info) {
        Map<String, String> identity = new TreeMap<>();
        identity.put("dimension", Integer.toString(info.dimension()));
        identity.put("normalized", Boolean.toString(info.normalized()));
        info.provenance().forEach((key, value) -> {
            if (key.endsWith("sha256") || key.equals("preprocess")) {
                identity.put(key, value);
            }
        });
        return identity;
    }
}

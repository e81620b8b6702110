package io.discern.spark;

import io.discern.Device;
import io.discern.EncoderConfig;
import io.discern.EncoderInfo;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkFiles;

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

    /** A location in the folder where Spark puts what {@code --files} and {@code --archives} name, a folder of each process. */
    private static final Pattern OF_SPARK = Pattern.compile("([^:?]+:)spark-files(?:/([^?]*))?([?].*|)");

    /**
     * Opens it; the caller closes it.
     *
     * @param threads what one run may use, unless the address says it
     */
    VisionLanguageEncoder open(int threads) {
        EncoderConfig config = EncoderConfig.of("").withDevice(Device.parse(device));
        String provider = address.split("[:?]", 2)[0];
        return Encoders.open(
                here(),
                COUNTING_THREADS.contains(provider) ? config.withOption("threads", Integer.toString(threads)) : config);
    }

    /** The address on this machine. */
    private String here() {
        Matcher named = OF_SPARK.matcher(address);
        return named.matches()
                ? named.group(1)
                        + Path.of(SparkFiles.get(named.group(2) == null ? "" : named.group(2)))
                                .toAbsolutePath()
                                .normalize()
                        + named.group(3)
                : address;
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

package io.discern.examples;

import io.discern.Device;
import io.discern.Similarities;
import io.discern.similarity.CosineSimilarity;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who compares embeddings: the options of every example that measures them. */
final class SimilarityOptions {
    @Option(
            names = "--similarity",
            paramLabel = "NAME",
            description =
                    "Who finds neighbours, rankings and class sums: java, blas, onnx, djl or cuda; results are equal to the "
                            + "last digit (default: the analysis itself).")
    private String name;

    @Option(
            names = "--similarity-device",
            paramLabel = "DEVICE",
            description = "Where it computes: cpu or cuda:N (default: as --device says).")
    private String device;

    /** What it is called in a manifest. */
    String name(String usualDevice) {
        return name == null ? "the analysis itself" : name + " on " + (device == null ? usualDevice : device);
    }

    /** Opens it; the caller closes it. Empty if nobody was named. */
    Optional<CosineSimilarity> open(String usualDevice) {
        if (name == null && device != null) {
            throw new IllegalArgumentException(
                    "--similarity-device " + device + " without --similarity; expected both");
        }
        return name == null
                ? Optional.empty()
                : Optional.of(Similarities.open(name, Device.parse(device == null ? usualDevice : device)));
    }
}

package io.discern.examples;

import io.discern.EncoderConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every example that runs encoders over data sets. */
final class RunOptions {
    @Option(names = "--batch", defaultValue = "32", description = "Images in a batch (default ${DEFAULT-VALUE}).")
    private int batch;

    @Mixin
    private EncoderOptions encoder;

    @Option(
            names = "--preprocessor",
            paramLabel = "NAME",
            description =
                    "Who preprocesses on that device: cuda (default: Java, on the processor; the bits are the same).")
    private String preprocessor;

    @Mixin
    private FailureLimit failures;

    /** The share of a data set that may fail. */
    double maxFailures() {
        return failures.share();
    }

    int batch() {
        return batch;
    }

    String device() {
        return encoder.device();
    }

    EncoderConfig config() {
        EncoderConfig config = encoder.config(batch);
        return preprocessor == null ? config : config.withOption("preprocessor", preprocessor);
    }
}

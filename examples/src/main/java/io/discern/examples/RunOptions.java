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

    int batch() {
        return batch;
    }

    String device() {
        return encoder.device();
    }

    EncoderConfig config() {
        return encoder.config(batch);
    }
}

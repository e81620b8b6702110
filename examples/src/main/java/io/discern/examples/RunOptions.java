package io.discern.examples;

import io.discern.Device;
import io.discern.EncoderConfig;
import picocli.CommandLine.Option;

/** The options of every example that runs encoders over data sets. */
final class RunOptions {
    @Option(names = "--batch", defaultValue = "32", description = "Images in a batch (default ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--device", defaultValue = "cpu", description = "Where encoders run: cpu or cuda:N (default ${DEFAULT-VALUE}).")
    private String device;

    @Option(
            names = "--preprocessor",
            paramLabel = "NAME",
            description = "Who preprocesses on that device: cuda (default: Java, on the processor; the bits are the same).")
    private String preprocessor;

    int batch() {
        return batch;
    }

    String device() {
        return device;
    }

    EncoderConfig config() {
        EncoderConfig config = EncoderConfig.of("").withBatchSize(batch).withDevice(Device.parse(device));
        return preprocessor == null ? config : config.withOption("preprocessor", preprocessor);
    }
}

package io.discern.examples;

import io.discern.Device;
import io.discern.EncoderConfig;
import picocli.CommandLine.Option;

/** The options of every example that runs encoders over data sets. */
final class RunOptions {
    @Option(names = "--batch", defaultValue = "32", description = "Images in a batch (default ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--device", defaultValue = "cpu", description = "cpu or cuda:N (default ${DEFAULT-VALUE}).")
    private String device;

    int batch() {
        return batch;
    }

    String device() {
        return device;
    }

    EncoderConfig config() {
        return EncoderConfig.of("").withBatchSize(batch).withDevice(Device.parse(device));
    }
}

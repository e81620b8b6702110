package io.discern.examples;

import io.discern.Device;
import io.discern.EncoderConfig;
import picocli.CommandLine.Option;

/** The options of every example that opens encoders. */
final class EncoderOptions {
    @Option(
            names = "--device",
            defaultValue = "cpu",
            description = "Where encoders run: cpu or cuda:N (default ${DEFAULT-VALUE}).")
    private String device;

    @Option(
            names = "--download",
            description = "Fetches what is missing of PROVIDER:hub/ORG/NAME; without it nothing is fetched.")
    private boolean download;

    @Option(names = "--check", description = "Measures how much an embedding depends on its batch, for the manifest.")
    private boolean check;

    String device() {
        return device;
    }

    EncoderConfig config(int batch) {
        EncoderConfig config = EncoderConfig.of("")
                .withBatchSize(batch)
                .withDevice(Device.parse(device))
                .withHubListener(new DownloadProgress());
        config = download ? config.withOption(EncoderArgument.DOWNLOAD, "true") : config;
        return check ? config.withOption("check", "true") : config;
    }
}

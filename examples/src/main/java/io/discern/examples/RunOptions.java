package io.discern.examples;

import io.discern.EncoderConfig;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every example that runs encoders over data sets. */
final class RunOptions {
    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Images in a batch (default: each encoder's own number).")
    private Integer batch;

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

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = {
                "Keeps embeddings there: what lies there of the same model, preprocessing and images is not computed again,",
                "by whatever command (default: only for the same command, should it be stopped)."
            })
    private Path keep;

    /** Where embeddings outlive the command, if they should. */
    Optional<Path> keep() {
        return Optional.ofNullable(keep);
    }

    /** The share of a data set that may fail. */
    double maxFailures() {
        return failures.share();
    }

    /** 0 if each encoder's own number is meant. */
    int batch() {
        return batch == null ? 0 : batch;
    }

    /** The batch in words. */
    String batchName() {
        return batch == null ? "the encoder's own" : batch.toString();
    }

    String device() {
        return encoder.device();
    }

    EncoderConfig config() {
        EncoderConfig config = encoder.config(batch == null ? EncoderConfig.DEFAULT_BATCH_SIZE : batch);
        return preprocessor == null ? config : config.withOption("preprocessor", preprocessor);
    }
}

package io.discern.backend.djl;

import io.discern.EncoderConfig;
import io.discern.EncoderException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the caller has said that code may run. TorchScript is a program: loading a file runs what its author wrote, with all
 * rights of this process, and the engine has nothing that would hold it back. So a model folder is not enough, wherever it came
 * from, and asking for a download even less: option {@code trust=true} has to be stated for the encoder itself.
 */
final class Trust {
    static final String OPTION = "trust";

    private static final Logger LOG = LoggerFactory.getLogger(DjlTowers.class);

    private Trust() {}

    /**
     * Refuses to go on without it; to be called before a file is fetched or opened.
     *
     * @param engine the engine's format says whether its files are code
     * @throws EncoderException if the files are code and nobody said that they may run
     * @throws IllegalArgumentException if the option is neither true nor false
     */
    static void require(DjlEngine engine, EncoderConfig config) {
        String stated = Optional.ofNullable(config.options().get(OPTION)).orElse("false");
        if (!stated.equals("true") && !stated.equals("false")) {
            throw new IllegalArgumentException("djl: option " + OPTION + "=" + stated + "; expected true or false");
        }
        if (engine.runsCode() && stated.equals("false")) {
            throw new EncoderException("djl:" + config.location() + ": a file of " + engine
                    + " is a program and runs with all your rights as soon as it is opened; nothing was opened or fetched. "
                    + "If you trust whoever made it, set option trust=true, as in \"djl:DIR?trust=true\"; else take the "
                    + "model's ONNX files with onnx:DIR, which hold no code.");
        }
    }

    /** Says that a file's code is about to run. */
    static void announce(DjlEngine engine, Path file, String sha256) {
        if (engine.runsCode()) {
            LOG.warn(
                    "Running the code in {} (sha256 {}): trust=true was set. It can do whatever you can.",
                    file,
                    sha256);
        }
    }
}

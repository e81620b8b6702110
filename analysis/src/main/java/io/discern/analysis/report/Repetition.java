package io.discern.analysis.report;

import io.discern.run.RunManifest;
import java.util.Objects;

/**
 * How a study came about, for whoever wants to repeat it.
 *
 * @param command what was typed, as a shell takes it
 * @param manifest versions, machine, hashes of models, preprocessing and data, settings
 */
public record Repetition(String command, RunManifest manifest) {
    /** Checks that both are there. */
    public Repetition {
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(manifest, "manifest");
    }
}

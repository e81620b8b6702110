package io.discern.examples;

import io.discern.analysis.overlay.verdict.VerdictBounds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** From where on an overlay counts: the option of every example that prints verdicts. */
final class BoundsOptions {
    private static final List<String> NAMES =
            List.of("flips", "moved", "text", "repeated-shift", "repeated-flips", "visible", "legible");

    @Option(
            names = "--bounds",
            split = ",",
            paramLabel = "NAME=VALUE",
            description =
                    "From where on an overlay counts in verdicts: flips=0.05,moved=0.1,text=0.05,repeated-shift=0.001,"
                            + "repeated-flips=0.01,visible=0.9,legible=7 are the usual bounds; docs/METRICS.md has error rates of others.")
    private Map<String, Double> given = new LinkedHashMap<>();

    VerdictBounds bounds() {
        given.keySet().stream()
                .filter(name -> !NAMES.contains(name))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new IllegalArgumentException("--bounds " + unknown + "; expected some of " + NAMES);
                });
        VerdictBounds usual = VerdictBounds.standard();
        return new VerdictBounds(
                given.getOrDefault("flips", usual.flips()),
                given.getOrDefault("moved", usual.moved()),
                given.getOrDefault("text", usual.text()),
                given.getOrDefault("repeated-shift", usual.repeatedShift()),
                given.getOrDefault("repeated-flips", usual.repeatedFlips()),
                given.getOrDefault("visible", usual.visible()),
                given.getOrDefault("legible", usual.legible()));
    }

    /** As they stand in a manifest. */
    String words() {
        return bounds().toString();
    }
}

package io.discern.examples;

import io.discern.analysis.overlay.OverlayExperiment;
import io.discern.analysis.overlay.OverlayScreening;
import io.discern.analysis.overlay.OverlaySuite;
import io.discern.analysis.overlay.run.OverlayPlan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a study draws over images. */
enum OverlayChoice {
    /** Nothing. */
    NONE,
    /** The labels in one style. */
    QUICK,
    /** The suite's usual plan. */
    STANDARD,
    /** The suite's whole plan. */
    FULL;

    /**
     * The measure.
     *
     * @param attributes of the images, measured as suspected shortcuts by the suite
     */
    Optional<OverlayExperiment> experiment(List<String> attributes) {
        return switch (this) {
            case NONE -> Optional.empty();
            case QUICK -> Optional.of(OverlayScreening.standard());
            case STANDARD -> Optional.of(OverlaySuite.standard().attributes(attributes));
            case FULL -> Optional.of(OverlaySuite.of(OverlayPlan.full()).attributes(attributes));
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return word();
    }
}

package io.discern.analysis.study;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a study is going to encode, and about how long that takes: an estimate from two batches of each cell. Measuring comes on top.
 *
 * @param cells encoder by encoder, data set by data set
 */
public record StudyPlan(List<Cell> cells) {

    /** Copies. */
    public StudyPlan {
        cells = List.copyOf(cells);
    }

    /**
     * An encoder on a data set.
     *
     * @param encoder its label
     * @param dataset its name
     * @param images how many pictures there are, clean and overlaid ones
     * @param kept how many of them lie in the store
     * @param perImage seconds, as measured; empty where nothing could be, or had to be
     * @param problem why nothing could be measured, if so
     */
    public record Cell(
            String encoder, String dataset, long images, long kept, OptionalDouble perImage, Optional<String> problem) {
        /** Checks. */
        public Cell {
            Objects.requireNonNull(perImage, "perImage");
            Objects.requireNonNull(problem, "problem");
            if (kept < 0 || images < 0) {
                throw new IllegalArgumentException(images + " images, " + kept + " kept; expected at least 0");
            }
        }

        /** About how long encoding takes, in seconds: 0 where everything is kept, or nothing could be measured. */
        public double seconds() {
            return Math.max(0, images - kept) * perImage.orElse(0);
        }
    }

    /** About how long encoding takes in all, in seconds. */
    public double seconds() {
        return cells.stream().mapToDouble(Cell::seconds).sum();
    }
}

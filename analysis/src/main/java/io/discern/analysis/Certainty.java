package io.discern.analysis;

import io.discern.analysis.stats.Influences;
import io.discern.analysis.stats.Interval;
import java.util.Objects;
import java.util.Optional;

/**
 * How sure a value is.
 *
 * @param interval the 95 % interval, if there is one; it has a width
 * @param influences how the value moves when a group is left out, where it is known: differences between encoders rest on it
 * @param note what the interval holds fixed, or why there is none; empty if there is nothing to say
 */
public record Certainty(Optional<Interval> interval, Optional<Influences> influences, String note) {
    /** Of a value of which nothing more is said. */
    public static final Certainty UNSAID = new Certainty(Optional.empty(), Optional.empty(), "");

    private static final String NONE = "none: ";
    private static final String NOTHING_VARIES = "no group tells more than another";

    /** Refuses an interval without width, which would call the value certain. */
    public Certainty {
        Objects.requireNonNull(influences, "influences");
        Objects.requireNonNull(note, "note");
        interval.filter(ends -> !ends.wide()).ifPresent(ends -> {
            throw new IllegalArgumentException(
                    "interval from " + ends.low() + " to " + ends.high() + "; expected ends apart, or no interval");
        });
    }

    /** The same with an interval; without one, and the reason, where its ends are equal but for rounding. */
    Certainty with(Interval ends, String holds) {
        return ends.wide() ? new Certainty(Optional.of(ends), influences, holds) : without(NOTHING_VARIES);
    }

    /** The same without interval, for that reason. */
    Certainty without(String reason) {
        return new Certainty(Optional.empty(), influences, NONE + reason);
    }

    /** The same with how the value moves. */
    Certainty with(Influences moves) {
        return new Certainty(interval, Optional.of(moves), note);
    }

    /** Whether there is no interval because no group differed from another: the value then is all that is known. */
    boolean steady() {
        return note.equals(NONE + NOTHING_VARIES);
    }
}

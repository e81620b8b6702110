package io.discern.analysis.study;

import io.discern.analysis.ResultKey;
import io.discern.analysis.Tagged;

/**
 * How a value moves with the seed, over all seeds of a study.
 *
 * @param criterion whose value
 * @param statistic what is said of it
 */
public record SeedKey(ResultKey criterion, Statistic statistic) implements ResultKey {
    /** The name of the metric. */
    public static final String NAME = "seeds";

    /** What is said of the values of one result under several seeds. */
    public enum Statistic implements Tagged {
        /** Their mean. */
        MEAN("mean"),
        /** Their standard deviation, by n - 1. */
        SD("sd");

        private final String tag;

        Statistic(String tag) {
            this.tag = tag;
        }

        @Override
        public String tag() {
            return tag;
        }
    }

    @Override
    public String metric() {
        return NAME;
    }

    @Override
    public String variant() {
        return criterion.metric() + "," + criterion.variant() + "," + statistic.tag();
    }
}

package io.discern.analysis.study;

import io.discern.analysis.ResultKey;
import io.discern.analysis.Tagged;
import java.util.Optional;

/**
 * The ranks of encoders over data sets.
 *
 * @param criterion by what they are ranked
 * @param statistic what is said of all ranks together; empty for the mean rank of an encoder
 */
public record RankKey(ResultKey criterion, Optional<Statistic> statistic) implements ResultKey {
    /** The name of the metric. */
    public static final String NAME = "ranks";

    /** What is said of all ranks together. */
    public enum Statistic implements Tagged {
        /** The p-value of Friedman's test. */
        FRIEDMAN_P("friedman-p"),
        /** The difference beyond which two mean ranks differ, after Nemenyi. */
        NEMENYI_CD("nemenyi-cd");

        private final String tag;

        Statistic(String tag) {
            this.tag = tag;
        }

        @Override
        public String tag() {
            return tag;
        }
    }

    /** The mean rank of an encoder. */
    public static RankKey mean(ResultKey criterion) {
        return new RankKey(criterion, Optional.empty());
    }

    /** A statistic of all ranks. */
    public static RankKey of(ResultKey criterion, Statistic statistic) {
        return new RankKey(criterion, Optional.of(statistic));
    }

    @Override
    public String metric() {
        return NAME;
    }

    @Override
    public String variant() {
        return criterion.metric() + "," + criterion.variant()
                + statistic.map(some -> "," + some.tag()).orElse("");
    }
}

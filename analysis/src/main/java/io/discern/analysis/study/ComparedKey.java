package io.discern.analysis.study;

import io.discern.analysis.Headline;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Results;
import io.discern.analysis.Tagged;
import java.util.Optional;

/**
 * What the comparison of encoders says of one measure.
 *
 * @param comparison who is compared
 * @param criterion the measure
 * @param statistic what is said of the difference; empty for the difference itself
 */
public record ComparedKey(Comparison comparison, ResultKey criterion, Optional<Statistic> statistic)
        implements ResultKey {

    /** Who is compared. */
    public enum Comparison {
        /** Two encoders on the same images. */
        PAIRED("paired"),
        /** Two groups of encoders that differ in a tag. */
        CONTRAST("contrast");

        private final String metric;

        Comparison(String metric) {
            this.metric = metric;
        }

        /** The metric of such results. */
        public String metric() {
            return metric;
        }
    }

    /** What is said of a difference. */
    public enum Statistic implements Tagged {
        /** Its p-value. */
        P("p"),
        /** That, adjusted by Holm over the family that the note names. */
        HOLM("p,holm"),
        /** The share of the variance of all values that lies between data sets. */
        SHARE_DATASETS("variance-share=datasets"),
        /** Between the two groups. */
        SHARE_GROUPS("variance-share=groups"),
        /** Between the encoders of a group. */
        SHARE_ENCODERS("variance-share=encoders"),
        /** What is left. */
        SHARE_REST("variance-share=rest");

        private final String tag;

        Statistic(String tag) {
            this.tag = tag;
        }

        @Override
        public String tag() {
            return tag;
        }
    }

    /** The difference of two encoders in a headline: in the first of its keys that the results of the pair have. */
    public static Optional<ComparedKey> paired(Headline headline, Results pair) {
        return headline.keys().stream()
                .map(key -> of(Comparison.PAIRED, key))
                .filter(pair::has)
                .findFirst();
    }

    /** The difference. */
    static ComparedKey of(Comparison comparison, ResultKey criterion) {
        return new ComparedKey(comparison, criterion, Optional.empty());
    }

    /** What is said of the same difference. */
    public ComparedKey with(Statistic statistic) {
        return new ComparedKey(comparison, criterion, Optional.of(statistic));
    }

    @Override
    public String metric() {
        return comparison.metric();
    }

    @Override
    public String variant() {
        return criterion.metric() + "," + criterion.variant()
                + statistic.map(some -> "," + some.tag()).orElse("");
    }
}

package io.discern.analysis.between;

import io.discern.analysis.Headline;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import java.util.List;

/** A comparison of two encoders on the same images. Implementations are immutable and safe for concurrent use. */
@FunctionalInterface
public interface BetweenMetric {
    /** The name of these metrics in results. */
    String NAME = "between";

    /**
     * Compares. Labels play no part; groups are those of {@code a}.
     *
     * @param a the embeddings of one encoder, n x d_a; not modified
     * @param b those of the other, n x d_b, of the same rows in the same order; not modified
     * @param seed decides every random choice
     * @return one result for each variant, in a fixed order, with d_a as its dim; a variant that cannot be measured is absent
     *     with its reason
     * @throws IllegalArgumentException if the row ids differ
     */
    List<MetricResult> measure(LabeledEmbeddings a, LabeledEmbeddings b, long seed);

    /** Which of its results the table of encoder against encoder should show; none unless a comparison says so. */
    default List<Headline> headlines() {
        return List.of();
    }
}

package io.discern.analysis;

import java.util.List;

/** A measure of labelled embeddings. Implementations are immutable and safe for concurrent use. */
@FunctionalInterface
public interface Metric {

    /**
     * Measures.
     *
     * @param data the embeddings; not modified
     * @param seed decides every random choice: the same data and seed give the same results
     * @return one result for each variant, in a fixed order; a variant that cannot be measured is absent with its reason
     */
    List<MetricResult> measure(LabeledEmbeddings data, long seed);

    /** Which of its results pages should show first; none unless a metric says so. */
    default List<Headline> headlines() {
        return List.of();
    }
}

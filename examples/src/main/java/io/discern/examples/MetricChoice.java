package io.discern.examples;

import io.discern.analysis.Metric;
import io.discern.analysis.study.StandardMetrics;
import java.util.List;
import java.util.Locale;

/** Which metrics a study measures. */
enum MetricChoice {
    /** Those of the main question. */
    MAIN,
    /** Every one. */
    ALL;

    List<Metric> list() {
        return this == ALL ? StandardMetrics.all() : StandardMetrics.ofTheMainQuestion();
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

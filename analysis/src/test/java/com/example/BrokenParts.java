package com.example;

import io.discern.analysis.Headline;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.between.BetweenMetric;
import io.discern.analysis.map.MapMethod;
import io.discern.analysis.overlay.OverlaySuite;
import io.discern.analysis.overlay.measure.OverlayMeasure;
import io.discern.analysis.study.Study;
import java.util.ArrayList;
import java.util.List;

/** A program of somebody else in which everything throws: a metric, a map, a measure between encoders and an overlay measure. */
final class BrokenParts {

    /** Has a headline, and throws. */
    static final class Boom implements Metric {
        static final ResultKey KEY = ResultKey.of("boom", "mean");

        @Override
        public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
            throw new IllegalStateException("boom");
        }

        @Override
        public List<Headline> headlines() {
            return List.of(Headline.of("Boom", KEY));
        }
    }

    /** A map whose class is not there. */
    static final class NoMap implements MapMethod {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public int leastRows() {
            return 1;
        }

        @Override
        public double[][] place(LabeledEmbeddings data, long seed) {
            throw new NoClassDefFoundError("com/acme/Plane");
        }
    }

    static final BetweenMetric NOT_THOSE_TWO = (a, b, seed) -> {
        throw new IllegalStateException("not those two");
    };

    static final OverlayMeasure BLIND = evidence -> {
        throw new IllegalArgumentException();
    };

    /** A study with these metrics, maps and measures besides. */
    static Study in(
            Study study, List<Metric> metrics, List<MapMethod> maps, List<BetweenMetric> between, OverlaySuite suite) {
        return study.withMetrics(first(new Boom(), metrics))
                .withMaps(first(new NoMap(), maps))
                .withBetween(first(NOT_THOSE_TWO, between))
                .withOverlay(suite.withMeasure(BLIND));
    }

    private static <T> List<T> first(T broken, List<T> others) {
        List<T> all = new ArrayList<>(List.of(broken));
        all.addAll(others);
        return all;
    }

    private BrokenParts() {}
}

package com.example;

import io.discern.analysis.Headline;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.between.BetweenMetric;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.measure.OverlayEvidence;
import io.discern.analysis.overlay.measure.OverlayMeasure;
import io.discern.analysis.study.Study;
import java.util.List;
import java.util.stream.IntStream;

/** A program of somebody else: a metric, a measure between encoders, an overlay measure and a headline of its own. */
final class OwnMeasures {

    /** The mean length of rows; encoders are ranked by it. */
    static final class Length implements Metric {
        static final ResultKey KEY = ResultKey.of("length", "mean");

        @Override
        public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
            double mean = IntStream.range(0, data.rows())
                    .mapToDouble(data::norm)
                    .average()
                    .orElseThrow();
            return List.of(MetricResult.of(KEY, mean, data, seed));
        }

        @Override
        public List<Headline> headlines() {
            return List.of(Headline.of("Mean length", KEY).higherIsBetter().asRanking());
        }
    }

    /** By how much the first encoder's rows are longer than the second's. */
    static final class Longer implements BetweenMetric {
        static final ResultKey KEY = ResultKey.of("between", "longer");

        @Override
        public List<MetricResult> measure(LabeledEmbeddings a, LabeledEmbeddings b, long seed) {
            return List.of(MetricResult.of(KEY, a.norm(0) - b.norm(0), a, seed));
        }

        @Override
        public List<Headline> headlines() {
            return List.of(Headline.of("Longer by", KEY));
        }
    }

    /** How far the mirrored text moves the image that it moves most. */
    static final class FarthestMirror implements OverlayMeasure {
        static final ResultKey KEY = ResultKey.of(OverlayMeasure.NAME, "farthest-mirror");

        @Override
        public List<MetricResult> measure(OverlayEvidence evidence) {
            double[] shifts = evidence.shift(evidence.plan().wrong(OverlayInk.MIRRORED));
            double most = IntStream.range(0, shifts.length)
                    .mapToDouble(i -> shifts[i])
                    .max()
                    .orElseThrow();
            return List.of(MetricResult.of(KEY, most, evidence.clean(), evidence.seed()));
        }

        @Override
        public List<Headline> headlines() {
            return List.of(Headline.of("Farthest mirror", KEY).nearerZeroIsBetter());
        }
    }

    static Study in(Study study) {
        return study.withMetrics(List.of(new Length())).withBetween(List.of(new Longer()));
    }

    private OwnMeasures() {}
}

package io.discern.benchmarks;

import io.discern.LogitRule;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.geometry.Silhouette;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.Score;
import io.discern.analysis.probe.LinearProbe;
import io.discern.analysis.stats.Influences;
import io.discern.analysis.study.StandardMetrics;
import io.discern.analysis.zeroshot.ZeroShot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Two encoders of the same images, and how they differ by the influences of their values, as studies pair them: where both
 * have an interval. An encoder of
 * angle a sees {@code cos a} times the first half of a row plus {@code sin a} times the second: the cosine of the angle says how far
 * apart it sees the classes, that of the difference of two angles how alike their noise is.
 *
 * @param dim of each encoder, half of a row's
 * @param first angle, in degrees
 * @param second angle, in degrees
 */
record EncoderPair(int dim, double first, double second) implements Metric {
    private static final List<Metric> METRICS = metrics();

    private static List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(List.of(
                new TraceRatio(), KnnAccuracy.of(5).withScores(Score.BALANCED), new Silhouette(), LinearProbe.ridge()));
        StandardMetrics.ofTexts(HeavyCoverage.prompts(), LogitRule.softmax(20)).stream()
                .filter(ZeroShot.class::isInstance)
                .forEach(metrics::add);
        return metrics;
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings images, long seed) {
        try (LabeledEmbeddings a = seen(images, first);
                LabeledEmbeddings b = seen(images, second)) {
            return METRICS.stream()
                    .flatMap(metric -> differences(metric.measure(a, seed), metric.measure(b, seed)).stream())
                    .toList();
        }
    }

    private LabeledEmbeddings seen(LabeledEmbeddings images, double degrees) {
        double[] row = new double[images.dim()];
        double[][] seen = new double[images.rows()][dim];
        for (int i = 0; i < seen.length; i++) {
            images.readRow(i, row);
            for (int j = 0; j < dim; j++) {
                seen[i][j] =
                        Math.cos(Math.toRadians(degrees)) * row[j] + Math.sin(Math.toRadians(degrees)) * row[dim + j];
            }
        }
        return LabeledEmbeddings.of(Nd4j.create(seen), images.labels()).withGroups(images.groups());
    }

    /** Of the results of either, in the same order. */
    static List<MetricResult> differences(List<MetricResult> a, List<MetricResult> b) {
        List<MetricResult> differences = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            MetricResult one = a.get(i);
            MetricResult other = b.get(i);
            Optional<Influences.Spread> spread = one.influences()
                    .flatMap(influences -> other.influences().flatMap(its -> influences.plus(1, -1, its)))
                    .flatMap(Influences::spread);
            if (spread.isPresent()
                    && one.interval().isPresent()
                    && other.interval().isPresent()) {
                double difference = one.value().getAsDouble() - other.value().getAsDouble();
                differences.add(MetricResult.of(
                                ResultKey.of("paired", one.metric() + "," + one.variant()),
                                difference,
                                one.extent(),
                                one.seed())
                        .withInterval(spread.get().interval(difference)));
            }
        }
        return differences;
    }
}

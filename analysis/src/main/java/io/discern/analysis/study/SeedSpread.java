package io.discern.analysis.study;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Measures with several seeds: the results are those of the first, and say besides how far values move that depend on it. */
final class SeedSpread {
    private final long seed;
    private final List<Long> others;

    /**
     * Creates it.
     *
     * @param others further seeds; none for a study of one
     */
    SeedSpread(long seed, List<Long> others) {
        this.seed = seed;
        this.others = others;
    }

    /** The results with the first seed; then {@link SeedKey mean and standard deviation} of each value that is another with another seed. */
    List<MetricResult> of(Metric metric, LabeledEmbeddings data) {
        List<MetricResult> first = metric.measure(data, seed);
        if (others.isEmpty()) {
            return first;
        }
        List<Results> again = others.stream()
                .map(other -> Results.of(metric.measure(data, other)))
                .toList();
        String note =
                "seeds " + seed + ", " + others.stream().map(String::valueOf).collect(Collectors.joining(", "));
        List<MetricResult> all = new ArrayList<>(first);
        for (MetricResult result : first) {
            double[] values = values(result, again);
            double mean = mean(values);
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            if (squares > 0) {
                double sd = Math.sqrt(squares / (values.length - 1));
                all.add(moved(result, SeedKey.Statistic.MEAN, mean, note));
                all.add(moved(result, SeedKey.Statistic.SD, sd, note));
            }
        }
        return all;
    }

    /** Under every seed; none where it has no value under one of them. */
    private static double[] values(MetricResult result, List<Results> again) {
        List<OptionalDouble> values = new ArrayList<>(List.of(result.value()));
        again.forEach(results ->
                values.add(results.has(result.key()) ? results.get(result.key()).value() : OptionalDouble.empty()));
        return values.stream().allMatch(OptionalDouble::isPresent)
                ? values.stream().mapToDouble(OptionalDouble::getAsDouble).toArray()
                : new double[0];
    }

    /** Of equal values exactly that value. */
    private static double mean(double[] values) {
        double moved = 0;
        for (double value : values) {
            moved += value - values[0];
        }
        return values.length == 0 ? 0 : values[0] + moved / values.length;
    }

    private static MetricResult moved(MetricResult of, SeedKey.Statistic statistic, double value, String note) {
        return MetricResult.of(new SeedKey(of.key(), statistic), value, of.extent(), of.seed())
                .withNote(note);
    }
}

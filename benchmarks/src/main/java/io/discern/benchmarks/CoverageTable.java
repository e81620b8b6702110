package io.discern.benchmarks;

import io.discern.analysis.MetricResult;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Interval;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Prints how often intervals hold the truth of a simulated population, and on which side they miss it. */
final class CoverageTable {
    private static final int DRAWS_FOR_MEANS = 1000;
    private final int runs;

    CoverageTable(int runs) {
        this.runs = runs;
        System.out.printf("%d runs a row; binomial error of 0.95: %.3f%n", runs, Math.sqrt(0.95 * 0.05 / runs));
        System.out.printf("%-52s %-58s %9s %8s %6s %6s%n", "interval", "design", "truth", "coverage", "below", "above");
    }

    /** The interval of one run. */
    interface Run {
        Interval interval(SplittableRandom random, long seed);
    }

    /** The results of one run. */
    interface Measurement {
        List<MetricResult> measure(SplittableRandom random, long seed);
    }

    void row(String what, String design, double truth, Run run) {
        print(design, Map.of(what, truth), (random, seed) -> Map.of(what, run.interval(random, seed)));
    }

    /** One row for each variant in {@code truths}, from the same runs. */
    void rows(String design, Map<String, Double> truths, Measurement run) {
        print(design, truths, (random, seed) -> intervals(run.measure(random, seed), truths));
    }

    private static Map<String, Interval> intervals(List<MetricResult> results, Map<String, Double> wanted) {
        Map<String, Interval> intervals = new LinkedHashMap<>();
        for (MetricResult result : results) {
            if (wanted.containsKey(result.variant())) {
                double low =
                        result.ciLow().orElseThrow(() -> new IllegalStateException(result + "; expected an interval"));
                intervals.put(
                        result.variant(), new Interval(low, result.ciHigh().orElseThrow()));
            }
        }
        return intervals;
    }

    private interface Runs {
        Map<String, Interval> intervals(SplittableRandom random, long seed);
    }

    private void print(String design, Map<String, Double> truths, Runs run) {
        SplittableRandom[] random = Bootstrap.streams(20261124, runs);
        List<Map<String, Interval>> intervals = IntStream.range(0, runs)
                .parallel()
                .mapToObj(i -> run.intervals(random[i], i))
                .toList();
        new TreeMap<>(truths).forEach((what, truth) -> {
            double below =
                    intervals.stream().filter(of -> of.get(what).high() < truth).count();
            double above =
                    intervals.stream().filter(of -> of.get(what).low() > truth).count();
            System.out.printf(
                    "%-52s %-58s %9.4f %8.3f %6.3f %6.3f%n",
                    what, design, truth, 1 - (below + above) / runs, below / runs, above / runs);
        });
    }

    /** The values that such data give on average, by variant: the truth of statistics that depend on the sample's size. */
    static Map<String, Double> means(List<String> variants, Measurement run) {
        double[][] values = Arrays.stream(Bootstrap.streams(7, DRAWS_FOR_MEANS))
                .parallel()
                .map(random -> {
                    List<MetricResult> results = run.measure(random, 1);
                    return variants.stream()
                            .mapToDouble(variant -> results.stream()
                                    .filter(result -> result.variant().equals(variant))
                                    .findFirst()
                                    .orElseThrow()
                                    .value()
                                    .orElseThrow())
                            .toArray();
                })
                .toArray(double[][]::new);
        Map<String, Double> means = new LinkedHashMap<>();
        for (int v = 0; v < variants.size(); v++) {
            int variant = v;
            means.put(
                    variants.get(v),
                    Arrays.stream(values)
                            .mapToDouble(of -> of[variant])
                            .average()
                            .orElseThrow());
        }
        return means;
    }
}

package io.discern.benchmarks;

import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.overlay.measure.AccuracyDrops;
import io.discern.analysis.internal.overlay.measure.ControlledFlips;
import io.discern.analysis.internal.overlay.measure.ControlledShifts;
import io.discern.analysis.internal.overlay.measure.Decodability;
import io.discern.analysis.internal.overlay.measure.OverlayRows;
import io.discern.analysis.internal.overlay.measure.ReadingScore;
import io.discern.analysis.internal.overlay.measure.ShiftDirections;
import io.discern.analysis.internal.overlay.measure.SuiteEvidence;
import io.discern.analysis.internal.overlay.measure.SuiteMeasure;
import io.discern.analysis.internal.overlay.measure.VarianceShares;
import io.discern.analysis.internal.overlay.measure.ZeroShotAttack;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.analysis.stats.Bootstrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How often the intervals of the quick look and the suite hold the truth on {@link HeavyVersions}: the mean
 * of the value over twice as many other data sets of the same size; of directions and shares of the spread, whose intervals are about the value
 * less its bias, that of 1,000 groups; and those of differences of two encoders in rates of votes. The arguments are the number of data sets of each
 * row, {@code shifts}, {@code votes}, {@code suite}, {@code pairs} (alike) or {@code unequal-pairs} (one is moved half as far), and the numbers of
 * groups.
 */
public final class OverlayHeavyCoverage {
    private static final Map<String, List<SuiteMeasure>> MEASURES = Map.of(
            "shifts", List.of(new ControlledShifts(), new ShiftDirections()),
            "votes", List.of(new ControlledFlips(), new AccuracyDrops()),
            "suite", List.of(new Decodability(), new VarianceShares(), new ReadingScore(), new ZeroShotAttack()));

    private static final Map<String, OverlayPair> PAIRS =
            Map.of("pairs", new OverlayPair(1), "unequal-pairs", new OverlayPair(0.5));

    /** What is measured of a sample. */
    private interface Measured {
        List<MetricResult> of(SuiteEvidence evidence, long seed);
    }

    private OverlayHeavyCoverage() {}

    /** Runs it. */
    public static void main(String[] args) {
        if (args.length < 3 || !MEASURES.containsKey(args[1]) && !PAIRS.containsKey(args[1])) {
            throw new IllegalArgumentException(
                    String.join(" ", args)
                            + "; expected for example: 200 shifts 10 30 100; or votes, suite, pairs or unequal-pairs for shifts");
        }
        int runs = Integer.parseInt(args[0]);
        List<SuiteMeasure> measures = MEASURES.getOrDefault(args[1], List.of());
        Measured measured = PAIRS.containsKey(args[1])
                ? PAIRS.get(args[1])::differences
                : (evidence, seed) -> results(measures, evidence, seed);
        int[] sizes = IntStream.range(2, args.length)
                .map(i -> Integer.parseInt(args[i]))
                .toArray();
        System.out.printf("%d data sets a row; binomial error of 0.95: %.3f%n", runs, Math.sqrt(0.95 * 0.05 / runs));
        System.out.printf(
                "%-52s %6s %9s %8s %6s %6s %8s %6s%n",
                "variant", "groups", "truth", "coverage", "low", "high", "printed", "width");
        for (int groups : sizes) {
            OverlayPlan plan = args[1].equals("suite") ? HeavyVersions.MARKERS : HeavyVersions.ONE_STYLE;
            HeavyVersions design = new HeavyVersions(groups, 3, HeavyVersions.Effect.reading(2, 0.6, -1), plan);
            Map<String, List<MetricResult>> truths = measured(measured, design, 2 * runs, 7);
            truths.putAll(ofPopulation(measures, plan));
            measured(measured, design, runs, 20261126)
                    .forEach((variant, results) -> print(variant, groups, runs, mean(truths.get(variant)), results));
        }
    }

    /** What intervals about a value less its bias are of: the same of very many groups. */
    private static Map<String, List<MetricResult>> ofPopulation(List<SuiteMeasure> measures, OverlayPlan plan) {
        List<SuiteMeasure> corrected = measures.stream()
                .filter(measure -> measure instanceof VarianceShares || measure instanceof ShiftDirections)
                .toList();
        return corrected.isEmpty()
                ? Map.of()
                : measured(
                        (evidence, seed) -> results(corrected, evidence, seed),
                        new HeavyVersions(1000, 3, HeavyVersions.Effect.reading(2, 0.6, -1), plan),
                        4,
                        11);
    }

    private static Map<String, List<MetricResult>> measured(
            Measured measured, HeavyVersions design, int runs, long seed) {
        SplittableRandom[] random = Bootstrap.streams(seed, runs);
        Map<String, List<MetricResult>> all = new TreeMap<>();
        IntStream.range(0, runs)
                .parallel()
                .mapToObj(run -> {
                    SuiteEvidence evidence = design.draw(random[run], run);
                    try {
                        return measured.of(evidence, run);
                    } finally {
                        evidence.images().close();
                    }
                })
                .toList()
                .forEach(results -> results.stream()
                        .filter(result -> result.value().isPresent())
                        .forEach(result -> all.computeIfAbsent(result.variant(), unseen -> new ArrayList<>())
                                .add(result)));
        return all;
    }

    private static List<MetricResult> results(List<SuiteMeasure> measures, SuiteEvidence evidence, long seed) {
        OverlayRows rows = new OverlayRows(evidence.images().clean(), "", seed);
        measures.forEach(measure -> measure.measure(evidence, rows));
        return rows.results();
    }

    private static double mean(List<MetricResult> results) {
        return results.stream()
                .mapToDouble(result -> result.value().orElseThrow())
                .average()
                .orElseThrow();
    }

    private static void print(String variant, int groups, int runs, double truth, List<MetricResult> results) {
        List<double[]> ends = results.stream()
                .flatMap(result -> result.interval().stream())
                .map(interval -> new double[] {interval.low(), interval.high()})
                .toList();
        if (ends.isEmpty()) {
            return;
        }
        double count = ends.size();
        double below = ends.stream().filter(end -> end[1] < truth).count() / count;
        double above = ends.stream().filter(end -> end[0] > truth).count() / count;
        System.out.printf(
                "%-52s %6d %9.4f %8.3f %6.3f %6.3f %8.2f %6.3f%n",
                variant,
                groups,
                truth,
                1 - below - above,
                below,
                above,
                count / runs,
                ends.stream().mapToDouble(end -> end[1] - end[0]).average().orElseThrow());
    }
}

package io.discern.benchmarks;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.Jackknife;
import io.discern.analysis.stats.ShareIntervals;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * How often 95 % intervals hold the truth of a simulated population, and whether p-values are uniform under the null. Prints a
 * table; the argument is the number of runs of each row (2,000 without one).
 */
public final class CoverageSimulation {
    private final int runs;

    private CoverageSimulation(int runs) {
        this.runs = runs;
    }

    /** Runs it. */
    public static void main(String[] args) {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
        CoverageSimulation simulation = new CoverageSimulation(runs);
        System.out.printf("%d runs a row; binomial error of 0.95: %.3f%n", runs, Math.sqrt(0.95 * 0.05 / runs));
        System.out.printf("%-52s %-58s %8s %6s %6s%n", "interval", "design", "coverage", "below", "above");
        simulation.means();
        simulation.nearestNeighbors();
        simulation.traceRatios();
        new NullSimulation(runs).run();
    }

    /** Interval of one run. */
    private interface Run {
        Interval interval(SplittableRandom random, long seed);
    }

    private void row(String what, String design, double truth, Run run) {
        SplittableRandom[] random = Bootstrap.streams(20261124, runs);
        Interval[] intervals = new Interval[runs];
        IntStream.range(0, runs).parallel().forEach(i -> intervals[i] = run.interval(random[i], i));
        double below = Arrays.stream(intervals).filter(interval -> interval.high() < truth).count();
        double above = Arrays.stream(intervals).filter(interval -> interval.low() > truth).count();
        System.out.printf("%-52s %-58s %8.3f %6.3f %6.3f%n",
                what, design, 1 - (below + above) / runs, below / runs, above / runs);
    }

    private void means() {
        for (int groups : new int[] {10, 20, 50, 200}) {
            for (Values values : Values.values()) {
                String design = groups + " groups of 1-5 rows, " + values.name().toLowerCase();
                for (Bootstrap.Ends ends : Bootstrap.Ends.values()) {
                    row("bootstrap of a mean, " + ends.name().toLowerCase(), design, values.mean, (random, seed) -> {
                        Clustered data = values.draw(groups, random);
                        return Bootstrap.seeded(seed).with(ends).means(new double[][] {data.values}, data.groups)
                                .orElseThrow().get(0);
                    });
                }
                if (values.mean < 1 && values.mean > 0) {
                    row("Wilson, effective rows", design, values.mean, (random, seed) -> {
                        Clustered data = values.draw(groups, random);
                        return ShareIntervals.means(new double[][] {data.values}, data.groups).orElseThrow().get(0);
                    });
                }
                row("jackknife of a mean", design, values.mean, (random, seed) -> {
                    Clustered data = values.draw(groups, random);
                    double sum = Arrays.stream(data.values).sum();
                    return Jackknife.of(sum / data.values.length, groups, group -> {
                        double rest = 0;
                        int rows = 0;
                        for (int i = 0; i < data.values.length; i++) {
                            if (data.groups[i] != group) {
                                rest += data.values[i];
                                rows++;
                            }
                        }
                        return rest / rows;
                    }).interval();
                });
            }
        }
    }

    private record Clustered(double[] values, int[] groups) {}

    /** Values of which groups share half of the variance. */
    private enum Values {
        GAUSSIAN(0, z -> z),
        /** Right in 80 % of the rows. */
        ACCURACY_80(0.8, z -> z < 0.8416212335729143 ? 1 : 0),
        ACCURACY_95(0.95, z -> z < 1.6448536269514722 ? 1 : 0),
        /** Log-normal: skewness 6. */
        SKEWED(Math.exp(0.5), Math::exp);

        private final double mean;
        private final DoubleUnaryOperator of;

        Values(double mean, DoubleUnaryOperator of) {
            this.mean = mean;
            this.of = of;
        }

        Clustered draw(int groups, SplittableRandom random) {
            double[] values = new double[groups * 5];
            int[] ofRow = new int[groups * 5];
            int rows = 0;
            for (int group = 0; group < groups; group++) {
                double shared = ClusteredRows.gaussian(random);
                for (int i = 0; i <= group % 5; i++) {
                    values[rows] = of.applyAsDouble((shared + ClusteredRows.gaussian(random)) / Math.sqrt(2));
                    ofRow[rows++] = group;
                }
            }
            return new Clustered(Arrays.copyOf(values, rows), Arrays.copyOf(ofRow, rows));
        }
    }

    private void nearestNeighbors() {
        for (ClusteredRows design : List.of(
                new ClusteredRows(new int[] {25, 25, 25, 25}, 1, 8, 2, 0),
                new ClusteredRows(new int[] {100, 60, 30, 10}, 1, 8, 2, 0),
                new ClusteredRows(new int[] {15, 15, 15}, 5, 8, 2, 0.5),
                new ClusteredRows(new int[] {40, 25, 15}, 5, 8, 2, 0.5))) {
            String scheme = design.mostRows() > 1 ? "group-loo" : "loo";
            for (String variant : List.of(scheme + ",k=5,micro", scheme + ",k=5,balanced")) {
                double truth = truth(design, variant.endsWith("balanced"));
                row("knn " + variant, design.toString(), truth, (random, seed) -> {
                    try (LabeledEmbeddings data = design.draw(random)) {
                        return interval(KnnAccuracy.of(5).measure(data, seed), variant);
                    }
                });
            }
        }
    }

    /** The accuracy that such data have on average. */
    private static double truth(ClusteredRows design, boolean balanced) {
        return Arrays.stream(Bootstrap.streams(7, 3000)).parallel().mapToDouble(random -> {
            try (LabeledEmbeddings data = design.draw(random)) {
                return accuracy(data, balanced);
            }
        }).average().orElseThrow();
    }

    private static double accuracy(LabeledEmbeddings data, boolean balanced) {
        NearestNeighbors near = NearestNeighbors.leaveGroupOut(data, 5);
        int[] labels = data.classIndices();
        double[] right = new double[data.classes().size()];
        for (int row = 0; row < labels.length; row++) {
            right[labels[row]] += near.vote(row, 5, labels, right.length) == labels[row] ? 1 : 0;
        }
        return balanced
                ? IntStream.range(0, right.length).mapToDouble(c -> right[c] / data.classCount(c)).average().orElseThrow()
                : Arrays.stream(right).sum() / labels.length;
    }

    private void traceRatios() {
        for (ClusteredRows design : List.of(
                new ClusteredRows(new int[] {10, 10}, 1, 8, 2, 0),
                new ClusteredRows(new int[] {50, 50}, 1, 8, 2, 0),
                new ClusteredRows(new int[] {50, 50}, 1, 8, 0, 0),
                new ClusteredRows(new int[] {50, 50}, 1, 256, 2, 0),
                new ClusteredRows(new int[] {50, 50, 50, 50}, 1, 256, 4, 0),
                new ClusteredRows(new int[] {100, 60, 30, 10}, 1, 32, 2, 0),
                new ClusteredRows(new int[] {10, 10}, 5, 8, 2, 0.5),
                new ClusteredRows(new int[] {30, 30}, 5, 8, 2, 0.5),
                new ClusteredRows(new int[] {60, 30, 15}, 5, 32, 3, 0.5))) {
            for (boolean balanced : new boolean[] {false, true}) {
                String variant = balanced ? "trace-ratio-balanced" : "trace-ratio";
                row("fisher " + variant, design.toString(), design.traceRatio(balanced), (random, seed) -> {
                    try (LabeledEmbeddings data = design.draw(random)) {
                        return interval(new TraceRatio().measure(data, seed), variant);
                    }
                });
            }
        }
    }

    private static Interval interval(List<MetricResult> results, String variant) {
        MetricResult result =
                results.stream().filter(r -> r.variant().equals(variant)).findFirst().orElseThrow();
        return new Interval(result.ciLow().orElseThrow(), result.ciHigh().orElseThrow());
    }
}

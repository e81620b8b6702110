package io.discern.benchmarks;

import io.discern.analysis.internal.stats.McNemar;
import io.discern.analysis.internal.stats.PermutationTest;
import io.discern.analysis.internal.stats.SignFlip;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * p-values where nothing is to be found. {@code D+} is the most by which the distribution of p exceeds the uniform one (too
 * many small p), {@code D-} the most by which it falls short (discrete and conservative tests); {@code KS p} is Kolmogorov's
 * p-value of the larger.
 */
final class NullSimulation {
    private static final int ROWS_OF_GROUP = 4;
    private final int runs;

    NullSimulation(int runs) {
        this.runs = runs;
    }

    void run() {
        System.out.printf("%n%-72s %8s %8s %6s %6s %6s%n", "p-value", "p<=0.05", "p<=0.01", "D+", "D-", "KS p");
        for (int groups : new int[] {8, 40}) {
            row(
                    "sign flip, " + groups + " groups of 4, Gaussian",
                    random -> SignFlip.test(differences(random, groups), groups(groups), 999, random.nextLong())
                            .p());
        }
        row(
                "sign flip, 40 groups of 4, right or wrong",
                random -> SignFlip.test(signs(random, 40), groups(40), 999, random.nextLong())
                        .p());
        row(
                "McNemar exact, 160 independent images",
                random -> mcNemar(independentSigns(random)).exactP());
        row(
                "McNemar mid-p, 160 independent images",
                random -> mcNemar(independentSigns(random)).midP());
        row(
                "McNemar mid-p, 40 groups of 4: not made for it",
                random -> mcNemar(signs(random, 40)).midP());
        row("permuted labels, 40 groups of 4, difference of two class means", random -> labels(random, 40));
        row("permuted labels, rows alone, the same: not made for it", random -> labels(random, 160));
    }

    private void row(String what, ToDoubleFunction<SplittableRandom> p) {
        SplittableRandom[] random = Bootstrap.streams(20261125, runs);
        double[] values = IntStream.range(0, runs)
                .parallel()
                .mapToDouble(i -> p.applyAsDouble(random[i]))
                .sorted()
                .toArray();
        double above = 0;
        double below = 0;
        for (int i = 0; i < runs; i++) {
            boolean lastOfEqual = i + 1 == runs || values[i + 1] > values[i];
            above = lastOfEqual ? Math.max(above, (i + 1.0) / runs - values[i]) : above;
            below = Math.max(below, values[i] - (double) i / runs);
        }
        System.out.printf(
                "%-72s %8.3f %8.3f %6.3f %6.3f %6.3f%n",
                what,
                share(values, 0.05),
                share(values, 0.01),
                above,
                below,
                kolmogorov(Math.sqrt(runs) * Math.max(above, below)));
    }

    private double share(double[] values, double level) {
        return (double) Arrays.stream(values).filter(p -> p <= level + 1e-12).count() / runs;
    }

    private static double kolmogorov(double d) {
        double p = 0;
        for (int j = 1; j <= 100; j++) {
            p += (j % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * j * j * d * d);
        }
        return Math.min(1, Math.max(0, p));
    }

    /** Differences of which groups share half of the variance. */
    private static double[] differences(SplittableRandom random, int groups) {
        double[] values = new double[groups * ROWS_OF_GROUP];
        double shared = 0;
        for (int i = 0; i < values.length; i++) {
            shared = i % ROWS_OF_GROUP == 0 ? ClusteredRows.gaussian(random) : shared;
            values[i] = shared + ClusteredRows.gaussian(random);
        }
        return values;
    }

    /** Who was right: 1, -1, or 0 in half of the rows; alike within groups. */
    private static double[] signs(SplittableRandom random, int groups) {
        return Arrays.stream(differences(random, groups))
                .map(d -> Math.abs(d) < 0.95 ? 0 : Math.signum(d))
                .toArray();
    }

    private static double[] independentSigns(SplittableRandom random) {
        return random.doubles(160).map(u -> u < 0.25 ? 1 : u < 0.5 ? -1 : 0).toArray();
    }

    private static McNemar mcNemar(double[] signs) {
        return McNemar.of((int) Arrays.stream(signs).filter(s -> s > 0).count(), (int)
                Arrays.stream(signs).filter(s -> s < 0).count());
    }

    private static int[] groups(int groups) {
        return IntStream.range(0, groups * ROWS_OF_GROUP)
                .map(i -> i / ROWS_OF_GROUP)
                .toArray();
    }

    /** 40 groups of 4 in two classes; permutes {@code units} of them. */
    private static double labels(SplittableRandom random, int units) {
        double[] values = differences(random, 40);
        int[] labels = IntStream.range(0, 160).map(i -> i < 64 ? 0 : 1).toArray();
        int[] unit = IntStream.range(0, 160).map(i -> i * units / 160).toArray();
        return PermutationTest.ofLabels(
                        Clusters.of(labels, unit),
                        dealt -> IntStream.range(0, 160)
                                .mapToDouble(i -> dealt[i] == 0 ? values[i] / 64 : -values[i] / 96)
                                .sum(),
                        PermutationTest.Tail.TWO_SIDED,
                        199,
                        random.nextLong())
                .p();
    }
}

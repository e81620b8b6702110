package io.discern.benchmarks;

import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Interval;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How often the overlay suite's 95 % intervals hold the truth of a simulated population, with 10, 20, 50 and 200 groups of 1 to
 * 5 images that share half of the variance. Prints a table; the arguments are the number of runs (1,000 without one) and which
 * designs, of {@code flips,probe,shifts} (all without one). A run without interval is left out; how many have one is printed
 * where some have not.
 */
public final class OverlayCoverage {
    private static final int[] GROUPS = {10, 20, 50, 200};
    private final int runs;

    private OverlayCoverage(int runs) {
        this.runs = runs;
    }

    /** Runs it. */
    public static void main(String[] args) {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        System.out.printf("%d runs a row; binomial error of 0.95: %.3f%n", runs, Math.sqrt(0.95 * 0.05 / runs));
        System.out.printf("%-64s", "share of intervals that hold the truth");
        Arrays.stream(GROUPS).forEach(groups -> System.out.printf("%14d groups", groups));
        System.out.println();
        OverlayCoverage table = new OverlayCoverage(runs);
        String wanted = args.length > 1 ? args[1] : "flips,probe,shifts";
        if (wanted.contains("flips")) {
            FlipDesigns.print(table);
        }
        if (wanted.contains("probe")) {
            ProbeDesigns.print(table);
        }
        if (wanted.contains("shifts")) {
            ShiftDesigns.print(table);
        }
    }

    /** The interval of a sample with that many groups, if it has one. */
    interface Run {
        Optional<Interval> interval(int groups, SplittableRandom random, long seed);
    }

    /** What the interval should hold. */
    interface Truth {
        double of(int groups);
    }

    /** The group of each image. */
    static int[] images(int groups) {
        return IntStream.range(0, groups)
                .flatMap(group -> IntStream.rangeClosed(0, group % 5).map(i -> group))
                .toArray();
    }

    /** Of variance 1, of which images of a group share half. */
    static double[] latent(int[] groups, SplittableRandom random) {
        double shared = 0;
        double[] values = new double[groups.length];
        for (int i = 0; i < values.length; i++) {
            shared = i == 0 || groups[i] != groups[i - 1] ? ClusteredRows.gaussian(random) : shared;
            values[i] = (shared + ClusteredRows.gaussian(random)) / Math.sqrt(2);
        }
        return values;
    }

    /** Prints the coverage, and the shares of intervals that lie too low and too high. */
    void row(String what, Truth truth, Run run) {
        System.out.printf("%-64s", what);
        for (int groups : GROUPS) {
            SplittableRandom[] random = Bootstrap.streams(20261124, runs);
            double expected = truth.of(groups);
            Interval[] found = IntStream.range(0, runs)
                    .parallel()
                    .mapToObj(i -> run.interval(groups, random[i], i))
                    .flatMap(Optional::stream)
                    .toArray(Interval[]::new);
            double low = Arrays.stream(found)
                    .filter(interval -> interval.high() < expected)
                    .count();
            double high = Arrays.stream(found)
                    .filter(interval -> interval.low() > expected)
                    .count();
            System.out.printf(
                    "  %5.3f %5.3f %5.3f%s",
                    1 - (low + high) / found.length,
                    low / found.length,
                    high / found.length,
                    found.length < runs ? " of " + found.length : "");
        }
        System.out.println();
    }
}

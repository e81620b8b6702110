package io.discern.analysis.geometry;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Tagged;
import io.discern.analysis.neighbors.NearestNeighbors;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether a few rows are among the nearest of very many others, by cosine; labels play no part.
 *
 * <p>N_i counts the rows that have row i among their k nearest others; its mean is k. {@code hubness,k=K,skewness = mean((N -
 * k)^3) / mean((N - k)^2)^1.5}; {@code hubness,k=K,robin-hood = sum |N_i - k| / (2 n k)}, the share of neighbourhoods to
 * redistribute until all are equal, in [0, 1); {@code hubness,k=K,antihubs}, the share of rows with N = 0.
 *
 * <p><b>Interval.</b> None. <b>Null value.</b> That of neighbours drawn at random: N is binomial of n - 1 trials with p = k /
 * (n - 1). Zero rows are left out and counted.
 *
 * <p>References: Radovanovic et al., <i>Hubs in space</i>, JMLR 11 (2010) 2487-2531 (skewness, antihubs); Feldbauer et al.,
 * <i>Fast approximate hubness reduction for large high-dimensional data</i>, ICBK (2018) (Robin Hood index).
 */
public final class Hubness implements Metric {
    /** What is said of the counts. */
    public enum Statistic implements Tagged {
        /** How lopsided they are. */
        SKEWNESS("skewness"),
        /** The share of neighbourhoods to redistribute. */
        ROBIN_HOOD("robin-hood"),
        /** The share of rows that are nobody's neighbour. */
        ANTIHUBS("antihubs");

        private final String tag;

        Statistic(String tag) {
            this.tag = tag;
        }

        @Override
        public String tag() {
            return tag;
        }
    }

    /**
     * A statistic.
     *
     * @param k the number of neighbours
     * @param statistic which
     */
    public record Key(int k, Statistic statistic) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM = KeyForm.of(Key.class, SpectralRanks.NAME, "hubness,k={k},{statistic}");

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    private final int k;

    private Hubness(int k) {
        this.k = k;
    }

    /** With k = 10. */
    public static Hubness standard() {
        return of(10);
    }

    /** With the given number of neighbours, at least 1. */
    public static Hubness of(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k " + k + "; expected at least 1");
        }
        return new Hubness(k);
    }

    private List<Key> keys() {
        return Arrays.stream(Statistic.values())
                .map(statistic -> new Key(k, statistic))
                .toList();
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        return Directions.measure(keys(), data, seed, directions -> of(directions, seed));
    }

    private List<MetricResult> of(LabeledEmbeddings data, long seed) {
        int n = data.rows();
        if (k >= n - 1) {
            return Directions.absent(
                    keys(),
                    "k = " + k + ", but a row has only " + (n - 1) + " candidates; expected k below that",
                    data,
                    seed);
        }
        int[] counts = new int[n];
        NearestNeighbors neighbors = NearestNeighbors.leaveOneOut(data, k);
        for (int row = 0; row < n; row++) {
            for (int rank = 0; rank < k; rank++) {
                counts[neighbors.row(row, rank)]++;
            }
        }
        double second =
                IntStream.of(counts).mapToDouble(c -> Math.pow(c - k, 2)).sum() / n;
        double third = IntStream.of(counts).mapToDouble(c -> Math.pow(c - k, 3)).sum() / n;
        double robinHood =
                IntStream.of(counts).mapToDouble(c -> Math.abs(c - k)).sum() / 2 / n / k;
        double antihubs = (double) IntStream.of(counts).filter(c -> c == 0).count() / n;
        double p = k / (n - 1.0);
        OptionalDouble skewnessByChance = OptionalDouble.of((1 - 2 * p) / Math.sqrt((n - 1) * p * (1 - p)));
        MetricResult skewness = second == 0
                ? MetricResult.absent(keys().get(0), "every row is chosen " + k + " times", data, seed)
                : MetricResult.of(keys().get(0), third / Math.pow(second, 1.5), data, seed);
        return Stream.of(
                        skewness.withNull(skewnessByChance),
                        MetricResult.of(keys().get(1), robinHood, data, seed)
                                .withNull(binomialDeviation(n - 1, p) / 2 / k),
                        MetricResult.of(keys().get(2), antihubs, data, seed)
                                .withNull(Math.exp((n - 1) * Math.log1p(-p))))
                .map(result -> result.withoutInterval("counts of neighbours jump when a hub leaves"))
                .toList();
    }

    /** E|N - k| where k = trials p: {@code 2 (k + 1) choose(trials, k + 1) p^(k + 1) (1 - p)^(trials - k)} (de Moivre 1730). */
    private double binomialDeviation(int trials, double p) {
        double logChoices = 0;
        for (int i = 1; i <= k + 1; i++) {
            logChoices += Math.log((trials - k - 1.0 + i) / i);
        }
        return 2 * (k + 1) * Math.exp(logChoices + (k + 1) * Math.log(p) + (trials - k) * Math.log1p(-p));
    }
}

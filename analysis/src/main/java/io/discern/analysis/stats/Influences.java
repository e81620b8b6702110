package io.discern.analysis.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How a value moves when one cluster (the rows of a group within a stratum) is left out: what the {@link Jackknife} of the value
 * itself, of its difference from another on the same rows, and of sums of such values asks for. Immutable.
 *
 * <p>Reference: Efron and Tibshirani, <i>An Introduction to the Bootstrap</i> (1993), ch. 11 (influence values).
 */
public final class Influences {
    private final List<String> clusters;
    private final int[] strata;
    private final double[] changes;
    /** Where votes decide, the changes by the rows alone; else {@link #changes}. */
    private final double[] votersKept;
    /**
     * By {@code voter * clusters + other}: what leaving out a voting cluster changes through the rows of another. Sorted, since sums go
     * over it, and the order of {@code Map.copyOf} is another in every JVM.
     */
    private final SortedMap<Long, Double> chance;

    private final double excess;

    private Influences(
            List<String> clusters,
            int[] strata,
            double[] changes,
            double[] votersKept,
            SortedMap<Long, Double> chance,
            double excess) {
        this.clusters = clusters;
        this.strata = strata;
        this.changes = changes;
        this.votersKept = votersKept;
        this.chance = chance;
        this.excess = excess;
    }

    /**
     * From derivatives, as {@link InfinitesimalJackknife}.
     *
     * @param derivatives of the value with respect to the weight of each row, all weights at 1
     * @param clusters of the rows
     * @param groups the name of the group of each row
     */
    public static Influences ofRows(double[] derivatives, Clusters clusters, List<String> groups) {
        return of(clusters.sums(derivatives), clusters, groups);
    }

    /**
     * The same from derivatives with respect to the weight of each cluster.
     *
     * @param derivatives one for each cluster
     * @param clusters of the rows
     * @param groups the name of the group of each row
     */
    public static Influences of(double[] derivatives, Clusters clusters, List<String> groups) {
        double[] rows = new double[clusters.byStratum().length];
        for (int cluster = 0; cluster < clusters.count(); cluster++) {
            rows[clusters.stratum(cluster)] += clusters.size(cluster);
        }
        double[] changes = new double[clusters.count()];
        for (int cluster = 0; cluster < changes.length; cluster++) {
            double all = rows[clusters.stratum(cluster)];
            double others = all - clusters.size(cluster);
            changes[cluster] = others == 0 ? 0 : -derivatives[cluster] * all / others;
        }
        return ofChanges(changes, clusters, groups);
    }

    /**
     * From the changes themselves.
     *
     * @param changes for each cluster the value without it less that of all rows; copied
     * @param clusters of the rows
     * @param groups the name of the group of each row
     */
    public static Influences ofChanges(double[] changes, Clusters clusters, List<String> groups) {
        List<String> names = new ArrayList<>();
        int[] strata = new int[clusters.count()];
        for (int cluster = 0; cluster < strata.length; cluster++) {
            strata[cluster] = clusters.stratum(cluster);
            names.add(groups.get(clusters.row(cluster, 0)));
        }
        double[] copy = changes.clone();
        return new Influences(List.copyOf(names), strata, copy, copy, Collections.emptySortedMap(), 0);
    }

    /**
     * The same of a value that votes of other rows decide, of clusters in one stratum. What leaving out a cluster changes in the rows of another is mostly chance,
     * to which no part of the variance answers: {@code sum c^2 ((K - 1) / K)^2} of it is taken off, K clusters, down to the variance of the rows alone.
     * Chance that two values share is taken off their difference as far as they share it.
     *
     * @param votersKept how the value changes when a cluster is left out and still votes; copied
     * @param chance by {@code voter * K + other} what leaving out that voting cluster changes through the rows of the other, where it is not 0; copied
     */
    public Influences ofVotes(double[] votersKept, Map<Long, Double> chance) {
        return new Influences(clusters, strata, changes, votersKept.clone(), new TreeMap<>(chance), excess);
    }

    /** The same with that much variance beyond that of the clusters; what is below 0 counts as 0. */
    public Influences withExcess(double excess) {
        return new Influences(clusters, strata, changes, votersKept, chance, Math.max(0, excess));
    }

    /**
     * Those of {@code a this + b other}; excesses add up, as of independent errors.
     *
     * @return empty if the two are not of the same clusters
     */
    public Optional<Influences> plus(double a, double b, Influences other) {
        if (!clusters.equals(other.clusters) || !Arrays.equals(strata, other.strata)) {
            return Optional.empty();
        }
        double[] sums = sum(a, changes, b, other.changes);
        boolean votes = votersKept != changes || other.votersKept != other.changes;
        SortedMap<Long, Double> chances = new TreeMap<>(chance);
        chances.replaceAll((where, change) -> a * change);
        other.chance.forEach((where, change) -> chances.merge(where, b * change, Double::sum));
        return Optional.of(new Influences(
                clusters,
                strata,
                sums,
                votes ? sum(a, votersKept, b, other.votersKept) : sums,
                chances,
                a * a * excess + b * b * other.excess));
    }

    private static double[] sum(double a, double[] ofThis, double b, double[] ofOther) {
        double[] sums = new double[ofThis.length];
        Arrays.setAll(sums, i -> a * ofThis[i] + b * ofOther[i]);
        return sums;
    }

    /** Those of the value times a factor. */
    public Influences times(double factor) {
        return plus(factor, 0, this).orElseThrow();
    }

    /** Times a factor, so that the variance is the given one; beside the changes where none of them moves the value. */
    public Influences scaled(double variance) {
        double seen = spread().map(Spread::variance).orElse(0.0);
        return seen == 0 ? withExcess(variance) : times(Math.sqrt(variance / seen));
    }

    /** The variance of the value and its degrees of freedom; empty if no stratum has two clusters. */
    public Optional<Spread> spread() {
        double[][] leftOut = byStratum(changes);
        if (Arrays.stream(leftOut).noneMatch(members -> members.length > 1)) {
            return Optional.empty();
        }
        Jackknife jackknife = Jackknife.ofStrata(0, leftOut);
        double variance = jackknife.standardError() * jackknife.standardError();
        if (votersKept != changes) {
            double shrink = (clusters.size() - 1.0) / clusters.size();
            double noise = chance.values().stream()
                    .mapToDouble(change -> change * shrink * change * shrink)
                    .sum();
            double ofRows = Jackknife.ofStrata(0, byStratum(votersKept)).standardError();
            variance = Math.max(variance - noise, ofRows * ofRows);
        }
        return Optional.of(new Spread(variance + excess, jackknife.degreesOfFreedom()));
    }

    private double[][] byStratum(double[] values) {
        return IntStream.rangeClosed(0, Arrays.stream(strata).max().orElse(-1))
                .mapToObj(stratum -> IntStream.range(0, values.length)
                        .filter(i -> strata[i] == stratum)
                        .mapToDouble(i -> values[i])
                        .toArray())
                .toArray(double[][]::new);
    }

    /**
     * How much a value varies.
     *
     * @param variance at least 0
     * @param degreesOfFreedom of its estimate, above 0
     */
    public record Spread(double variance, double degreesOfFreedom) {

        /** Student's interval of a value. */
        public Interval interval(double value) {
            double margin =
                    Math.sqrt(variance) * TDistribution.of(degreesOfFreedom).inverseCumulativeProbability(0.975);
            return new Interval(value - margin, value + margin);
        }

        /** The two-sided p-value of a value whose expectation is 0; 1 where nothing varies and the value is 0. */
        public double p(double value) {
            if (variance == 0) {
                return value == 0 ? 1 : 0;
            }
            return 2 * TDistribution.of(degreesOfFreedom).survivalProbability(Math.abs(value) / Math.sqrt(variance));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Influences that
                && clusters.equals(that.clusters)
                && Arrays.equals(strata, that.strata)
                && Arrays.equals(changes, that.changes)
                && Arrays.equals(votersKept, that.votersKept)
                && chance.equals(that.chance)
                && excess == that.excess;
    }

    @Override
    public int hashCode() {
        return 31 * clusters.hashCode() + Arrays.hashCode(changes);
    }

    /** Counts. */
    @Override
    public String toString() {
        return "Influences of " + clusters.size() + " clusters";
    }
}

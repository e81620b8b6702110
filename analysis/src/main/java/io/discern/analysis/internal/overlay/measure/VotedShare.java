package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.internal.overlay.run.Taken;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Influences;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.Jackknife;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A share of images that something happens to, as their predicted classes tell, or a weighted sum of such shares of the same
 * images; or the mean over strata of the shares within.
 *
 * <p><b>Variance.</b> That of the jackknife over groups, each left out as images and as voters: other images would vote
 * otherwise, which an interval with a fixed bank forgets. Votes flip by chance, and what leaving out one group changes in the
 * images of another, c_gh, is mostly that: the jackknife counts {@code sum c_gh^2 ((K - 1)/K)^2} for it, to which no part of
 * the variance answers, and which is taken off. At least the variance of the images alone.
 *
 * <p><b>Interval.</b> A share: Wilson's, with as many rows as the variance says, {@code n* = p (1 - p) / v}, at most the images;
 * where all are alike, as many as there are groups. A sum: the distances from the shares to their ends, squared and added, with
 * the correlations that the jackknife finds (Newcombe 1998, method 10; Zou and Donner 2008).
 */
public final class VotedShare {
    /** What happened to an image. */
    public interface Event {
        /**
         * What an image adds.
         *
         * @param image its row
         * @param taken the class it is taken for in each of the conditions
         * @return 0 to 1; NaN if the image does not count
         */
        double of(int image, int[] taken);
    }

    private final double value;
    /** Without each group. */
    private final double[] leftOut;
    /** The same with the voters kept. */
    private final double[] imagesLeftOut;
    /** By {@code voter * K + group}: what leaving out a voting group changes through the images of another. */
    private final Map<Long, Double> changes;

    private final Optional<Interval> interval;
    private final int images;
    /** How many groups have an image that counts. */
    private final int worth;

    private VotedShare(
            double value,
            double[] leftOut,
            double[] imagesLeftOut,
            Map<Long, Double> changes,
            Optional<Interval> interval,
            int images,
            int worth) {
        this.value = value;
        this.leftOut = leftOut;
        this.imagesLeftOut = imagesLeftOut;
        this.changes = changes;
        this.interval = interval;
        this.images = images;
        this.worth = worth;
    }

    /** A share of all images. */
    public static VotedShare of(int[] groups, List<Taken> conditions, Event event) {
        return of(new int[groups.length], groups, conditions, event);
    }

    /**
     * The mean over strata of shares of their images. No image need count; then there is no value.
     *
     * @param strata of the images, from 0
     * @param groups of the images, from 0
     * @param conditions what the images are taken for in each
     */
    public static VotedShare of(int[] strata, int[] groups, List<Taken> conditions, Event event) {
        int numberOfStrata = Arrays.stream(strata).max().orElse(0) + 1;
        int numberOfGroups = Arrays.stream(groups).max().orElse(-1) + 1;
        Tally all = new Tally(numberOfStrata);
        Tally[] ofGroup = tallies(numberOfGroups, numberOfStrata);
        Tally[] votedByOthers = tallies(numberOfGroups, numberOfStrata);
        for (int image = 0; image < groups.length; image++) {
            int row = image;
            double happened = event.of(row, taken(conditions, taken -> taken.classes()[row]));
            all.add(strata[row], happened, 1);
            ofGroup[groups[row]].add(strata[row], happened, 1);
        }
        double value = all.mean();
        Map<Long, Double> changes = new HashMap<>();
        for (int image = 0; image < groups.length; image++) {
            int row = image;
            double happened = event.of(row, taken(conditions, taken -> taken.classes()[row]));
            int[] voters = conditions.stream()
                    .flatMapToInt(taken -> Arrays.stream(taken.voters()[row]))
                    .distinct()
                    .toArray();
            for (int voter : voters) {
                double without = event.of(row, taken(conditions, taken -> taken.without(row, voter)));
                if (Double.compare(without, happened) != 0) {
                    votedByOthers[voter].add(strata[row], happened, -1);
                    votedByOthers[voter].add(strata[row], without, 1);
                    double change = all.influence(strata[row], without) - all.influence(strata[row], happened);
                    changes.merge((long) voter * numberOfGroups + groups[row], change, Double::sum);
                }
            }
        }
        double[] imagesLeftOut = new double[numberOfGroups];
        double[] leftOut = new double[numberOfGroups];
        for (int group = 0; group < numberOfGroups; group++) {
            Tally rest = all.minus(ofGroup[group]);
            imagesLeftOut[group] = rest.mean();
            leftOut[group] = rest.plus(votedByOthers[group]).mean();
        }
        int worth =
                (int) Arrays.stream(ofGroup).filter(tally -> tally.images() > 0).count();
        VotedShare share =
                new VotedShare(value, leftOut, imagesLeftOut, changes, Optional.empty(), all.images(), worth);
        return new VotedShare(value, leftOut, imagesLeftOut, changes, share.wilson(), all.images(), worth);
    }

    private interface OfCondition {
        int of(Taken taken);
    }

    private static int[] taken(List<Taken> conditions, OfCondition what) {
        int[] taken = new int[conditions.size()];
        Arrays.setAll(taken, condition -> what.of(conditions.get(condition)));
        return taken;
    }

    private static Tally[] tallies(int count, int strata) {
        return IntStream.range(0, count).mapToObj(i -> new Tally(strata)).toArray(Tally[]::new);
    }

    /** Images that count, and to how many of them it happened, by stratum. */
    private record Tally(double[] happened, double[] counted) {
        Tally(int strata) {
            this(new double[strata], new double[strata]);
        }

        void add(int stratum, double event, int times) {
            if (!Double.isNaN(event)) {
                happened[stratum] += times * event;
                counted[stratum] += times;
            }
        }

        Tally plus(Tally other) {
            Tally sum = new Tally(happened.clone(), counted.clone());
            for (int stratum = 0; stratum < counted.length; stratum++) {
                sum.happened[stratum] += other.happened[stratum];
                sum.counted[stratum] += other.counted[stratum];
            }
            return sum;
        }

        Tally minus(Tally other) {
            Tally rest = new Tally(happened.clone(), counted.clone());
            for (int stratum = 0; stratum < counted.length; stratum++) {
                rest.happened[stratum] -= other.happened[stratum];
                rest.counted[stratum] -= other.counted[stratum];
            }
            return rest;
        }

        double mean() {
            double sum = 0;
            for (int stratum = 0; stratum < counted.length; stratum++) {
                sum += happened[stratum] / counted[stratum];
            }
            return sum / counted.length;
        }

        double influence(int stratum, double event) {
            double share = happened[stratum] / counted[stratum];
            return Double.isNaN(event) ? 0 : (event - share) / counted[stratum] / counted.length;
        }

        int images() {
            return (int) Math.round(Arrays.stream(counted).sum());
        }
    }

    /** A weighted sum of shares of the same images; their variances are known together. */
    public static VotedShare sum(double[] weights, List<VotedShare> shares) {
        double[] variances = shares.stream().mapToDouble(VotedShare::variance).toArray();
        double below = 0;
        double above = 0;
        for (int v = 0; v < weights.length; v++) {
            for (int u = 0; u < weights.length; u++) {
                if (shares.get(v).interval.isEmpty() || shares.get(u).interval.isEmpty()) {
                    return plain(weights, shares, Optional.empty());
                }
                double product = Math.sqrt(variances[v] * variances[u]);
                double ofDifference = v == u || product == 0
                        ? 0
                        : plain(new double[] {1, -1}, List.of(shares.get(v), shares.get(u)), Optional.empty())
                                .variance();
                double correlation = v == u
                        ? 1
                        : product == 0
                                ? 0
                                : Math.max(
                                        -1, Math.min(1, (variances[v] + variances[u] - ofDifference) / (2 * product)));
                double[] ofV = shares.get(v).distances(weights[v]);
                double[] ofU = shares.get(u).distances(weights[u]);
                below += correlation * ofV[0] * ofU[0];
                above += correlation * ofV[1] * ofU[1];
            }
        }
        double value = plain(weights, shares, Optional.empty()).value;
        return plain(
                weights,
                shares,
                Optional.of(
                        new Interval(value - Math.sqrt(Math.max(0, below)), value + Math.sqrt(Math.max(0, above)))));
    }

    /** This less another of the same images. */
    public VotedShare minus(VotedShare other) {
        return sum(new double[] {1, -1}, List.of(this, other));
    }

    private static VotedShare plain(double[] weights, List<VotedShare> shares, Optional<Interval> interval) {
        double value = 0;
        double[] leftOut = new double[shares.get(0).leftOut.length];
        double[] imagesLeftOut = new double[leftOut.length];
        Map<Long, Double> changes = new HashMap<>();
        for (int v = 0; v < weights.length; v++) {
            double weight = weights[v];
            VotedShare share = shares.get(v);
            value += weight * share.value;
            Arrays.setAll(leftOut, group -> leftOut[group] + weight * share.leftOut[group]);
            Arrays.setAll(imagesLeftOut, group -> imagesLeftOut[group] + weight * share.imagesLeftOut[group]);
            share.changes.forEach((where, change) -> changes.merge(where, weight * change, Double::sum));
        }
        return new VotedShare(
                value, leftOut, imagesLeftOut, changes, interval, shares.get(0).images, shares.get(0).worth);
    }

    /** What a weighted share can add below and above, by its interval; signed like the weight. */
    private double[] distances(double weight) {
        double below = weight * (value - interval.orElseThrow().low());
        double above = weight * (interval.orElseThrow().high() - value);
        return weight < 0 ? new double[] {above, below} : new double[] {below, above};
    }

    /**
     * How the share moves without each group: it varies as the share does, and so do differences of the shares of two encoders.
     *
     * @param groups of the images, as they were when the share was counted
     * @param names the same by name
     * @return empty if there is one group only, or some group takes the value away
     */
    public Optional<Influences> influences(int[] groups, List<String> names) {
        if (Double.isNaN(variance())) {
            return Optional.empty();
        }
        Clusters clusters = Clusters.of(new int[groups.length], groups);
        int[] clusterOfGroup = new int[leftOut.length];
        for (int row = 0; row < groups.length; row++) {
            clusterOfGroup[groups[row]] = clusters.of(row);
        }
        double[] changesOfValue = new double[leftOut.length];
        double[] votersKept = new double[leftOut.length];
        for (int group = 0; group < leftOut.length; group++) {
            changesOfValue[clusterOfGroup[group]] = leftOut[group] - value;
            votersKept[clusterOfGroup[group]] = imagesLeftOut[group] - value;
        }
        Map<Long, Double> chance = new HashMap<>();
        long count = leftOut.length;
        changes.forEach((where, change) -> chance.put(
                clusterOfGroup[(int) (where / count)] * count + clusterOfGroup[(int) (where % count)], change));
        return Optional.of(Influences.ofChanges(changesOfValue, clusters, names).ofVotes(votersKept, chance));
    }

    /** NaN if there is one group only, or some group takes the value away. */
    private double variance() {
        double groups = leftOut.length;
        if (groups < 2) {
            return Double.NaN;
        }
        double noise = changes.values().stream()
                .mapToDouble(change -> Math.pow(change * (groups - 1) / groups, 2))
                .sum();
        double seen = squared(Jackknife.of(value, leftOut).standardError()) - noise;
        return Math.max(seen, squared(Jackknife.of(value, imagesLeftOut).standardError()));
    }

    private Optional<Interval> wilson() {
        double variance = worth < Clusters.FEWEST ? Double.NaN : variance();
        if (Double.isNaN(variance)) {
            return Optional.empty();
        }
        double ofOne = value * (1 - value);
        double rows = variance == 0 || ofOne <= 0 ? worth : Math.min(images, ofOne / variance);
        double t = TDistribution.of(worth - 1).inverseCumulativeProbability(0.975);
        return Optional.of(Interval.wilson(value, rows, t));
    }

    private static double squared(double value) {
        return value * value;
    }

    /** The share, or the sum; NaN if no image counts. */
    public double value() {
        return value;
    }

    /** How many images count. */
    public int images() {
        return images;
    }

    /** How many groups have an image that counts. */
    public int groups() {
        return worth;
    }

    /** Its interval; empty if it is of {@linkplain Clusters#FEWEST too few} groups, or some group takes the value away. */
    public Optional<Interval> interval() {
        return interval;
    }
}

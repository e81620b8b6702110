package io.discern.analysis.internal.stats;

import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Influences;
import io.discern.analysis.stats.Jackknife;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The variance of a score of rows that other rows vote on, or train the readers of: both sides vary. A jackknife over clusters that
 * are left out as rows and as voters (readers), less its share of noise.
 *
 * <p>What leaving out g changes in the rows of another cluster h, c_gh, is mostly chance: of g it tells what the clusters h of a stratum have
 * in common, m_gs, the mean over its clusters. The jackknife counts {@code sum_gh (c_gh - m_gs)^2 ((K - 1) / K)^2} for the rest, K clusters in the
 * stratum s of h, which no part of the variance answers to: rows of one cluster vary as their outcomes do, which it counts too.
 *
 * <p>Reference: Efron and Stein, <i>The jackknife estimate of variance</i>, Annals of Statistics 9 (1981) 586-596 (what it sees of
 * second order).
 */
public final class TrainedJackknife {
    private final Clusters clusters;
    private final int[][] strata;
    private final double[] rows;
    private final double[] changes;
    /** By cluster left out, then stratum: the sum of what that changes in the clusters of the stratum, and of its squares. */
    private final Map<Integer, Map<Integer, double[]>> moved = new HashMap<>();

    /**
     * Before anything is said of voters or readers.
     *
     * @param derivatives of the score with respect to the weight of each row
     * @param clusters of the rows
     */
    public TrainedJackknife(double[] derivatives, Clusters clusters) {
        this.clusters = clusters;
        this.strata = clusters.byStratum();
        this.rows = new double[strata.length];
        for (int cluster = 0; cluster < clusters.count(); cluster++) {
            rows[clusters.stratum(cluster)] += clusters.size(cluster);
        }
        this.changes = clusters.sums(derivatives);
        for (int cluster = 0; cluster < changes.length; cluster++) {
            changes[cluster] *= -inflation(cluster);
        }
    }

    /** By how much other rows of its stratum weigh more once a cluster is left out; 0 if there is no other. */
    private double inflation(int without) {
        double all = rows[clusters.stratum(without)];
        double left = all - clusters.size(without);
        return left == 0 ? 0 : all / left;
    }

    /**
     * What leaving out a cluster changes in what the rows of another add to the score.
     *
     * @param without that cluster
     * @param cluster the other one, said once
     * @param change with the weights that rows have while all are there
     */
    public void add(int without, int cluster, double change) {
        int stratum = clusters.stratum(cluster);
        double scaled = change * (stratum == clusters.stratum(without) ? inflation(without) : 1);
        changes[without] += scaled;
        double[] sums = moved.computeIfAbsent(without, unseen -> new HashMap<>())
                .computeIfAbsent(stratum, unseen -> new double[2]);
        sums[0] += scaled;
        sums[1] += scaled * scaled;
    }

    /** By how much the score changes without each cluster. */
    public double[] changes() {
        return changes.clone();
    }

    /**
     * How the score moves without each cluster, so scaled that this varies as much as the score does: chance takes as much of what two
     * readers have in common as of either.
     *
     * @param variance of the score
     * @param groups the name of the group of each row
     */
    public Influences influences(double variance, List<String> groups) {
        return Influences.ofChanges(changes, clusters, groups).scaled(variance);
    }

    /** The variance of the score; may be negative where there is nothing but noise. */
    public double variance() {
        return seen() - noise();
    }

    private double noise() {
        double noise = 0;
        for (Map.Entry<Integer, Map<Integer, double[]>> ofCluster : moved.entrySet()) {
            for (Map.Entry<Integer, double[]> ofStratum : ofCluster.getValue().entrySet()) {
                int stratum = ofStratum.getKey();
                double groups = strata[stratum].length;
                double others = groups - (clusters.stratum(ofCluster.getKey()) == stratum ? 1 : 0);
                double[] sums = ofStratum.getValue();
                // Of a single cluster all may be common.
                double rest =
                        others < 2 ? 0 : Math.max(0, sums[1] - sums[0] * sums[0] / others) * others / (others - 1);
                noise += rest * Math.pow((groups - 1) / groups, 2);
            }
        }
        return noise;
    }

    /** The same with the noise: what the jackknife sees. */
    public double seen() {
        double error = Jackknife.ofStrata(
                        0,
                        Arrays.stream(strata)
                                .map(members -> Arrays.stream(members)
                                        .mapToDouble(cluster -> changes[cluster])
                                        .toArray())
                                .toArray(double[][]::new))
                .standardError();
        return error * error;
    }
}

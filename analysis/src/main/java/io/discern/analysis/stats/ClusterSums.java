package io.discern.analysis.stats;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Sums of values over clusters, from which the mean over strata of the means within strata follows for any choice of clusters.
 * Strata without rows do not count.
 */
final class ClusterSums {
    private final Clusters clusters;
    private final int[][] strata;
    private final double[][] sums;

    /** Sums {@code values[v][row]}. */
    ClusterSums(double[][] values, Clusters clusters) {
        this.clusters = clusters;
        this.strata = Arrays.stream(clusters.byStratum())
                .filter(members -> members.length > 0)
                .toArray(int[][]::new);
        this.sums = new double[values.length][clusters.count()];
        for (int v = 0; v < values.length; v++) {
            if (values[v].length != clusters.rows()) {
                throw new IllegalArgumentException(
                        values[v].length + " values; expected one for each of the " + clusters.rows() + " rows");
            }
            for (int row = 0; row < clusters.rows(); row++) {
                sums[v][clusters.of(row)] += values[v][row];
            }
        }
    }

    /** The means of each v over clusters drawn with replacement, as many as each stratum has. */
    double[] resampled(SplittableRandom random) {
        double[] mean = new double[sums.length];
        double[] sum = new double[sums.length];
        for (int[] members : strata) {
            Arrays.fill(sum, 0);
            long rows = 0;
            for (int draw = 0; draw < members.length; draw++) {
                int cluster = members[random.nextInt(members.length)];
                rows += clusters.size(cluster);
                for (int v = 0; v < sum.length; v++) {
                    sum[v] += sums[v][cluster];
                }
            }
            for (int v = 0; v < mean.length; v++) {
                mean[v] += sum[v] / rows / strata.length;
            }
        }
        return mean;
    }

    /** For each stratum its mean of v, and what that is without each of its clusters. */
    Jackknife[] ofStrata(int v) {
        return Arrays.stream(strata)
                .map(members -> {
                    double sum = 0;
                    long rows = 0;
                    for (int cluster : members) {
                        sum += sums[v][cluster];
                        rows += clusters.size(cluster);
                    }
                    double all = sum;
                    double count = rows;
                    return Jackknife.of(
                            all / count,
                            Arrays.stream(members)
                                    .mapToDouble(cluster -> (all - sums[v][cluster]) / (count - clusters.size(cluster)))
                                    .toArray());
                })
                .toArray(Jackknife[]::new);
    }

    /** The number of clusters of each stratum. */
    double[] clustersOfStrata() {
        return Arrays.stream(strata).mapToDouble(members -> members.length).toArray();
    }

    /** The number of rows of each stratum. */
    double[] rowsOfStrata() {
        return Arrays.stream(strata)
                .mapToDouble(
                        members -> Arrays.stream(members).map(clusters::size).sum())
                .toArray();
    }

    /** The mean of v, and what it is without each cluster of a stratum that has others. */
    Jackknife jackknife(int v) {
        double mean = 0;
        double[] ofStratum = new double[strata.length];
        double[][] leftOut = new double[strata.length][];
        for (int s = 0; s < strata.length; s++) {
            double sum = 0;
            long rows = 0;
            for (int cluster : strata[s]) {
                sum += sums[v][cluster];
                rows += clusters.size(cluster);
            }
            ofStratum[s] = sum / rows;
            mean += ofStratum[s] / strata.length;
            leftOut[s] = new double[strata[s].length];
            for (int i = 0; i < leftOut[s].length && leftOut[s].length > 1; i++) {
                int cluster = strata[s][i];
                leftOut[s][i] = (sum - sums[v][cluster]) / (rows - clusters.size(cluster));
            }
        }
        for (int s = 0; s < strata.length; s++) {
            for (int i = 0; i < leftOut[s].length; i++) {
                leftOut[s][i] = mean + (leftOut[s][i] - ofStratum[s]) / strata.length;
            }
        }
        return Jackknife.ofStrata(mean, leftOut);
    }
}

package io.discern.analysis.stats;

import java.util.Arrays;

/**
 * Rows gathered into clusters: the rows of one group within one stratum (a class). A group that spans several classes falls
 * into one cluster for each. Clusters are numbered in the order of their first row.
 */
public final class Clusters {
    /** The fewest clusters of a stratum with which intervals are given. */
    public static final int FEWEST = 5;

    private final int[] clusterOfRow;
    private final int[] stratumOfCluster;
    private final int[] start;
    private final int[] order;

    private Clusters(int[] clusterOfRow, int[] stratumOfCluster) {
        this.clusterOfRow = clusterOfRow;
        this.stratumOfCluster = stratumOfCluster;
        this.start = new int[stratumOfCluster.length + 1];
        for (int cluster : clusterOfRow) {
            start[cluster + 1]++;
        }
        Arrays.parallelPrefix(start, Integer::sum);
        int[] next = start.clone();
        this.order = new int[clusterOfRow.length];
        for (int row = 0; row < clusterOfRow.length; row++) {
            order[next[clusterOfRow[row]]++] = row;
        }
    }

    /**
     * Gathers rows.
     *
     * @param strata the stratum of each row, from 0
     * @param groups the group of each row
     */
    public static Clusters of(int[] strata, int[] groups) {
        if (strata.length != groups.length) {
            throw new IllegalArgumentException(
                    strata.length + " strata but " + groups.length + " groups; expected one each a row");
        }
        int rows = strata.length;
        int[] clusterOfRow = new int[rows];
        int[] firstRow = new int[rows];
        int clusters = 0;
        // open addressing: a map of objects would take more than all that is kept
        int[] slots = new int[4 * Integer.highestOneBit(Math.max(1, rows))];
        Arrays.fill(slots, -1);
        for (int row = 0; row < rows; row++) {
            int slot = scattered(strata[row], groups[row]) & slots.length - 1;
            while (slots[slot] >= 0
                    && (strata[firstRow[slots[slot]]] != strata[row] || groups[firstRow[slots[slot]]] != groups[row])) {
                slot = slot + 1 & slots.length - 1;
            }
            if (slots[slot] < 0) {
                firstRow[clusters] = row;
                slots[slot] = clusters++;
            }
            clusterOfRow[row] = slots[slot];
        }
        return new Clusters(
                clusterOfRow,
                Arrays.stream(firstRow, 0, clusters).map(row -> strata[row]).toArray());
    }

    /** Multiplied by an odd number near the golden section of 2^32 (Knuth, <i>Sorting and Searching</i>, 6.4), high bits first. */
    private static int scattered(int stratum, int group) {
        return Integer.reverse((stratum * 31 + group) * 0x9e3779b1);
    }

    /** The number of clusters. */
    public int count() {
        return stratumOfCluster.length;
    }

    /** The number of rows. */
    public int rows() {
        return clusterOfRow.length;
    }

    /** The cluster of a row. */
    public int of(int row) {
        return clusterOfRow[row];
    }

    /** The stratum of a cluster. */
    public int stratum(int cluster) {
        return stratumOfCluster[cluster];
    }

    /** The number of rows of a cluster. */
    public int size(int cluster) {
        return start[cluster + 1] - start[cluster];
    }

    /** The {@code i}-th row of a cluster. */
    public int row(int cluster, int i) {
        return order[start[cluster] + i];
    }

    /** The sum of values of the rows, by cluster. */
    public double[] sums(double[] values) {
        double[] sums = new double[count()];
        for (int row = 0; row < values.length; row++) {
            sums[of(row)] += values[row];
        }
        return sums;
    }

    /** Whether every cluster is a single row. */
    public boolean allSingle() {
        return count() == rows();
    }

    /** The clusters of every stratum, in order; a stratum may be empty. */
    public int[][] byStratum() {
        int strata = Arrays.stream(stratumOfCluster).max().orElse(-1) + 1;
        int[][] members = new int[strata][];
        for (int stratum = 0; stratum < strata; stratum++) {
            members[stratum] = membersOf(stratum);
        }
        return members;
    }

    private int[] membersOf(int stratum) {
        int[] members = new int[count()];
        int found = 0;
        for (int cluster = 0; cluster < count(); cluster++) {
            if (stratumOfCluster[cluster] == stratum) {
                members[found++] = cluster;
            }
        }
        return Arrays.copyOf(members, found);
    }

    /**
     * Why no interval is given: in simulations with fewer clusters in a stratum than {@value #FEWEST} none keeps its promise.
     *
     * @return empty if every stratum has enough
     */
    public String few() {
        return fewerThan(FEWEST);
    }

    /**
     * The same of a statistic that asks for more.
     *
     * @param fewest the fewest clusters of a stratum
     */
    public String fewerThan(int fewest) {
        int[][] strata = byStratum();
        int least = Arrays.stream(strata)
                .mapToInt(members -> members.length)
                .filter(members -> members > 0)
                .min()
                .orElse(0);
        return least >= fewest
                ? ""
                : least + (least == 1 ? " group" : " groups") + (strata.length > 1 ? " of one kind" : "")
                        + "; expected at least " + fewest + (strata.length > 1 ? " of each" : "");
    }

    /** Whether some stratum has at least two clusters, so that resampling can change anything. */
    public boolean resamplable() {
        boolean[] seen = new boolean[Arrays.stream(stratumOfCluster).max().orElse(-1) + 1];
        for (int stratum : stratumOfCluster) {
            if (seen[stratum]) {
                return true;
            }
            seen[stratum] = true;
        }
        return false;
    }
}

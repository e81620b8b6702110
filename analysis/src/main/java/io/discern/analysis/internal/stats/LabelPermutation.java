package io.discern.analysis.internal.stats;

import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Labels dealt anew at random, whole clusters at a time: what is measured on them is what chance gives. */
public final class LabelPermutation {
    /** The number of permutations that results of this library average. */
    public static final int REPLICATES = 100;

    private LabelPermutation() {}

    /**
     * The strata of the clusters in random order (Fisher-Yates): each stratum keeps its number of clusters.
     *
     * @return the new stratum of each cluster
     */
    public static int[] ofClusters(Clusters clusters, SplittableRandom random) {
        int[] strata = new int[clusters.count()];
        for (int i = 0; i < strata.length; i++) {
            int j = random.nextInt(i + 1);
            strata[i] = strata[j];
            strata[j] = clusters.stratum(i);
        }
        return strata;
    }

    /**
     * As {@link #ofClusters}, spread over the rows.
     *
     * @return the new stratum of each row
     */
    public static int[] ofRows(Clusters clusters, SplittableRandom random) {
        int[] strata = ofClusters(clusters, random);
        int[] ofRow = new int[clusters.rows()];
        for (int row = 0; row < ofRow.length; row++) {
            ofRow[row] = strata[clusters.of(row)];
        }
        return ofRow;
    }

    /**
     * Labels dealt anew to the clusters within each part, so that parts keep their mix of labels: folds that were made to have each
     * class would be another kind of folds otherwise.
     *
     * @param part of each row, from 0
     * @return the new label of each row
     */
    public static int[] withinParts(int[] labels, int[] groups, int[] part, SplittableRandom random) {
        int[] dealt = new int[labels.length];
        int parts = Arrays.stream(part).max().orElse(-1) + 1;
        for (int p = 0; p < parts; p++) {
            int own = p;
            int[] rows = IntStream.range(0, labels.length)
                    .filter(row -> part[row] == own)
                    .toArray();
            int[] permuted = ofRows(
                    Clusters.of(
                            Arrays.stream(rows).map(row -> labels[row]).toArray(),
                            Arrays.stream(rows).map(row -> groups[row]).toArray()),
                    random);
            for (int i = 0; i < rows.length; i++) {
                dealt[rows[i]] = permuted[i];
            }
        }
        return dealt;
    }
}

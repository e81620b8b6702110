package io.discern.analysis.overlay;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.LabelPermutation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** How well an image's k nearest neighbours of the same class and other groups tell its value of an attribute. */
final class AttributeDetection {
    private final int[] groups;
    private final int[] values;
    private final int k;
    /** The rows of each class that counts. */
    private final List<int[]> classes = new ArrayList<>();
    /** For each row that counts its neighbours; null for the others. */
    private final int[][] neighbors;

    private int skipped;

    /** Finds the neighbours; classes where some image has at most k candidates are skipped. */
    AttributeDetection(LabeledEmbeddings data, int[] values, int k) {
        this.groups = data.groupIndices();
        this.values = values;
        this.k = k;
        this.neighbors = new int[values.length][];
        int[] labels = data.classIndices();
        for (int label = 0; label < data.classes().size(); label++) {
            int wanted = label;
            find(data, IntStream.range(0, labels.length).filter(row -> labels[row] == wanted).toArray());
        }
    }

    private void find(LabeledEmbeddings data, int[] rows) {
        try (LabeledEmbeddings members = data.select(rows)) {
            if (k >= NearestNeighbors.fewestCandidates(members.groupIndices(), members.groupIndices())) {
                skipped++;
                return;
            }
            NearestNeighbors found = NearestNeighbors.leaveGroupOut(members, k);
            for (int i = 0; i < rows.length; i++) {
                int query = i;
                neighbors[rows[i]] = IntStream.range(0, k).map(rank -> rows[found.row(query, rank)]).toArray();
            }
            classes.add(rows);
        }
    }

    /** Whether any class counts. */
    boolean possible() {
        return !classes.isEmpty();
    }

    /** The rows of the classes that count. */
    int[] counted() {
        return IntStream.range(0, neighbors.length).filter(row -> neighbors[row] != null).toArray();
    }

    /** For each counted row, 1 if most of its neighbours have its value; of equally many the first value counts. */
    double[] right(int[] dealt) {
        int names = Arrays.stream(values).max().orElseThrow() + 1;
        return Arrays.stream(counted())
                .mapToDouble(row -> {
                    int[] votes = new int[names];
                    int winner = 0;
                    for (int neighbor : neighbors[row]) {
                        votes[dealt[neighbor]]++;
                    }
                    for (int value = 1; value < names; value++) {
                        winner = votes[value] > votes[winner] ? value : winner;
                    }
                    return winner == dealt[row] ? 1 : 0;
                })
                .toArray();
    }

    /** The mean over the values of the share of their counted rows that are told right. */
    double balanced(int[] dealt) {
        int[] counted = counted();
        double[] right = right(dealt);
        return Arrays.stream(counted).map(row -> dealt[row]).distinct()
                .mapToDouble(value -> IntStream.range(0, counted.length)
                        .filter(i -> dealt[counted[i]] == value)
                        .mapToDouble(i -> right[i])
                        .average()
                        .orElseThrow())
                .average()
                .orElseThrow();
    }

    /** The mean when the values are dealt anew to the groups of each class. */
    double chance(long seed) {
        SplittableRandom[] random = Bootstrap.streams(seed, LabelPermutation.REPLICATES);
        return Arrays.stream(random).mapToDouble(stream -> balanced(dealt(stream))).average().orElseThrow();
    }

    private int[] dealt(SplittableRandom random) {
        int[] dealt = values.clone();
        for (int[] rows : classes) {
            Clusters clusters = Clusters.of(
                    Arrays.stream(rows).map(row -> values[row]).toArray(),
                    Arrays.stream(rows).map(row -> groups[row]).toArray());
            int[] anew = LabelPermutation.ofRows(clusters, random);
            IntStream.range(0, rows.length).forEach(i -> dealt[rows[i]] = anew[i]);
        }
        return dealt;
    }

    /** What to say of the classes. */
    String note() {
        return skipped == 0
                ? ""
                : skipped + " classes skipped, where some image has no more than " + k + " images of other groups";
    }
}

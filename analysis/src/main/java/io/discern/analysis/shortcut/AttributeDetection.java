package io.discern.analysis.shortcut;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.neighbors.Votes;
import io.discern.analysis.internal.overlay.measure.OverlayRows;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.ConfusionMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** How well an image's k nearest neighbours of the same class and other groups tell its value of an attribute. */
final class AttributeDetection {

    /**
     * A class that counts.
     *
     * @param rows its rows, ascending
     * @param neighbors of each of them, among them
     * @param clusters their groups, by value
     */
    private record Members(int[] rows, NearestNeighbors neighbors, Clusters clusters) {}

    private final int[] values;
    private final int names;
    private final int k;
    private final List<Members> classes = new ArrayList<>();
    private final int[] counted;
    private final int skipped;

    /** Finds the neighbours; classes where some image has at most k candidates are skipped. */
    AttributeDetection(LabeledEmbeddings data, int[] values, int k) {
        this.values = values;
        this.names = Arrays.stream(values).max().orElseThrow() + 1;
        this.k = k;
        int[] labels = data.classIndices();
        for (int label = 0; label < data.classes().size(); label++) {
            int wanted = label;
            find(
                    data,
                    IntStream.range(0, labels.length)
                            .filter(row -> labels[row] == wanted)
                            .toArray());
        }
        this.counted = classes.stream()
                .flatMapToInt(members -> Arrays.stream(members.rows))
                .sorted()
                .toArray();
        this.skipped = data.classes().size() - classes.size();
    }

    private void find(LabeledEmbeddings data, int[] rows) {
        try (LabeledEmbeddings members = data.select(rows)) {
            int[] groups = members.groupIndices();
            if (k < NearestNeighbors.fewestCandidates(groups, groups)) {
                Clusters clusters = Clusters.of(OverlayRows.pick(values, rows), groups);
                classes.add(new Members(rows, NearestNeighbors.leaveGroupOut(members, k), clusters));
            }
        }
    }

    /** Whether any class counts. */
    boolean possible() {
        return !classes.isEmpty();
    }

    /** The rows of the classes that count. */
    int[] counted() {
        return counted;
    }

    /** What each row is taken for, if the others have these values; of equally many votes the first value counts. */
    private int[] told(int[] dealt) {
        int[] told = new int[dealt.length];
        for (Members members : classes) {
            int[] ofMembers = Votes.majority(members.neighbors, k, OverlayRows.pick(dealt, members.rows), names);
            for (int i = 0; i < members.rows.length; i++) {
                told[members.rows[i]] = ofMembers[i];
            }
        }
        return told;
    }

    /** For each counted row, 1 if most of its neighbours have its value. */
    double[] right() {
        int[] told = told(values);
        return Arrays.stream(counted)
                .mapToDouble(row -> told[row] == values[row] ? 1 : 0)
                .toArray();
    }

    /** The mean over the values of the share of their counted rows that are told right. */
    double balanced() {
        return balanced(values);
    }

    private double balanced(int[] dealt) {
        int[] told = told(dealt);
        return ConfusionMatrix.of(OverlayRows.pick(dealt, counted), OverlayRows.pick(told, counted), names)
                .balanced();
    }

    /** The mean when the values are dealt anew to the groups of each class. */
    double chance(long seed) {
        SplittableRandom[] random = Bootstrap.streams(seed, LabelPermutation.REPLICATES);
        return Arrays.stream(random)
                .mapToDouble(stream -> balanced(dealt(stream)))
                .average()
                .orElseThrow();
    }

    private int[] dealt(SplittableRandom random) {
        int[] dealt = values.clone();
        for (Members members : classes) {
            int[] anew = LabelPermutation.ofRows(members.clusters, random);
            IntStream.range(0, anew.length).forEach(i -> dealt[members.rows[i]] = anew[i]);
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

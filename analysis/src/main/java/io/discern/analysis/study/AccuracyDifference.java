package io.discern.analysis.study;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.neighbors.Votes;
import io.discern.analysis.internal.stats.McNemar;
import io.discern.analysis.internal.stats.PermutationTest;
import io.discern.analysis.internal.stats.SignFlip;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.neighbors.Voting;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * By how much the first of two encoders classifies more of the same images rightly than the second: the difference of their
 * 5-NN accuracies, images of a group left out together.
 */
final class AccuracyDifference {
    static final int K = 5;

    private AccuracyDifference() {}

    /** The difference and its p-value that cannot be had. */
    static List<MetricResult> absent(LabeledEmbeddings a, String reason, long seed) {
        return List.of(
                MetricResult.absent(PairedKey.difference(), reason, a, seed),
                MetricResult.absent(PairedKey.of(PairedKey.Test.P), reason, a, seed));
    }

    /**
     * Tests.
     *
     * @param a the rows of the first encoder, for their classes and groups
     * @param rightInA which of them it gets {@link #right}
     * @param rightInB which of the same images in the same order the second does
     */
    static List<MetricResult> test(LabeledEmbeddings a, boolean[] rightInA, boolean[] rightInB, long seed) {
        double[] differences = new double[a.rows()];
        Arrays.setAll(differences, row -> (rightInA[row] ? 1 : 0) - (rightInB[row] ? 1 : 0));
        int[] groups = a.groupIndices();
        PermutationTest test = SignFlip.test(differences, groups, seed);
        MetricResult difference = MetricResult.of(PairedKey.difference(), test.observed(), a, seed)
                .withNull(0)
                .withNote("the first encoder's accuracy minus the second's");
        List<MetricResult> results = new ArrayList<>();
        Clusters clusters = Clusters.of(new int[groups.length], groups);
        results.add(Bootstrap.seeded(seed)
                .strataMeans(new double[][] {differences}, clusters)
                .map(intervals -> difference.withInterval(intervals.get(0), "holds the voters fixed"))
                .orElseGet(() -> difference.withoutInterval(clusters.few())));
        results.add(MetricResult.of(PairedKey.of(PairedKey.Test.P), test.p(), a, seed)
                .withNote("two-sided, signs of whole groups flipped, " + test.permutations() + " patterns"));
        if (!a.grouped()) {
            results.add(MetricResult.of(
                    PairedKey.of(PairedKey.Test.MCNEMAR),
                    McNemar.of(rightInA, rightInB).midP(),
                    a,
                    seed));
        }
        return results;
    }

    /** Why nothing can be classified; empty if it can. */
    static String reasonAgainst(LabeledEmbeddings data) {
        if (data.classes().size() < 2) {
            return "one class only (" + data.classes().get(0) + "); expected at least two";
        }
        int[] groups = data.groupIndices();
        int candidates = NearestNeighbors.fewestCandidates(pick(groups, asked(data)), pick(groups, voters(data)));
        return K < candidates
                ? ""
                : "k = " + K + ", but a row has only " + candidates + " candidates; expected k below that";
    }

    /** The rows that are classified: those of the test split where there are training and test rows, else all. */
    static int[] asked(LabeledEmbeddings data) {
        return ofSplit(data, LabeledEmbeddings.TEST);
    }

    private static int[] voters(LabeledEmbeddings data) {
        return ofSplit(data, LabeledEmbeddings.TRAIN);
    }

    private static int[] ofSplit(LabeledEmbeddings data, String split) {
        return data.trainAndTest()
                ? data.rowsOf(split)
                : IntStream.range(0, data.rows()).toArray();
    }

    private static int[] pick(int[] values, int[] rows) {
        return Arrays.stream(rows).map(row -> values[row]).toArray();
    }

    /** Which of the rows {@link #asked} their five nearest classify rightly; none of the rows may be zero. */
    static boolean[] right(LabeledEmbeddings data) {
        int[] labels = data.classIndices();
        int[] truth = pick(labels, asked(data));
        int[] bankLabels = pick(labels, voters(data));
        Votes votes = Votes.of(
                neighbors(data),
                K,
                Voting.MAJORITY,
                truth,
                bankLabels,
                data.classes().size());
        boolean[] right = new boolean[truth.length];
        for (int row = 0; row < right.length; row++) {
            right[row] = votes.predicted(row) == truth[row];
        }
        return right;
    }

    private static NearestNeighbors neighbors(LabeledEmbeddings data) {
        if (!data.trainAndTest()) {
            return NearestNeighbors.leaveGroupOut(data, K);
        }
        int[] groups = data.groupIndices();
        try (LabeledEmbeddings queries = data.select(asked(data));
                LabeledEmbeddings bank = data.select(voters(data))) {
            return NearestNeighbors.find(queries, pick(groups, asked(data)), bank, pick(groups, voters(data)), K);
        }
    }
}

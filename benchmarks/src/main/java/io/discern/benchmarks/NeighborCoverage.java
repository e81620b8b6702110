package io.discern.benchmarks;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.neighbors.Votes;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.stats.Bootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Intervals of leave-one-out accuracies of k-NN. */
final class NeighborCoverage {
    private NeighborCoverage() {}

    static void print(CoverageTable table) {
        for (ClusteredRows design : List.of(
                new ClusteredRows(new int[] {25, 25, 25, 25}, 1, 8, 2, 0),
                new ClusteredRows(new int[] {100, 60, 30, 10}, 1, 8, 2, 0),
                new ClusteredRows(new int[] {15, 15, 15}, 5, 8, 2, 0.5),
                new ClusteredRows(new int[] {40, 25, 15}, 5, 8, 2, 0.5))) {
            String scheme = design.mostRows() > 1 ? "group-loo" : "loo";
            Map<String, Double> truths =
                    Map.of(scheme + ",k=5,micro", truth(design, false), scheme + ",k=5,balanced", truth(design, true));
            table.rows(design.toString(), truths, (random, seed) -> {
                try (LabeledEmbeddings data = design.draw(random)) {
                    return KnnAccuracy.of(5).measure(data, seed);
                }
            });
        }
    }

    /** The accuracy that such data have on average. */
    private static double truth(ClusteredRows design, boolean balanced) {
        return Arrays.stream(Bootstrap.streams(7, 3000))
                .parallel()
                .mapToDouble(random -> {
                    try (LabeledEmbeddings data = design.draw(random)) {
                        return accuracy(data, balanced);
                    }
                })
                .average()
                .orElseThrow();
    }

    private static double accuracy(LabeledEmbeddings data, boolean balanced) {
        NearestNeighbors near = NearestNeighbors.leaveGroupOut(data, 5);
        int[] labels = data.classIndices();
        double[] right = new double[data.classes().size()];
        int[] voted = Votes.majority(near, 5, labels, right.length);
        for (int row = 0; row < labels.length; row++) {
            right[labels[row]] += voted[row] == labels[row] ? 1 : 0;
        }
        return balanced
                ? IntStream.range(0, right.length)
                        .mapToDouble(c -> right[c] / data.classCount(c))
                        .average()
                        .orElseThrow()
                : Arrays.stream(right).sum() / labels.length;
    }
}

package io.discern.analysis.shortcut;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.neighbors.Votes;
import io.discern.analysis.internal.overlay.measure.ImageShares;
import io.discern.analysis.internal.overlay.measure.OverlayRows;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** k-NN accuracy of the class when no neighbour shares the image's value of an attribute. */
final class ValueLeftOut {
    /** Each needs a search of its own. */
    private static final int PERMUTATIONS = 20;

    private final LabeledEmbeddings data;
    private final int[] values;
    private final List<String> names;
    private final int k;
    private final int[] groups;

    ValueLeftOut(LabeledEmbeddings data, int[] values, List<String> names, int k) {
        this.data = data;
        this.values = values;
        this.names = names;
        this.k = k;
        this.groups = data.groupIndices();
    }

    /** Adds the accuracy, and the drop against leaving out the image's group alone. */
    void add(ResultKey accuracy, ResultKey drop, OverlayRows rows, long seed) {
        Optional<String> reason = reasonAgainst();
        if (reason.isPresent()) {
            rows.absent(accuracy, reason.get());
            rows.absent(drop, reason.get());
            return;
        }
        double[] without = right(values);
        int[] labels = data.classIndices();
        double[] withAll = right(NearestNeighbors.leaveGroupOut(data, k), labels, labels);
        Clusters clusters = Clusters.of(values, groups);
        double chance = Arrays.stream(Bootstrap.streams(seed, PERMUTATIONS))
                .map(stream -> right(LabelPermutation.ofRows(clusters, stream)))
                .mapToDouble(dealt -> rows.balanced(OverlayRows.minus(withAll, dealt)))
                .average()
                .orElseThrow();
        rows.balanced(accuracy, ImageShares.of(without), OptionalDouble.empty(), "");
        rows.balanced(
                drop,
                ImageShares.difference(withAll, without),
                OptionalDouble.of(chance),
                "null: " + PERMUTATIONS
                        + " times with values dealt anew to groups, so with as many neighbours left out");
    }

    private Optional<String> reasonAgainst() {
        for (int value = 0; value < names.size(); value++) {
            int[] bank = OverlayRows.pick(groups, rows(values, value, false));
            if (k >= NearestNeighbors.fewestCandidates(bank, bank)) {
                return Optional.of("only " + bank.length + " images have another value than " + names.get(value)
                        + "; expected more than k = " + k + " besides those of any one group");
            }
        }
        return Optional.empty();
    }

    private static int[] rows(int[] dealt, int value, boolean having) {
        return IntStream.range(0, dealt.length)
                .filter(row -> (dealt[row] == value) == having)
                .toArray();
    }

    /** For each image, 1 if the images of other values and groups vote for its class. */
    private double[] right(int[] dealt) {
        int[] labels = data.classIndices();
        double[] right = new double[dealt.length];
        for (int value = 0; value < names.size(); value++) {
            int[] of = rows(dealt, value, true);
            int[] others = rows(dealt, value, false);
            try (LabeledEmbeddings queries = data.select(of);
                    LabeledEmbeddings bank = data.select(others)) {
                NearestNeighbors neighbors = NearestNeighbors.find(
                        queries, OverlayRows.pick(groups, of), bank, OverlayRows.pick(groups, others), k);
                double[] some = right(neighbors, OverlayRows.pick(labels, of), OverlayRows.pick(labels, others));
                for (int i = 0; i < of.length; i++) {
                    right[of[i]] = some[i];
                }
            }
        }
        return right;
    }

    private double[] right(NearestNeighbors neighbors, int[] labels, int[] bankLabels) {
        int[] voted = Votes.majority(neighbors, k, bankLabels, data.classes().size());
        return IntStream.range(0, labels.length)
                .mapToDouble(row -> voted[row] == labels[row] ? 1 : 0)
                .toArray();
    }
}

package io.discern.analysis.overlay;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.neighbors.NearestNeighbors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The classes that the k nearest images of other groups vote for: an image never sees itself, in whatever condition.
 * Predictions against the clean bank are kept, because several measures ask for them.
 */
final class ClassVotes {
    private final AlignedImages images;
    private final int k;
    private final int[] groups;
    private final int[] labels;
    private final Map<LabeledEmbeddings, int[]> againstClean = new HashMap<>();

    ClassVotes(AlignedImages images, int k) {
        this.images = images;
        this.k = k;
        this.groups = images.clean().groupIndices();
        this.labels = images.clean().classIndices();
    }

    int k() {
        return k;
    }

    /** Why nothing can be voted; empty if it can. */
    Optional<String> reasonAgainst() {
        return k < NearestNeighbors.fewestCandidates(groups, groups)
                ? Optional.empty()
                : Optional.of(
                        "k = " + k + ", but some image has no more than k clean images of other groups; expected more");
    }

    /** What clean images are taken for. */
    int[] clean() {
        return of(images.clean());
    }

    /** What the images in a condition are taken for, by clean images. */
    int[] of(OverlayCondition condition) {
        return of(images.in(condition));
    }

    private int[] of(LabeledEmbeddings queries) {
        return againstClean.computeIfAbsent(queries, unseen -> of(unseen, images.clean()));
    }

    /** What the queries are taken for by a bank; row {@code i} of both is image {@code i}. */
    int[] of(LabeledEmbeddings queries, LabeledEmbeddings bank) {
        NearestNeighbors neighbors = NearestNeighbors.find(queries, groups, bank, groups, k);
        return IntStream.range(0, queries.rows())
                .map(row ->
                        neighbors.vote(row, k, labels, images.clean().classes().size()))
                .toArray();
    }

    /** 1 where a prediction is the image's class, else 0. */
    double[] right(int[] predicted) {
        return IntStream.range(0, predicted.length)
                .mapToDouble(row -> predicted[row] == labels[row] ? 1 : 0)
                .toArray();
    }

    /** The images whose wrong label names a class that the prediction is not, so that a change to it can happen. */
    int[] canTurn(int[] predicted) {
        int[] named = images.named();
        return IntStream.range(0, predicted.length)
                .filter(row -> named[row] >= 0 && predicted[row] != named[row])
                .toArray();
    }

    /** For the given images, 1 where the predictions differ. */
    static double[] differ(int[] rows, int[] a, int[] b) {
        return Arrays.stream(rows).mapToDouble(row -> a[row] == b[row] ? 0 : 1).toArray();
    }
}

package io.discern.analysis.overlay.run;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.neighbors.Votes;
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
public final class ClassVotes {
    private final AlignedImages images;
    private final int k;
    private final int[] groups;
    private final int[] labels;
    private final Map<LabeledEmbeddings, int[]> againstClean = new HashMap<>();

    /** Of votes of k neighbours. */
    public ClassVotes(AlignedImages images, int k) {
        this.images = images;
        this.k = k;
        this.groups = images.clean().groupIndices();
        this.labels = images.clean().classIndices();
    }

    /** How many neighbours vote. */
    public int k() {
        return k;
    }

    /** Why nothing can be voted; empty if it can. */
    public Optional<String> reasonAgainst() {
        return k < NearestNeighbors.fewestCandidates(groups, groups)
                ? Optional.empty()
                : Optional.of(
                        "k = " + k + ", but some image has no more than k clean images of other groups; expected more");
    }

    /** What clean images are taken for. */
    public int[] clean() {
        return of(images.clean());
    }

    /** What the images in a condition are taken for, by clean images. */
    public int[] of(OverlayCondition condition) {
        return of(images.in(condition));
    }

    private int[] of(LabeledEmbeddings queries) {
        return againstClean.computeIfAbsent(queries, unseen -> of(unseen, images.clean()));
    }

    /** What the queries are taken for by a bank; row {@code i} of both is image {@code i}. */
    public int[] of(LabeledEmbeddings queries, LabeledEmbeddings bank) {
        NearestNeighbors neighbors = NearestNeighbors.find(queries, groups, bank, groups, k);
        return Votes.majority(neighbors, k, labels, images.clean().classes().size());
    }

    /** 1 where a prediction is the image's class, else 0. */
    public double[] right(int[] predicted) {
        return IntStream.range(0, predicted.length)
                .mapToDouble(row -> predicted[row] == labels[row] ? 1 : 0)
                .toArray();
    }

    /** The images whose wrong label names a class that the prediction is not, so that a change to it can happen. */
    public int[] canTurn(int[] predicted) {
        int[] named = images.named();
        return IntStream.range(0, predicted.length)
                .filter(row -> named[row] >= 0 && predicted[row] != named[row])
                .toArray();
    }

    /** For the given images, 1 where the predictions differ. */
    public static double[] differ(int[] rows, int[] a, int[] b) {
        return Arrays.stream(rows).mapToDouble(row -> a[row] == b[row] ? 0 : 1).toArray();
    }
}

package io.discern.analysis.internal.overlay.run;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.overlay.run.Condition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The classes that the k nearest images of other groups vote for, of several the one that sorts first: an image never sees
 * itself, in whatever condition. Votes of the clean bank are kept, because several measures ask for them.
 */
public final class ClassVotes {
    /** About 400 MB of neighbours; beyond, voters count as fixed. */
    private static final long MOST_NEIGHBORS = 1L << 25;

    private final AlignedImages images;
    private final int k;
    private final int[] groups;
    private final int[] labels;
    private final int largestGroup;
    private final Map<LabeledEmbeddings, Taken> againstClean = new HashMap<>();

    /** Of votes of k neighbours. */
    public ClassVotes(AlignedImages images, int k) {
        this.images = images;
        this.k = k;
        this.groups = images.clean().groupIndices();
        this.labels = images.clean().classIndices();
        this.largestGroup = groups.length - NearestNeighbors.fewestCandidates(groups, groups);
    }

    /** How many neighbours vote. */
    public int k() {
        return k;
    }

    /** Why nothing can be voted; empty if it can. */
    public Optional<String> reasonAgainst() {
        return k < groups.length - largestGroup
                ? Optional.empty()
                : Optional.of(
                        "k = " + k + ", but some image has no more than k clean images of other groups; expected more");
    }

    /** Whether it is known what would be voted without any one group; if not, for notes, why. */
    public String remark() {
        return votersLeftOut() ? "" : "the interval holds the voters fixed: too many images to leave groups out";
    }

    private boolean votersLeftOut() {
        return (long) groups.length * (k + largestGroup) <= MOST_NEIGHBORS;
    }

    /** What clean images are taken for. */
    public Taken clean() {
        return of(images.clean());
    }

    /** What the images in a condition are taken for, by clean images. */
    public Taken of(Condition condition) {
        return of(images.in(condition));
    }

    private Taken of(LabeledEmbeddings queries) {
        return againstClean.computeIfAbsent(queries, unseen -> of(unseen, images.clean()));
    }

    /** What the queries are taken for by a bank; row {@code i} of both is image {@code i}. */
    public Taken of(LabeledEmbeddings queries, LabeledEmbeddings bank) {
        int depth = votersLeftOut() ? k + largestGroup : k;
        NearestNeighbors neighbors = NearestNeighbors.find(queries, groups, bank, groups, depth);
        int[] classes = new int[groups.length];
        int[][] voters = new int[groups.length][];
        int[][] without = new int[groups.length][];
        for (int query = 0; query < classes.length; query++) {
            int image = query;
            classes[image] = winner(neighbors, image, -1);
            int[] changing = IntStream.range(0, votersLeftOut() ? k : 0)
                    .map(rank -> groups[neighbors.row(image, rank)])
                    .distinct()
                    .filter(group -> winner(neighbors, image, group) != classes[image])
                    .toArray();
            voters[image] = changing;
            without[image] = Arrays.stream(changing)
                    .map(group -> winner(neighbors, image, group))
                    .toArray();
        }
        return new Taken(classes, voters, without);
    }

    /** By the k nearest outside a group, or the fewer that there are. */
    private int winner(NearestNeighbors neighbors, int query, int outside) {
        int[] votes = new int[images.clean().classes().size()];
        int voted = 0;
        for (int rank = 0; voted < k && rank < neighbors.found(query); rank++) {
            int row = neighbors.row(query, rank);
            if (groups[row] != outside) {
                votes[labels[row]]++;
                voted++;
            }
        }
        int winner = 0;
        for (int label = 1; label < votes.length; label++) {
            winner = votes[label] > votes[winner] ? label : winner;
        }
        return winner;
    }

    /** 1 where an image is taken for its class, else 0. */
    public double[] right(int[] classes) {
        return IntStream.range(0, classes.length)
                .mapToDouble(row -> classes[row] == labels[row] ? 1 : 0)
                .toArray();
    }
}

package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.overlay.run.PickedRows;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.measure.VoteKeys.Purity;
import io.discern.analysis.overlay.measure.VoteKeys.Same;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What gathers in a bank that holds every image once with each marker: the share of an overlaid image's k nearest neighbours,
 * other versions of its own image and group left out, that carry the same string, and that have the same class. Null values:
 * what chance gives, {@code 1/S} for S strings and {@code (n_c - g_c)/(n - g)} for the class, g the image's own group. The
 * controls are the same bank with scrambled strings.
 */
public final class StringPurity implements SuiteMeasure {
    private static final int NEIGHBORS = 10;

    @Override
    public void measure(SuiteEvidence evidence, OverlayRows rows) {
        List<OverlayText> strings = evidence.plan().strings();
        String reason = strings.size() < 2
                ? "the plan has " + strings.size() + " markers that say the same on every image; expected two or more"
                : tooFew(evidence, strings.size());
        for (OverlayInk ink : List.of(OverlayInk.TEXT, OverlayInk.SCRAMBLED)) {
            Purity ofString = new Purity(Same.STRING, ink == OverlayInk.SCRAMBLED, NEIGHBORS);
            Purity ofClass = new Purity(Same.CLASS, ink == OverlayInk.SCRAMBLED, NEIGHBORS);
            if (!reason.isEmpty()) {
                rows.absent(ofString, reason);
                rows.absent(ofClass, reason);
                continue;
            }
            double[][] shares = shares(evidence, strings, ink);
            add(ofString, shares[0], 1.0 / strings.size(), rows);
            add(ofClass, shares[1], classChance(evidence.images().clean()), rows);
        }
    }

    private static void add(Purity key, double[] shares, double chance, OverlayRows rows) {
        rows.plain(
                key,
                OverlayRows.mean(shares),
                OptionalDouble.of(chance),
                "",
                "other images would be other neighbours, which a share of these images does not tell");
    }

    private static String tooFew(SuiteEvidence evidence, int strings) {
        int[] groups = evidence.images().clean().groupIndices();
        int candidates = strings * NearestNeighbors.fewestCandidates(groups, groups);
        return NEIGHBORS < candidates
                ? ""
                : "k = " + NEIGHBORS + ", but an image has only " + candidates + " candidates; expected more";
    }

    /** For each image, over its versions, the mean share of neighbours with the same string and of the same class. */
    private static double[][] shares(SuiteEvidence evidence, List<OverlayText> strings, OverlayInk ink) {
        int images = evidence.images().count();
        List<LabeledEmbeddings> parts = strings.stream()
                .map(text -> evidence.images().in(evidence.plan().marker(text, ink)))
                .toList();
        double[][] shares = new double[2][images];
        try (LabeledEmbeddings bank = PickedRows.stacked(parts)) {
            int[] labels = bank.classIndices();
            NearestNeighbors neighbors = NearestNeighbors.leaveGroupOut(bank, NEIGHBORS);
            for (int query = 0; query < bank.rows(); query++) {
                for (int rank = 0; rank < NEIGHBORS; rank++) {
                    int found = neighbors.row(query, rank);
                    shares[0][query % images] += found / images == query / images ? 1 : 0;
                    shares[1][query % images] += labels[found] == labels[query] ? 1 : 0;
                }
            }
        }
        for (double[] share : shares) {
            Arrays.setAll(share, image -> share[image] / (NEIGHBORS * strings.size()));
        }
        return shares;
    }

    private static double classChance(LabeledEmbeddings images) {
        int[] labels = images.classIndices();
        int[] groups = images.groupIndices();
        Clusters ofGroup = Clusters.of(new int[labels.length], groups);
        Clusters ofGroupAndClass = Clusters.of(labels, groups);
        return IntStream.range(0, labels.length)
                .mapToDouble(row -> {
                    int own = ofGroupAndClass.size(ofGroupAndClass.of(row));
                    return (images.classCount(labels[row]) - own)
                            / (double) (images.rows() - ofGroup.size(ofGroup.of(row)));
                })
                .average()
                .orElseThrow();
    }
}

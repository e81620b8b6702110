package io.discern.analysis.retrieval;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.stats.Clusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How early the texts that fit an image come when all texts are ordered by cosine to it ({@code image-to-text,...}), and the
 * images that fit a text ({@code text-to-image,...}). Image and text fit when their labels are equal, so that several captions
 * of one image, or several images of one caption, are all positives.
 *
 * <p>Measures and exclusions are those of {@link ClassRetrieval}; the null value is the mean over permutations of the images' labels, whole
 * groups at a time; a query whose label the other side does not have
 * is left out and counted. <b>Interval.</b> Of {@code image-to-text} by the images' values, groups kept
 * together, the texts held fixed: of hit rates {@link io.discern.analysis.stats.ShareIntervals}, else percentile bootstrap. None of {@code
 * text-to-image}: other images would move it as candidates.
 *
 * <p>Reference: Radford et al., <i>Learning transferable visual models from natural language supervision</i>, ICML 2021, sec.
 * 3.1 and appendix E (their recall@k is {@code hit-rate}).
 */
public final class CrossModalRetrieval {
    private final List<Integer> ks;

    private CrossModalRetrieval(List<Integer> ks) {
        this.ks = ks;
    }

    /** With the given numbers of rows looked at. */
    public static CrossModalRetrieval of(int... ks) {
        return new CrossModalRetrieval(ClassRetrieval.checked(ks));
    }

    /**
     * Measures both directions.
     *
     * @param images n x d, labelled by what they show
     * @param texts m x d, labelled by what they describe
     * @param seed decides the intervals
     * @throws IllegalArgumentException if the lengths of the rows differ
     */
    public List<MetricResult> measure(LabeledEmbeddings images, LabeledEmbeddings texts, long seed) {
        if (images.dim() != texts.dim()) {
            throw new IllegalArgumentException(
                    "images of " + images.dim() + " components, texts of " + texts.dim() + "; expected the same");
        }
        List<MetricResult> results =
                new ArrayList<>(direction(ClassRetrieval.Scope.IMAGE_TO_TEXT, images, texts, images, seed));
        results.addAll(direction(ClassRetrieval.Scope.TEXT_TO_IMAGE, texts, images, images, seed));
        return results;
    }

    private List<MetricResult> direction(
            ClassRetrieval.Scope scope,
            LabeledEmbeddings queries,
            LabeledEmbeddings bank,
            LabeledEmbeddings images,
            long seed) {
        RetrievalResults results =
                new RetrievalResults(scope, queries, RetrievalMeasure.all(ks), images == queries, seed);
        int zero = queries.zeroRows().length + bank.zeroRows().length;
        if (zero > 0) {
            return results.absent(zero + " zero rows, which have no direction; leave them out");
        }
        int[] none = new int[queries.rows()];
        Arrays.fill(none, -1);
        Search search = new Search(queries, none, bank, new int[bank.rows()]);
        return results.of(
                search,
                "",
                random -> images == queries
                        ? new RetrievalResults.Labels(
                                LabelPermutation.ofRows(
                                        Clusters.of(images.classIndices(), images.groupIndices()), random),
                                search.labelsOfBank())
                        : new RetrievalResults.Labels(queries.classIndices(), search.dealtBank(random)));
    }
}

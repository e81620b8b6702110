package io.discern.analysis.geometry;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.linalg.PermutedSums;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.InfinitesimalJackknife;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far the images of an encoder lie from its texts.
 *
 * <p>With m and t the mean unit row of images and of texts: {@code modality-gap = |m - t|}, in [0, 2]; {@code image-text-cosine
 * = m.t}, the mean cosine over all pairs of an image and a text, in [-1, 1].
 *
 * <p><b>Interval.</b> Infinitesimal jackknife over groups of images; texts are fixed, as prompts are. <b>Null value.</b> Of the gap,
 * the mean over permutations that deal rows to the two sides, whole groups at a time. Zero rows are left out and counted.
 *
 * <p>Reference: Liang et al., <i>Mind the gap</i>, NeurIPS (2022), sec. 2.
 */
public final class ModalityGap {
    /** The two. */
    public enum Key implements ResultKey {
        /** The distance of the mean rows. */
        GAP("modality-gap"),
        /** The mean cosine of an image and a text. */
        COSINE("image-text-cosine");

        private final String variant;

        Key(String variant) {
            this.variant = variant;
        }

        @Override
        public String metric() {
            return SpectralRanks.NAME;
        }

        @Override
        public String variant() {
            return variant;
        }
    }

    private ModalityGap() {}

    /**
     * Measures.
     *
     * @param images n x d
     * @param texts m x d, of the same encoder
     * @return two results, of which n is n + m
     * @throws IllegalArgumentException if the lengths of rows differ
     */
    public static List<MetricResult> measure(LabeledEmbeddings images, LabeledEmbeddings texts, long seed) {
        if (images.dim() != texts.dim()) {
            throw new IllegalArgumentException("images of " + images.dim() + " components, texts of " + texts.dim()
                    + "; expected the same, from one encoder");
        }
        return Directions.measure(
                List.of(Key.values()),
                images,
                seed,
                someImages -> Directions.measure(
                        List.of(Key.values()), texts, seed, someTexts -> of(someImages, someTexts, seed)));
    }

    private static List<MetricResult> of(LabeledEmbeddings images, LabeledEmbeddings texts, long seed) {
        double[] m = Rows.unit(images).mean();
        double[] t = Rows.unit(texts).mean();
        double[] gap = new double[m.length];
        Arrays.setAll(gap, j -> m[j] - t[j]);
        double size = Math.sqrt(dot(gap, gap));
        double cosine = dot(m, t);
        int all = images.rows() + texts.rows();
        double[] ofGap = new double[images.rows()];
        double[] ofCosine = new double[images.rows()];
        Products.dots(Rows.unit(images).centered(), new double[][] {gap, t}, (row, products) -> {
            ofGap[row] = size == 0 ? 0 : products[0] / images.rows() / size;
            ofCosine[row] = products[1] / images.rows();
        });
        return List.of(
                withInterval(MetricResult.of(Key.GAP, size, images, seed), ofGap, 0, 2, images)
                        .withN(all)
                        .withNull(chance(images, texts, seed)),
                withInterval(MetricResult.of(Key.COSINE, cosine, images, seed), ofCosine, -1, 1, images)
                        .withN(all));
    }

    private static MetricResult withInterval(
            MetricResult result, double[] derivatives, double least, double most, LabeledEmbeddings images) {
        Clusters clusters = Clusters.of(new int[images.rows()], images.groupIndices());
        return InfinitesimalJackknife.interval(result.value().orElseThrow(), derivatives, clusters)
                .map(interval -> result.withInterval(interval.cut(least, most), "holds the texts fixed"))
                .orElseGet(() -> result.withoutInterval(clusters.few()));
    }

    private static double chance(LabeledEmbeddings images, LabeledEmbeddings texts, long seed) {
        Rows ofImages = Rows.unit(images);
        Rows ofTexts = Rows.unit(texts);
        int n = images.rows();
        Rows all = Rows.of(n + texts.rows(), images.dim(), (row, into) -> {
            if (row < n) {
                ofImages.read(row, into);
            } else {
                ofTexts.read(row - n, into);
            }
        });
        List<Double> gaps = new ArrayList<>();
        PermutedSums.forEach(all, clusters(images, texts), 2, seed, some -> {
            for (int p = 0; p < some.permutations(); p++) {
                double[] one = some.sums()[p][0];
                double[] other = some.sums()[p][1];
                int[] counts = some.counts(p);
                Arrays.setAll(one, j -> one[j] / counts[0] - other[j] / counts[1]);
                gaps.add(Math.sqrt(dot(one, one)));
            }
        });
        double sum = 0;
        for (double gap : gaps) {
            sum += gap;
        }
        return sum / gaps.size();
    }

    /** Images are one stratum and texts another; their groups are unrelated. */
    private static Clusters clusters(LabeledEmbeddings images, LabeledEmbeddings texts) {
        int n = images.rows();
        int[] imageGroups = images.groupIndices();
        int[] textGroups = texts.groupIndices();
        int all = n + texts.rows();
        return Clusters.of(
                IntStream.range(0, all).map(i -> i < n ? 0 : 1).toArray(),
                IntStream.range(0, all)
                        .map(i -> i < n ? imageGroups[i] : textGroups[i - n])
                        .toArray());
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(j -> a[j] * b[j]).sum();
    }
}

package io.discern.analysis.geometry;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.linalg.PermutedSums;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.InfinitesimalJackknife;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far the images of an encoder lie from its texts.
 *
 * <p>With m and t the mean unit row of images and of texts: {@code modality-gap = |m - t|}, in [0, 2]; {@code image-text-cosine
 * = m.t}, the mean cosine over all pairs of an image and a text, in [-1, 1].
 *
 * <p><b>Interval.</b> Infinitesimal jackknife, over groups of images and of texts. <b>Null value.</b> Of the gap,
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
        double[] ofGap = new double[all];
        double[] ofCosine = new double[all];
        derive(images, 0, new double[][] {gap, t}, ofGap, ofCosine);
        derive(
                texts,
                images.rows(),
                new double[][] {Arrays.stream(gap).map(v -> -v).toArray(), m},
                ofGap,
                ofCosine);
        Clusters clusters = clusters(images, texts);
        String few = clusters.few();
        MetricResult distance =
                MetricResult.of(Key.GAP, size, images, seed).withN(all).withNull(chance(images, texts, clusters, seed));
        MetricResult similarity =
                MetricResult.of(Key.COSINE, cosine, images, seed).withN(all);
        if (size > 0) {
            Arrays.setAll(ofGap, i -> ofGap[i] / size);
        }
        return List.of(
                distance.withInterval(
                        InfinitesimalJackknife.interval(size, ofGap, clusters).map(interval -> interval.cut(0, 2)),
                        few),
                similarity.withInterval(
                        InfinitesimalJackknife.interval(cosine, ofCosine, clusters)
                                .map(interval -> interval.cut(-1, 1)),
                        few));
    }

    private static double chance(LabeledEmbeddings images, LabeledEmbeddings texts, Clusters clusters, long seed) {
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
        try (PermutedSums dealt = PermutedSums.of(all, clusters, 2, seed)) {
            double sum = 0;
            for (int p = 0; p < dealt.permutations(); p++) {
                double[] one = dealt.sum(p, 0);
                double[] other = dealt.sum(p, 1);
                int[] counts = dealt.counts(p);
                Arrays.setAll(one, j -> one[j] / counts[0] - other[j] / counts[1]);
                sum += Math.sqrt(dot(one, one));
            }
            return sum / dealt.permutations();
        }
    }

    /** {@code v.(u_i - mean u) / n} for both vectors v. */
    private static void derive(
            LabeledEmbeddings data, int first, double[][] vectors, double[] ofGap, double[] ofCosine) {
        Products.dots(Rows.unit(data).centered(), vectors, (row, products) -> {
            ofGap[first + row] = products[0] / data.rows();
            ofCosine[first + row] = products[1] / data.rows();
        });
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

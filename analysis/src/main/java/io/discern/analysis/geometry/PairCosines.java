package io.discern.analysis.geometry;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.fisher.ClassMoments;
import io.discern.analysis.internal.fisher.MeanErrors;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.InfinitesimalJackknife;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Mean cosines of pairs of rows, in closed form from sums of unit rows.
 *
 * <p>Over all pairs of rows of different groups (of different rows, where nothing is grouped): {@code intra-cosine}, pairs of
 * one class; {@code inter-cosine}, pairs of two classes; {@code cosine-gap}, their difference; {@code alignment = mean |u_i -
 * u_j|^2 = 2 - 2 intra-cosine} (Wang and Isola, with rows of one class as positive pairs, exponent 2); {@code anisotropy}, all
 * pairs. Without groups {@code intra = (sum_c |S_c|^2 - n) / sum_c n_c (n_c - 1)}. Large classes have most pairs.
 *
 * <p><b>Interval.</b> Infinitesimal jackknife over groups within classes, which sees the product of the errors of two class means
 * twice; once is taken off ({@link PairErrors}): it is all there is where no direction is preferred. <b>Null value.</b> That of labels dealt at random:
 * the anisotropy for both cosines, 0 for the gap; for the anisotropy 0, directions without preference. Zero rows are left out
 * and counted.
 *
 * <p>References: Ethayarajh, <i>How contextual are contextualized word representations?</i>, EMNLP (2019), anisotropy; Wang and
 * Isola, <i>Understanding contrastive representation learning through alignment and uniformity</i>, ICML (2020), eq. 1.
 */
public final class PairCosines implements Metric {
    /** The means. */
    public enum Key implements ResultKey {
        /** Over pairs of one class. */
        INTRA("intra-cosine", -1, 1),
        /** Over pairs of two classes. */
        INTER("inter-cosine", -1, 1),
        /** Their difference. */
        GAP("cosine-gap", -2, 2),
        /** Of squared distances, over pairs of one class. */
        ALIGNMENT("alignment", 0, 4),
        /** Over all pairs. */
        ANISOTROPY("anisotropy", -1, 1);

        private final String variant;
        private final double least;
        private final double most;

        Key(String variant, double least, double most) {
            this.variant = variant;
            this.least = least;
            this.most = most;
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

    private static final List<Key> OF_CLASSES = List.of(Key.INTRA, Key.INTER, Key.GAP, Key.ALIGNMENT);

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        return Directions.measure(List.of(Key.values()), data, seed, directions -> of(directions, seed));
    }

    /** A mean over ordered pairs: for each row the sum of its cosines and the number of its partners. */
    private record Pairs(double[] sums, double[] counts) {

        double count() {
            return Arrays.stream(counts).sum();
        }

        double mean() {
            return Arrays.stream(sums).sum() / count();
        }

        /** A row is in twice as many ordered pairs as it has partners. */
        double[] derivatives() {
            double mean = mean();
            double count = count();
            double[] derivatives = new double[sums.length];
            Arrays.setAll(derivatives, i -> 2 * (sums[i] - mean * counts[i]) / count);
            return derivatives;
        }

        Pairs minus(Pairs other) {
            Pairs rest = new Pairs(sums.clone(), counts.clone());
            for (int i = 0; i < sums.length; i++) {
                rest.sums[i] -= other.sums[i];
                rest.counts[i] -= other.counts[i];
            }
            return rest;
        }
    }

    private static List<MetricResult> of(LabeledEmbeddings data, long seed) {
        Rows rows = Rows.unit(data);
        int[] labels = data.classIndices();
        int n = labels.length;
        Pairs every = new Pairs(new double[n], new double[n]);
        Pairs ofClass = new Pairs(new double[n], new double[n]);
        Products.dots(rows, rows.sums(labels, data.classes().size()), (row, products) -> {
            every.sums[row] = Arrays.stream(products).sum();
            every.counts[row] = n;
            ofClass.sums[row] = products[labels[row]];
            ofClass.counts[row] = data.classCount(labels[row]);
        });
        Clusters cells = Clusters.of(labels, data.groupIndices());
        PairErrors errors = PairErrors.of(rows, labels, data.classes().size(), cells);
        Pairs same = ofClass.minus(within(rows, cells));
        Pairs all = every.minus(within(rows, Clusters.of(new int[n], data.groupIndices())));
        Pairs other = all.minus(same);

        List<MetricResult> results = new ArrayList<>(ofClasses(data, seed, same, other, all, errors));
        if (all.count() == 0) {
            results.add(MetricResult.absent(
                    Key.ANISOTROPY, "no two rows of different groups; expected a pair", data, seed));
        } else {
            results.add(result(
                            Key.ANISOTROPY,
                            all.mean(),
                            all.derivatives(),
                            errors,
                            errors.second(1 / all.count(), 1 / all.count()),
                            data,
                            seed)
                    .withNull(0));
        }
        return results;
    }

    private static List<MetricResult> ofClasses(
            LabeledEmbeddings data, long seed, Pairs same, Pairs other, Pairs all, PairErrors errors) {
        String reason = data.reasonAgainstClasses();
        if (reason.isEmpty() && same.count() == 0) {
            reason = "no class has two groups; expected a pair of rows of one class";
        }
        if (reason.isEmpty() && other.count() == 0) {
            reason = "no two rows of different classes are of different groups";
        }
        if (!reason.isEmpty()) {
            return Directions.absent(OF_CLASSES, reason, data, seed);
        }
        double[] intra = same.derivatives();
        double[] inter = other.derivatives();
        double[] gap = new double[intra.length];
        Arrays.setAll(gap, i -> intra[i] - inter[i]);
        double[] alignment = Arrays.stream(intra).map(v -> -2 * v).toArray();
        double chance = all.mean();
        double ofSame = 1 / same.count();
        double ofOther = 1 / other.count();
        return List.of(
                result(Key.INTRA, same.mean(), intra, errors, errors.second(ofSame, 0), data, seed)
                        .withNull(chance),
                result(Key.INTER, other.mean(), inter, errors, errors.second(0, ofOther), data, seed)
                        .withNull(chance),
                result(Key.GAP, same.mean() - other.mean(), gap, errors, errors.second(ofSame, ofOther), data, seed)
                        .withNull(0),
                result(Key.ALIGNMENT, 2 - 2 * same.mean(), alignment, errors, errors.second(2 * ofSame, 0), data, seed)
                        .withNull(OptionalDouble.of(2 - 2 * chance)));
    }

    private static MetricResult result(
            Key key,
            double value,
            double[] derivatives,
            PairErrors errors,
            double second,
            LabeledEmbeddings data,
            long seed) {
        MetricResult result =
                MetricResult.of(key, value, data, seed).withNote(data.grouped() ? "pairs within a group left out" : "");
        Clusters clusters = errors.clusters();
        return result.withInterval(
                InfinitesimalJackknife.interval(value, derivatives, clusters, errors.share(derivatives, second))
                        .map(interval -> interval.cut(key.least, key.most)),
                clusters.few());
    }

    /**
     * What pairs of groups err together, beyond what each errs alone. A mean over pairs of rows of different groups is a sum of the
     * class means' products, of terms linear in the groups' deviations from their class means, and of products of the deviations of
     * two groups; the variance of the last is {@code Q = 2 sum over pairs of weight^2 tr(Cov_g Cov_h)}.
     *
     * <p>Reference: Efron and Stein, Annals of Statistics 9 (1981) 586-596: the jackknife sees Q twice.
     *
     * @param clusters the groups within classes
     * @param within Q's sum over pairs of groups of one class
     * @param between that over pairs of groups of two classes
     */
    private record PairErrors(Clusters clusters, double within, double between) {

        static PairErrors of(Rows rows, int[] labels, int classes, Clusters clusters) {
            ClassMoments moments = ClassMoments.of(rows, labels, classes);
            if (!clusters.few().isEmpty()) {
                return new PairErrors(clusters, 0, 0);
            }
            MeanErrors errors = new MeanErrors(rows.minus(moments.means(), labels), moments.counts(), clusters);
            double within = 0;
            for (int label = 0; label < classes; label++) {
                within += Math.pow(moments.counts()[label], 4) * errors.ofClass(label);
            }
            return new PairErrors(clusters, within, errors.ofPairs(moments.sizes()));
        }

        /** Q where a pair of one class has this weight and one of two classes that; of the square only the size counts. */
        double second(double ofSame, double ofOther) {
            return 2 * (ofSame * ofSame * within + ofOther * ofOther * between);
        }

        /** The part of what the jackknife sees that is variance: 1/2 where products are all there is. */
        double share(double[] derivatives, double second) {
            double seen = clusters.resamplable()
                    ? Math.pow(
                            InfinitesimalJackknife.ofClusters(0, clusters.sums(derivatives), clusters)
                                    .standardError(),
                            2)
                    : 0;
            return seen == 0 ? 1 : Math.min(1, Math.max(1 - second / seen, 0.5));
        }
    }

    /** Pairs within a cluster, a row with itself included. */
    private static Pairs within(Rows rows, Clusters clusters) {
        Pairs pairs = new Pairs(new double[rows.count()], new double[rows.count()]);
        IntStream.range(0, clusters.count()).parallel().forEach(cluster -> {
            int size = clusters.size(cluster);
            double[][] members = new double[size][rows.dim()];
            double[] sum = new double[rows.dim()];
            for (int i = 0; i < size; i++) {
                rows.read(clusters.row(cluster, i), members[i]);
                for (int j = 0; j < sum.length; j++) {
                    sum[j] += members[i][j];
                }
            }
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < sum.length; j++) {
                    pairs.sums[clusters.row(cluster, i)] += members[i][j] * sum[j];
                }
                pairs.counts[clusters.row(cluster, i)] = size;
            }
        });
        return pairs;
    }
}

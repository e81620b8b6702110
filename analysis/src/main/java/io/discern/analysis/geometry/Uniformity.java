package io.discern.analysis.geometry;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.linalg.PairTiles;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.InfinitesimalJackknife;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How evenly directions cover the sphere; labels play no part.
 *
 * <p>{@code uniformity,t=2 = log mean_{i != j} exp(-2 |u_i - u_j|^2)}, in [-8, 0], smaller is more even; all pairs, in tiles.
 * The exponents lie in [-8, 0], so the mean neither overflows nor vanishes.
 *
 * <p><b>Interval.</b> Infinitesimal jackknife over groups within classes. <b>Null value.</b> None. Zero rows are left out and
 * counted.
 *
 * <p>Reference: Wang and Isola, <i>Understanding contrastive representation learning through alignment and uniformity</i>, ICML
 * (2020), eq. 2.
 */
public final class Uniformity implements Metric {
    private static final int T = 2;
    /** Its one result. */
    public static final ResultKey KEY = new Key(T);

    /**
     * A uniformity.
     *
     * @param t the exponent
     */
    public record Key(int t) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM = KeyForm.of(Key.class, SpectralRanks.NAME, "uniformity,t={t}");

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        return Directions.measure(List.of(KEY), data, seed, directions -> List.of(of(directions, seed)));
    }

    private static MetricResult of(LabeledEmbeddings data, long seed) {
        if (data.rows() < 2) {
            return MetricResult.absent(KEY, "1 row; expected a pair", data, seed);
        }
        double[] sums = PairSums.total(
                PairTiles.walk(Rows.unit(data), PairSums.PIECES, Optional.empty(), () -> new Kernel(data.rows())));
        double partners = data.rows() - 1;
        double total = Arrays.stream(sums).sum();
        double mean = total / data.rows();
        double[] derivatives =
                Arrays.stream(sums).map(sum -> 2 * (sum - mean) / total).toArray();
        double value = Math.min(0, Math.log(mean / partners));
        MetricResult result = MetricResult.of(KEY, value, data, seed).withNote("smaller is more even");
        Clusters clusters = Clusters.of(data.classIndices(), data.groupIndices());
        return result.withInterval(
                InfinitesimalJackknife.interval(value, derivatives, clusters).map(interval -> interval.cut(-4 * T, 0)),
                clusters.few());
    }

    /** {@code exp(-2 t (1 - cos))} of all pairs, summed by row. */
    private static final class Kernel extends PairSums {
        Kernel(int rows) {
            super(rows);
        }

        @Override
        protected void weigh(int row, int firstColumn, double[] cosines, int from, int to) {
            for (int j = from; j < to; j++) {
                cosines[j] = -2.0 * T * (1 - cosines[j]);
            }
            Exponential.ofSmall(cosines, from, to);
        }
    }
}

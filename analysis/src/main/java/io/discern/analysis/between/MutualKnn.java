package io.discern.analysis.between;

import io.discern.analysis.FormedKey;
import io.discern.analysis.Headline;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The share of nearest neighbours that both encoders agree on.
 *
 * <p>{@code mutual-knn,k=K = mean_i |N_a(i) and N_b(i)| / k}, in [0, 1], with N(i) the k rows of largest cosine to row i,
 * itself left out.
 *
 * <p><b>Interval.</b> Bootstrap over the rows' shares, whole groups at a time, neighbours kept. <b>Null value.</b> {@code k /
 * (n - 1)}, neighbours drawn at random. Rows that are zero in either are left out and counted.
 *
 * <p>Reference: Huh et al., <i>The platonic representation hypothesis</i>, ICML (2024), eq. 11.
 */
public final class MutualKnn implements BetweenMetric {
    /**
     * Its one result.
     *
     * @param k the number of neighbours
     */
    public record Key(int k) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM = KeyForm.of(Key.class, NAME, "mutual-knn,k={k}");

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    private final int k;

    private MutualKnn(int k) {
        this.k = k;
    }

    /** With k = 10. */
    public static MutualKnn standard() {
        return of(10);
    }

    /** With the given number of neighbours, at least 1. */
    public static MutualKnn of(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k " + k + "; expected at least 1");
        }
        return new MutualKnn(k);
    }

    @Override
    public List<Headline> headlines() {
        return List.of(Headline.of("Mutual " + k + "-NN", new Key(k))
                .explained("Share of common neighbours.")
                .against("chance"));
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings a, LabeledEmbeddings b, long seed) {
        Key key = new Key(k);
        return PairedRows.directions(a, b, seed, (x, y) -> measure(key, x, y, seed), key);
    }

    private MetricResult measure(Key key, LabeledEmbeddings a, LabeledEmbeddings b, long seed) {
        if (k >= a.rows() - 1) {
            return MetricResult.absent(
                    key,
                    "k = " + k + ", but a row has only " + (a.rows() - 1) + " candidates; expected k below that",
                    a,
                    seed);
        }
        NearestNeighbors ofA = NearestNeighbors.leaveOneOut(a, k);
        NearestNeighbors ofB = NearestNeighbors.leaveOneOut(b, k);
        double[] shares = new double[a.rows()];
        for (int row = 0; row < shares.length; row++) {
            Set<Integer> common = neighbors(ofA, row);
            common.retainAll(neighbors(ofB, row));
            shares[row] = (double) common.size() / k;
        }
        double value = PairedRows.sum(shares) / shares.length;
        MetricResult result = MetricResult.of(key, value, a, seed).withNull(k / (a.rows() - 1.0));
        Clusters clusters = Clusters.of(new int[a.rows()], a.groupIndices());
        return Bootstrap.seeded(seed)
                .strataMeans(new double[][] {shares}, clusters)
                .map(intervals -> result.withInterval(intervals.get(0), "holds the neighbours fixed"))
                .orElseGet(() -> result.withoutInterval(clusters.few()));
    }

    static Set<Integer> neighbors(NearestNeighbors found, int row) {
        Set<Integer> neighbors = new HashSet<>();
        for (int rank = 0; rank < found.found(row); rank++) {
            neighbors.add(found.row(row, rank));
        }
        return neighbors;
    }
}

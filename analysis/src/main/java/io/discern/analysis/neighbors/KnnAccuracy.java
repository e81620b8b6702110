package io.discern.analysis.neighbors;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Accuracy of the class that most of a row's k nearest other rows have, by cosine.
 *
 * <p>{@code micro = (1/n) sum_i [vote_i = y_i]}; {@code balanced = (1/C) sum_c (1/n_c) sum_{i in c} [vote_i = y_i]}. With
 * {@code loo} a row's neighbours are all rows but itself; with {@code group-loo}, measured when the data are grouped, all rows
 * of other groups. Equal similarities go by row, equal votes to the class that sorts first, as in scikit-learn.
 *
 * <p><b>Interval.</b> Percentile bootstrap over the rows' correctness, whole groups at a time; the bank is not resampled,
 * because a row's duplicate would be its own neighbour. <b>Null value.</b> The mean over permutations of the labels, whole
 * groups at a time, with the neighbours kept. Zero rows have no direction: they are excluded and counted in the note.
 *
 * <p>Reference: Cover and Hart, <i>Nearest neighbor pattern classification</i>, IEEE Trans. Inf. Theory 13 (1967) 21-27.
 */
public final class KnnAccuracy implements Metric {
    /** The name of this metric in results. */
    public static final String NAME = "knn";

    private final List<Integer> ks;

    private KnnAccuracy(List<Integer> ks) {
        this.ks = ks;
    }

    /** With k = 1, 5, 10, 20. */
    public static KnnAccuracy standard() {
        return of(1, 5, 10, 20);
    }

    /** With the given numbers of neighbours. */
    public static KnnAccuracy of(int... ks) {
        if (ks.length == 0 || Arrays.stream(ks).anyMatch(k -> k < 1)) {
            throw new IllegalArgumentException("k " + Arrays.toString(ks) + "; expected at least one, each at least 1");
        }
        return new KnnAccuracy(Arrays.stream(ks).boxed().toList());
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        int[] zero = data.zeroRows();
        if (zero.length == 0) {
            return measureDirections(data, seed, "");
        }
        String excluded = "excluded " + zero.length + " zero rows, which have no direction";
        int[] kept = IntStream.range(0, data.rows()).filter(row -> data.norm(row) > 0).toArray();
        if (kept.length == 0) {
            return absent(data, seed, data.grouped(), excluded + "; none is left");
        }
        try (LabeledEmbeddings directions = data.select(kept)) {
            return measureDirections(directions, seed, excluded);
        }
    }

    private List<MetricResult> measureDirections(LabeledEmbeddings data, long seed, String excluded) {
        if (data.classes().size() < 2) {
            String one = "one class only (" + data.classes().get(0) + "); expected at least two";
            return absent(data, seed, data.grouped(), excluded.isEmpty() ? one : excluded + "; " + one);
        }
        int most = ks.stream().mapToInt(Integer::intValue).max().orElseThrow();
        List<MetricResult> results =
                new ArrayList<>(results("loo", NearestNeighbors.leaveOneOut(data, most), data, seed, excluded));
        if (data.grouped()) {
            results.addAll(results("group-loo", NearestNeighbors.leaveGroupOut(data, most), data, seed, excluded));
        }
        return results;
    }

    private List<MetricResult> results(
            String scheme, NearestNeighbors neighbors, LabeledEmbeddings data, long seed, String excluded) {
        int candidates = fewestCandidates(scheme, data);
        List<Integer> possible = ks.stream().filter(k -> k < candidates).toList();
        VoteScores scores = VoteScores.of(neighbors, data, possible, seed);
        Clusters ofClasses = Clusters.of(data.classIndices(), data.groupIndices());
        Optional<List<Interval>> micro = Bootstrap.seeded(seed).means(scores.correct(), data.groupIndices());
        Optional<List<Interval>> balanced = Bootstrap.seeded(seed).strataMeans(scores.correct(), ofClasses);
        String remarks = remarks(scheme, data, excluded);
        List<MetricResult> results = new ArrayList<>();
        for (int k : ks) {
            int v = possible.indexOf(k);
            if (v < 0) {
                String reason = "k = " + k + ", but a row has only " + candidates + " candidates; expected k below that";
                for (String average : List.of("micro", "balanced")) {
                    results.add(MetricResult.absent(NAME, variant(scheme, k, average), reason, data, seed)
                            .withNote(excluded));
                }
                continue;
            }
            results.add(result(variant(scheme, k, "micro"), scores.micro(v), micro.map(all -> all.get(v)), data, seed)
                    .withNull(scores.microNull(v))
                    .withNote(majority(data))
                    .withNote(remarks));
            results.add(result(variant(scheme, k, "balanced"), scores.balanced(v), balanced.map(all -> all.get(v)), data, seed)
                    .withNull(scores.balancedNull(v))
                    .withNote(remarks));
        }
        return results;
    }

    private static MetricResult result(
            String variant, double value, Optional<Interval> interval, LabeledEmbeddings data, long seed) {
        MetricResult result = MetricResult.of(NAME, variant, value, data, seed);
        return interval.map(result::withInterval)
                .orElseGet(() -> result.withNote("no interval: nothing to resample, expected at least two groups"));
    }

    private static String variant(String scheme, int k, String average) {
        return scheme + ",k=" + k + "," + average;
    }

    private List<MetricResult> absent(LabeledEmbeddings data, long seed, boolean grouped, String reason) {
        List<MetricResult> results = new ArrayList<>();
        for (String scheme : grouped ? List.of("loo", "group-loo") : List.of("loo")) {
            for (int k : ks) {
                for (String average : List.of("micro", "balanced")) {
                    results.add(MetricResult.absent(NAME, variant(scheme, k, average), reason, data, seed));
                }
            }
        }
        return results;
    }

    /** The smallest number of rows that any row may choose its neighbours from. */
    private static int fewestCandidates(String scheme, LabeledEmbeddings data) {
        if (scheme.equals("loo")) {
            return data.rows() - 1;
        }
        int[] sizes = new int[data.rows()];
        for (int group : data.groupIndices()) {
            sizes[group]++;
        }
        return data.rows() - Arrays.stream(sizes).max().orElseThrow();
    }

    private static String majority(LabeledEmbeddings data) {
        int largest = IntStream.range(0, data.classes().size()).map(data::classCount).max().orElseThrow();
        return "majority class rate " + (double) largest / data.rows();
    }

    private static String remarks(String scheme, LabeledEmbeddings data, String excluded) {
        int[] classes = data.classIndices();
        int[] units = scheme.equals("loo") ? IntStream.range(0, data.rows()).toArray() : data.groupIndices();
        long lonely = Arrays.stream(Clusters.of(classes, units).byStratum())
                .filter(clusters -> clusters.length == 1)
                .count();
        String what = scheme.equals("loo") ? "row" : "group";
        String hopeless = lonely == 0 ? "" : lonely + " classes have a single " + what + ", which can never be right";
        return excluded.isEmpty() || hopeless.isEmpty() ? excluded + hopeless : excluded + "; " + hopeless;
    }
}

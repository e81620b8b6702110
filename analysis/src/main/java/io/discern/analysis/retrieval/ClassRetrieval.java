package io.discern.analysis.retrieval;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Tagged;
import io.discern.analysis.internal.rows.ZeroRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How early rows of a query's own class come when all other rows are ordered by cosine to it.
 *
 * <p>With {@code loo} a row's candidates are all rows but itself, with {@code group-loo}, measured when the data are grouped,
 * all rows of other groups; with {@code train-test}, measured instead of these where there are {@linkplain
 * LabeledEmbeddings#trainAndTest() training and test rows}, a test row's candidates are the training rows of other groups.
 * Positives are those of its class. Variants: {@code hit-rate,k=K}, {@code recall,k=K},
 * {@code precision,k=K}, {@code map}, {@code map-at-r}, {@code r-precision}, {@code mrr}, {@code ndcg}; the formulas stand at
 * {@link Ranking}. Values are means over queries; a query without positives is left out and counted.
 *
 * <p><b>Interval.</b> With {@code train-test} of the queries' values, groups kept together, the candidates held fixed: of hit rates {@link
 * io.discern.analysis.stats.ShareIntervals}, else percentile bootstrap. Else none: queries are candidates too, and other rows would
 * move the value as candidates as much as they do as queries, which a bootstrap of the queries' values does not see. <b>Null value.</b>
 * The expectation where candidates come in random order ({@link RandomOrder}); where rows are grouped, the mean over {@value
 * RetrievalResults#PERMUTATIONS} permutations of the groups' labels. Zero rows have no direction: they are excluded and counted.
 *
 * <p>Reference: Manning, Raghavan and Schütze, <i>Introduction to Information Retrieval</i> (2008), ch. 8.
 */
public final class ClassRetrieval implements Metric {
    /** The name of this metric in results. */
    public static final String NAME = "retrieval";

    /** Who is looked for, and among whom. */
    public enum Scope implements Tagged {
        /** Rows of the class among all others. */
        LOO,
        /** Rows of the class among those of other groups. */
        GROUP_LOO,
        /** Training rows of the class, for a test row, among those of other groups. */
        TRAIN_TEST,
        /** Texts for an image. */
        IMAGE_TO_TEXT,
        /** Images for a text. */
        TEXT_TO_IMAGE;

        @Override
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What is said of a ranking; the formulas stand at {@link Ranking}. */
    public enum Measure implements Tagged {
        /** Whether a positive is among the first k. */
        HIT_RATE,
        /** The share of the positives that are among the first k. */
        RECALL,
        /** The share of the first k that are positives. */
        PRECISION,
        /** Average precision. */
        MAP,
        /** Average precision of the first R, the number of positives. */
        MAP_AT_R,
        /** Precision of the first R. */
        R_PRECISION,
        /** The reciprocal rank of the first positive. */
        MRR,
        /** Normalised discounted cumulative gain. */
        NDCG;

        @Override
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A mean over queries.
     *
     * @param scope who is looked for
     * @param measure of each ranking
     * @param k how many candidates it looks at, if only the first few
     */
    public record Key(Scope scope, Measure measure, Optional<Integer> k) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM = KeyForm.of(Key.class, NAME, "{scope},{measure}[,k={k}]");

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    private final List<Integer> ks;

    private ClassRetrieval(List<Integer> ks) {
        this.ks = ks;
    }

    /** With k = 1, 5, 10. */
    public static ClassRetrieval standard() {
        return of(1, 5, 10);
    }

    /** With the given numbers of rows looked at. */
    public static ClassRetrieval of(int... ks) {
        return new ClassRetrieval(checked(ks));
    }

    static List<Integer> checked(int... ks) {
        if (Arrays.stream(ks).anyMatch(k -> k < 1)) {
            throw new IllegalArgumentException("k " + Arrays.toString(ks) + "; expected each at least 1");
        }
        return Arrays.stream(ks).boxed().toList();
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        return ZeroRows.leftOut(
                data,
                (directions, excluded) -> measureDirections(directions, seed, excluded),
                reason -> absent(data, seed, reason));
    }

    private List<MetricResult> measureDirections(LabeledEmbeddings data, long seed, String excluded) {
        String reason = data.reasonAgainstClasses();
        if (!reason.isEmpty()) {
            return absent(data, seed, MetricResult.joined(excluded, reason));
        }
        if (data.trainAndTest()) {
            return measureSplits(data, seed, excluded);
        }
        int[] own = IntStream.range(0, data.rows()).toArray();
        List<MetricResult> results = new ArrayList<>(results(Scope.LOO, own, data, seed, excluded));
        if (data.grouped()) {
            results.addAll(results(Scope.GROUP_LOO, data.groupIndices(), data, seed, excluded));
        }
        return results;
    }

    private List<MetricResult> results(Scope scope, int[] units, LabeledEmbeddings data, long seed, String excluded) {
        Search search = new Search(data, units, data, units);
        RetrievalResults results = results(scope, data, seed);
        return data.grouped()
                ? results.of(search, excluded, random -> {
                    int[] dealt = search.dealtBank(random);
                    return new RetrievalResults.Labels(dealt, dealt);
                })
                : results.of(search, excluded);
    }

    private List<MetricResult> measureSplits(LabeledEmbeddings data, long seed, String excluded) {
        int[] groups = data.groupIndices();
        int[] testRows = data.rowsOf(LabeledEmbeddings.TEST);
        int[] trainRows = data.rowsOf(LabeledEmbeddings.TRAIN);
        try (LabeledEmbeddings test = data.select(testRows);
                LabeledEmbeddings train = data.select(trainRows)) {
            Search search = new Search(
                    test,
                    IntStream.of(testRows).map(row -> groups[row]).toArray(),
                    train,
                    IntStream.of(trainRows).map(row -> groups[row]).toArray());
            return results(Scope.TRAIN_TEST, test, seed)
                    .of(
                            search,
                            excluded,
                            random -> new RetrievalResults.Labels(test.classIndices(), search.dealtBank(random)));
        }
    }

    private List<MetricResult> absent(LabeledEmbeddings data, long seed, String reason) {
        if (data.trainAndTest()) {
            return results(Scope.TRAIN_TEST, data, seed).absent(reason);
        }
        List<MetricResult> results =
                new ArrayList<>(results(Scope.LOO, data, seed).absent(reason));
        if (data.grouped()) {
            results.addAll(results(Scope.GROUP_LOO, data, seed).absent(reason));
        }
        return results;
    }

    private RetrievalResults results(Scope scope, LabeledEmbeddings data, long seed) {
        return new RetrievalResults(scope, data, RetrievalMeasure.all(ks), scope == Scope.TRAIN_TEST, seed);
    }
}

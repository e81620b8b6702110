package io.discern.analysis.retrieval;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ZeroRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How early rows of a query's own class come when all other rows are ordered by cosine to it.
 *
 * <p>With {@code loo} a row's candidates are all rows but itself, with {@code group-loo}, measured when the data are grouped,
 * all rows of other groups; positives are those of its class. Variants: {@code hit-rate,k=K}, {@code recall,k=K},
 * {@code precision,k=K}, {@code map}, {@code map-at-r}, {@code r-precision}, {@code mrr}, {@code ndcg}; the formulas stand at
 * {@link Ranking}. Values are means over queries; a query without positives is left out and counted.
 *
 * <p><b>Interval.</b> None: queries are candidates too, and other rows would move the value as candidates as much as they do as
 * queries, which a bootstrap of the queries' values does not see. <b>Null value.</b> The expectation where candidates come in random order ({@link RandomOrder}). Zero rows have no direction: they
 * are excluded and counted.
 *
 * <p>Reference: Manning, Raghavan and Schütze, <i>Introduction to Information Retrieval</i> (2008), ch. 8.
 */
public final class ClassRetrieval implements Metric {
    /** The name of this metric in results. */
    public static final String NAME = "retrieval";

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
        int[] own = IntStream.range(0, data.rows()).toArray();
        List<MetricResult> results =
                new ArrayList<>(results("loo", data, seed).of(new Search(data, own, data, own).rankings(), excluded));
        if (data.grouped()) {
            int[] groups = data.groupIndices();
            results.addAll(
                    results("group-loo", data, seed).of(new Search(data, groups, data, groups).rankings(), excluded));
        }
        return results;
    }

    private List<MetricResult> absent(LabeledEmbeddings data, long seed, String reason) {
        List<MetricResult> results = new ArrayList<>(results("loo", data, seed).absent(reason));
        if (data.grouped()) {
            results.addAll(results("group-loo", data, seed).absent(reason));
        }
        return results;
    }

    private RetrievalResults results(String scheme, LabeledEmbeddings data, long seed) {
        return new RetrievalResults(scheme, data, RetrievalMeasure.all(ks), false, seed);
    }
}

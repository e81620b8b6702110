package io.discern.analysis.between;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.linalg.DenseMatrix;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.internal.rows.CommonRows;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.InfinitesimalJackknife;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** What the comparisons share. */
final class PairedRows {
    private static final double ROUNDING = 0x1p-100;

    private PairedRows() {}

    static void check(LabeledEmbeddings a, LabeledEmbeddings b) {
        if (a.rows() != b.rows()) {
            throw new IllegalArgumentException(
                    a.rows() + " rows and " + b.rows() + "; expected the same images of both encoders");
        }
        for (int row = 0; row < a.rows(); row++) {
            if (!a.ids().get(row).equals(b.ids().get(row))) {
                throw new IllegalArgumentException(
                        "row " + row + " is " + a.ids().get(row) + " and "
                                + b.ids().get(row) + "; expected the same images in the same order");
            }
        }
    }

    /** Why rows cannot be compared through their spread; empty if they can. */
    static String reasonAgainst(LabeledEmbeddings a, LabeledEmbeddings b, int least) {
        if (a.rows() < least) {
            return a.rows() + " rows; expected at least " + least;
        }
        for (LabeledEmbeddings data : List.of(a, b)) {
            if (!beyondRounding(sum(Rows.of(data).centered().squares()), data)) {
                return "all rows of " + (data == a ? "the first" : "the second") + " encoder are equal";
            }
        }
        return "";
    }

    /** Whether a sum of squares of centred rows is more than the rounding of the mean leaves of equal rows. */
    static boolean beyondRounding(double spread, LabeledEmbeddings data) {
        double squares = IntStream.range(0, data.rows())
                .mapToDouble(i -> data.norm(i) * data.norm(i))
                .sum();
        return spread > ROUNDING * squares;
    }

    /** Compares the rows that have a direction in both. */
    static List<MetricResult> directions(
            LabeledEmbeddings a,
            LabeledEmbeddings b,
            long seed,
            BiFunction<LabeledEmbeddings, LabeledEmbeddings, MetricResult> measure,
            ResultKey key) {
        check(a, b);
        CommonRows common = CommonRows.of(List.of(CommonRows.of(a), CommonRows.of(b)));
        if (common.zeros() == 0) {
            return List.of(measure.apply(a, b));
        }
        String excluded = "excluded " + common.zeros() + " rows that are zero in either, which have no direction";
        if (common.kept() == 0) {
            return List.of(MetricResult.absent(key, excluded + "; none is left", a, seed));
        }
        try (LabeledEmbeddings someA = a.select(common.rows().get(0));
                LabeledEmbeddings someB = b.select(common.rows().get(1))) {
            return List.of(measure.apply(someA, someB).withNote(excluded));
        }
    }

    /** {@code y_i' M x_i} for each row, with M d_y x d_x. */
    static double[] forms(Rows x, Rows y, DenseMatrix matrix) {
        double[] forms = new double[x.count()];
        Products.dots(x, matrix, (row, products) -> {
            double[] other = new double[y.dim()];
            y.read(row, other);
            for (int j = 0; j < other.length; j++) {
                forms[row] += products[j] * other[j];
            }
        });
        return forms;
    }

    /** With the interval of a jackknife, cut to the range of the measure. */
    static MetricResult withInterval(
            MetricResult result, double[] derivatives, LabeledEmbeddings a, double least, double most) {
        Clusters clusters = Clusters.of(new int[a.rows()], a.groupIndices());
        return result.withInterval(
                InfinitesimalJackknife.interval(result.value().orElseThrow(), derivatives, clusters)
                        .map(interval -> interval.cut(least, most)),
                clusters.few());
    }

    static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}

package io.discern.analysis.fisher;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.fisher.ClassMoments;
import io.discern.analysis.internal.linalg.Rows;
import java.util.Arrays;

/**
 * Traces of between-class and within-class scatter, from one pass over the rows in double.
 *
 * @param between tr S_B
 * @param within tr S_W
 * @param betweenBalanced (1/C) sum_c |mu_c - mean of the mu|^2
 * @param withinBalanced (1/C) sum_c tr cov_c, with division by n_c
 * @param squares sum_i |x_i|^2, the scale that rounding errors go by
 */
record Scatter(double between, double within, double betweenBalanced, double withinBalanced, double squares) {
    /** Spread below this share of the sum of squares is rounding: relative 2^-50 in a row. */
    private static final double ROUNDING = 0x1p-100;

    /**
     * Sums over the rows.
     *
     * @param unit whether rows are divided by their lengths first; none may be zero then
     */
    public static Scatter of(LabeledEmbeddings data, boolean unit) {
        Rows rows = unit ? Rows.unit(data) : Rows.of(data);
        double squares = 0;
        for (int i = 0; i < data.rows(); i++) {
            squares += unit ? 1 : data.norm(i) * data.norm(i);
        }
        return of(ClassMoments.of(rows, data.classIndices(), data.classes().size()), squares);
    }

    static Scatter of(ClassMoments moments, double squares) {
        int classes = moments.classes();
        double within = 0;
        double withinBalanced = 0;
        for (int label = 0; label < classes; label++) {
            double scatter = moments.scatter(label);
            within += scatter;
            withinBalanced += scatter / moments.counts()[label] / classes;
        }
        double[] equal = new double[classes];
        Arrays.fill(equal, 1.0 / classes);
        double between = Arrays.stream(moments.between(moments.sizes())).sum();
        double betweenBalanced = Arrays.stream(moments.between(equal)).sum();
        return new Scatter(between, within, betweenBalanced, withinBalanced, squares);
    }

    /** The trace ratio, plain or balanced; not finite without spread within classes. */
    public double ratio(boolean balanced) {
        return balanced ? betweenBalanced / withinBalanced : between / within;
    }

    /** Whether rows differ from their class mean by more than rounding. */
    public boolean hasWithin() {
        return within > ROUNDING * squares;
    }

    /** Whether class means differ by more than rounding. */
    public boolean hasBetween() {
        return between > ROUNDING * squares;
    }

    /** Why rows of these classes have no ratio of scatters; empty if they have. */
    static String reasonAgainst(LabeledEmbeddings data) {
        String reason = data.reasonAgainstClasses();
        return reason.isEmpty() && data.rows() == data.classes().size()
                ? "every class has a single row, so there is no spread within classes; expected more rows"
                : reason;
    }

    /** Why this scatter has no ratio; empty if it has. */
    String reasonAgainst() {
        if (hasWithin()) {
            return "";
        }
        return hasBetween()
                ? "no spread within any class (tr S_W = 0): the ratio has no finite value"
                : "all rows are equal: neither spread within nor between classes";
    }
}

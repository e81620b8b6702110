package io.discern.analysis.fisher;

import io.discern.analysis.LabeledEmbeddings;

/**
 * Traces of between-class and within-class scatter.
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

    /** Two passes in double: deviations are summed from each class's first row, so equal rows give exactly zero. */
    static Scatter of(LabeledEmbeddings data, boolean unit) {
        int[] labels = data.classIndices();
        int classes = data.classes().size();
        double[][] first = new double[classes][];
        double[][] shift = new double[classes][data.dim()];
        double[] spread = new double[classes];
        double squares = 0;
        double[] row = new double[data.dim()];
        for (int i = 0; i < labels.length; i++) {
            read(data, i, unit, row);
            int label = labels[i];
            if (first[label] == null) {
                first[label] = row.clone();
            }
            double[] origin = first[label];
            double[] sum = shift[label];
            for (int j = 0; j < row.length; j++) {
                double deviation = row[j] - origin[j];
                sum[j] += deviation;
                spread[label] += deviation * deviation;
                squares += row[j] * row[j];
            }
        }
        double within = 0;
        double withinBalanced = 0;
        for (int label = 0; label < classes; label++) {
            int n = data.classCount(label);
            double sumSquares = 0;
            for (int j = 0; j < data.dim(); j++) {
                sumSquares += shift[label][j] * shift[label][j];
                first[label][j] += shift[label][j] / n;
            }
            double scatter = Math.max(0, spread[label] - sumSquares / n);
            within += scatter;
            withinBalanced += scatter / n / classes;
        }
        double[] sizes = new double[classes];
        double[] equal = new double[classes];
        for (int label = 0; label < classes; label++) {
            sizes[label] = data.classCount(label);
            equal[label] = 1.0 / classes;
        }
        return new Scatter(between(first, sizes), within, between(first, equal), withinBalanced, squares);
    }

    /** Reads a row, divided by its length if {@code unit}. */
    static void read(LabeledEmbeddings data, int index, boolean unit, double[] into) {
        data.readRow(index, into);
        if (unit) {
            double norm = data.norm(index);
            for (int j = 0; j < into.length; j++) {
                into[j] /= norm;
            }
        }
    }

    /** sum_c w_c |mu_c - mu|^2 with mu = sum_c w_c mu_c / sum_c w_c. */
    private static double between(double[][] means, double[] weights) {
        double[] center = new double[means[0].length];
        double total = 0;
        for (int label = 0; label < means.length; label++) {
            total += weights[label];
            for (int j = 0; j < center.length; j++) {
                center[j] += weights[label] * means[label][j];
            }
        }
        double between = 0;
        for (int label = 0; label < means.length; label++) {
            for (int j = 0; j < center.length; j++) {
                double deviation = means[label][j] - center[j] / total;
                between += weights[label] * deviation * deviation;
            }
        }
        return between;
    }

    double ratio(boolean balanced) {
        return balanced ? betweenBalanced / withinBalanced : between / within;
    }

    /** Whether rows differ from their class mean by more than rounding. */
    boolean hasWithin() {
        return within > ROUNDING * squares;
    }

    /** Whether class means differ by more than rounding. */
    boolean hasBetween() {
        return between > ROUNDING * squares;
    }
}

package com.example;

import io.discern.analysis.Headline;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import java.util.List;

/**
 * {@code (1/n) sum_i [|x_i - m_other| > |x_i - m_own|]}: the share of rows that lie nearer to the mean of their own class than to
 * that of any other, in [0, 1].
 */
public final class CentroidMargin implements Metric {
    /** What its result is found by. */
    public static final ResultKey KEY = ResultKey.of("centroid-margin", "euclidean");

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        String reason = data.reasonAgainstClasses();
        if (!reason.isEmpty()) {
            return List.of(MetricResult.absent(KEY, reason, data, seed));
        }
        double[][] means = means(data);
        int[] labels = data.classIndices();
        double[] row = new double[data.dim()];
        int right = 0;
        for (int i = 0; i < data.rows(); i++) {
            data.readRow(i, row);
            right += nearest(row, means) == labels[i] ? 1 : 0;
        }
        return List.of(MetricResult.of(KEY, (double) right / data.rows(), data, seed)
                .withNull(1.0 / means.length)
                .withoutInterval("the means are of the same rows"));
    }

    private static double[][] means(LabeledEmbeddings data) {
        double[][] means = new double[data.classes().size()][data.dim()];
        int[] labels = data.classIndices();
        double[] row = new double[data.dim()];
        for (int i = 0; i < data.rows(); i++) {
            data.readRow(i, row);
            for (int j = 0; j < row.length; j++) {
                means[labels[i]][j] += row[j] / data.classCount(labels[i]);
            }
        }
        return means;
    }

    private static int nearest(double[] row, double[][] means) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < means.length; c++) {
            double squares = 0;
            for (int j = 0; j < row.length; j++) {
                squares += (row[j] - means[c][j]) * (row[j] - means[c][j]);
            }
            if (squares < least) {
                least = squares;
                nearest = c;
            }
        }
        return nearest;
    }

    @Override
    public List<Headline> headlines() {
        return List.of(Headline.of("nearest mean", KEY).asShare().higherIsBetter());
    }
}

package io.discern.analysis.between;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.linalg.DenseMatrix;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.internal.linalg.Svd;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What remains between two clouds after the best shift, scaling and rotation of one onto the other.
 *
 * <p>With X and Y the centred rows: {@code procrustes = 1 - (|X'Y|_* / (|X| |Y|))^2}, in [0, 1], 0 for a perfect fit; |.|_* is
 * the sum of singular values. Equal to the disparity of {@code scipy.spatial.procrustes}; rows of different lengths compare as
 * if the shorter were filled with zeros.
 *
 * <p><b>Interval.</b> Infinitesimal jackknife over groups. <b>Null value.</b> The mean over {@value #PERMUTATIONS} random
 * orders of the rows of one encoder.
 *
 * <p>References: Gower, <i>Generalized Procrustes analysis</i>, Psychometrika 40 (1975) 33-51; Ding et al., <i>Grounding
 * representation similarity through statistical testing</i>, NeurIPS (2021).
 */
public final class Procrustes implements BetweenMetric {
    /** Its one result. */
    public static final ResultKey KEY = ResultKey.of(NAME, "procrustes");

    private static final int PERMUTATIONS = 10;

    @Override
    public List<MetricResult> measure(LabeledEmbeddings a, LabeledEmbeddings b, long seed) {
        PairedRows.check(a, b);
        String reason = PairedRows.reasonAgainst(a, b, 2);
        if (!reason.isEmpty()) {
            return List.of(MetricResult.absent(KEY, reason, a, seed));
        }
        Rows x = Rows.of(a).centered();
        Rows y = Rows.of(b).centered();
        double[] ofX = x.squares();
        double[] ofY = y.squares();
        double squaresX = PairedRows.sum(ofX);
        double squaresY = PairedRows.sum(ofY);
        double norm = Math.sqrt(squaresX * squaresY);
        try (DenseMatrix cross = Products.cross(y, x);
                Svd svd = Svd.of(cross);
                DenseMatrix rotation = svd.polar()) {
            double fit = PairedRows.sum(svd.values()) / norm;
            double[] forms = PairedRows.forms(x, y, rotation);
            double[] derivatives = new double[forms.length];
            for (int i = 0; i < forms.length; i++) {
                double ofFit = forms[i] / norm - fit / 2 * (ofX[i] / squaresX + ofY[i] / squaresY);
                derivatives[i] = -2 * fit * ofFit;
            }
            MetricResult result = MetricResult.of(KEY, Math.max(0, 1 - fit * fit), a, seed)
                    .withNull(permuted(x, y, norm, seed))
                    .withNote("0 is a perfect fit; null: mean of " + PERMUTATIONS + " permutations");
            return List.of(PairedRows.withInterval(result, derivatives, a, 0, 1));
        }
    }

    private static double permuted(Rows x, Rows y, double norm, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double mean = 0;
        for (int permutation = 0; permutation < PERMUTATIONS; permutation++) {
            int[] order = IntStream.range(0, y.count()).toArray();
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
            try (DenseMatrix cross = Products.cross(y.select(order), x);
                    Svd svd = Svd.of(cross)) {
                double fit = PairedRows.sum(svd.values()) / norm;
                mean += (1 - fit * fit) / PERMUTATIONS;
            }
        }
        return mean;
    }
}

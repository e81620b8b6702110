package io.discern.analysis.geometry;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;
import java.util.Arrays;

/** Silhouettes by Euclidean distance, over all pairs of centred rows in tiles: {@code |x - y|^2 = |x|^2 + |y|^2 - 2 x.y}. */
final class EuclideanSilhouette {

    private EuclideanSilhouette() {}

    static double[] samples(LabeledEmbeddings data) {
        int[] labels = data.classIndices();
        int[] counts = new int[data.classes().size()];
        Arrays.setAll(counts, data::classCount);
        Rows centered = Rows.of(data).centered();
        double[] squares = centered.squares();
        double[] samples = new double[labels.length];
        Products.pairs(centered, (row, products) -> {
            double[] sums = new double[counts.length];
            for (int other = 0; other < products.length; other++) {
                if (other != row) {
                    double square = squares[row] + squares[other] - 2 * products[other];
                    sums[labels[other]] += Math.sqrt(Math.max(0, square));
                }
            }
            samples[row] = SilhouetteValue.of(sums, counts, labels[row]).value();
        });
        return samples;
    }
}

package io.discern.analysis.fisher;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.fisher.ClassMoments;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.InfinitesimalJackknife;
import io.discern.analysis.stats.Interval;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How far every two classes lie apart in units of their spread: {@code d2_ab = |mu_a - mu_b|^2 / (v_a + v_b)} with {@code v_c =
 * sum_{i in c} |x_i - mu_c|^2 / (n_c - 1)}; C x C, symmetric, unchanged by rotation and scaling.
 */
final class PairwiseDistances {
    private final LabeledEmbeddings data;
    private final double[][] means;
    private final double[] variances;
    private final double[] squares;
    private final double[][] dots;

    private PairwiseDistances(LabeledEmbeddings data) {
        int[] labels = data.classIndices();
        Rows rows = Rows.of(data);
        ClassMoments moments = ClassMoments.of(rows, labels, data.classes().size());
        this.data = data;
        this.means = moments.means();
        this.variances = new double[means.length];
        Arrays.setAll(variances, label -> moments.scatter(label) / (moments.counts()[label] - 1));
        double[] center = moments.center(moments.sizes());
        double[][] centered = new double[means.length][center.length];
        for (int label = 0; label < centered.length; label++) {
            for (int j = 0; j < center.length; j++) {
                centered[label][j] = means[label][j] - center[j];
            }
        }
        Rows residuals = rows.minus(means, labels);
        this.squares = residuals.squares();
        this.dots = new double[data.rows()][];
        Products.dots(residuals, centered, (row, products) -> dots[row] = products);
    }

    /**
     * Measures all pairs.
     *
     * @param data at least two rows in every class; must stay open
     * @throws IllegalArgumentException if a class has a single row
     */
    public static PairwiseDistances of(LabeledEmbeddings data) {
        for (int label = 0; label < data.classes().size(); label++) {
            if (data.classCount(label) < 2) {
                throw new IllegalArgumentException("class " + data.classes().get(label)
                        + " has a single row; expected at least two in every class, leave it out");
            }
        }
        return new PairwiseDistances(data);
    }

    /** Whether both classes are without spread, so that they have no distance. */
    boolean undefined(int a, int b) {
        return variances[a] + variances[b] == 0;
    }

    /** {@code d2_ab}, by the places of the classes in {@link LabeledEmbeddings#classes()}; infinite or NaN without spread. */
    public double between(int a, int b) {
        double distance = 0;
        for (int j = 0; j < means[a].length; j++) {
            distance += (means[a][j] - means[b][j]) * (means[a][j] - means[b][j]);
        }
        return distance / (variances[a] + variances[b]);
    }

    /** All of them, C x C; the diagonal is 0. */
    public double[][] matrix() {
        double[][] matrix = new double[means.length][means.length];
        for (int a = 0; a < matrix.length; a++) {
            for (int b = 0; b < matrix.length; b++) {
                matrix[a][b] = a == b ? 0 : between(a, b);
            }
        }
        return matrix;
    }

    /** The interval of a pair by the infinitesimal jackknife over groups within classes; empty if one has too few. */
    Optional<Interval> interval(int a, int b) {
        int[] labels = data.classIndices();
        double spread = variances[a] + variances[b];
        double value = between(a, b);
        double[] derivatives = Arrays.stream(rows(a, b))
                .mapToDouble(i -> {
                    int other = labels[i] == a ? b : a;
                    double n = data.classCount(labels[i]);
                    return (2 * (dots[i][labels[i]] - dots[i][other]) / n
                                    - value * (squares[i] - variances[labels[i]]) / (n - 1))
                            / spread;
                })
                .toArray();
        return InfinitesimalJackknife.interval(value, derivatives, clusters(a, b))
                .map(Interval::nonNegative);
    }

    /** The groups of two classes, in the order of their rows. */
    Clusters clusters(int a, int b) {
        int[] labels = data.classIndices();
        int[] groups = data.groupIndices();
        int[] rows = rows(a, b);
        return Clusters.of(
                Arrays.stream(rows).map(i -> labels[i]).toArray(),
                Arrays.stream(rows).map(i -> groups[i]).toArray());
    }

    private int[] rows(int a, int b) {
        int[] labels = data.classIndices();
        return IntStream.range(0, labels.length)
                .filter(i -> labels[i] == a || labels[i] == b)
                .toArray();
    }
}

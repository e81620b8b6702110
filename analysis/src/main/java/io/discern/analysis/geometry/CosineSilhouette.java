package io.discern.analysis.geometry;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.linalg.PermutedSums;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;

/**
 * Silhouettes by cosine distance from the class sums {@code S_c} of unit rows: the distances of row i to the rows of class c
 * sum to {@code n_c - u_i.S_c}, and to those of its own class to {@code n_c - u_i.S_c} too, its distance to itself being 0.
 */
final class CosineSilhouette {
    private final Rows rows;
    private final int[] labels;
    private final int[] counts;
    private final SilhouetteValue[] values;

    /** Of rows that are not zero in at least two classes. */
    CosineSilhouette(LabeledEmbeddings data) {
        this.rows = Rows.unit(data);
        this.labels = data.classIndices();
        this.counts = new int[data.classes().size()];
        Arrays.setAll(counts, data::classCount);
        this.values = new SilhouetteValue[labels.length];
        Products.dots(rows, rows.sums(labels, counts.length), (row, products) -> {
            toDistances(products, counts);
            values[row] = SilhouetteValue.of(products, counts, labels[row]);
        });
    }

    private static void toDistances(double[] products, int[] counts) {
        for (int label = 0; label < products.length; label++) {
            products[label] = Math.max(0, counts[label] - products[label]);
        }
    }

    double[] samples() {
        return Arrays.stream(values).mapToDouble(SilhouetteValue::value).toArray();
    }

    /**
     * The derivatives of the weighted mean of the samples with respect to the rows' weights. A row counts by its own sample and
     * by what it does to the mean distances of others: {@code da_i/dw_j = (d_ij - a_i)/(n_c - 1)}, {@code db_i/dw_j = (d_ij -
     * b_i)/n_c}, which again need only class sums.
     *
     * @param shares the share of each row in the mean
     * @param means what the sample of each row is compared with: the mean, or that of its class
     */
    double[] derivatives(double[] shares, double[] means) {
        int classes = counts.length;
        int[] nearest = Arrays.stream(values).mapToInt(SilhouetteValue::nearest).toArray();
        double[] inner = new double[labels.length];
        double[] outer = new double[labels.length];
        double[] constants = new double[classes];
        for (int i = 0; i < labels.length; i++) {
            SilhouetteValue s = values[i];
            inner[i] = counts[labels[i]] == 1 ? 0 : shares[i] * s.innerSlope() / (counts[labels[i]] - 1);
            outer[i] = shares[i] * s.outerSlope() / counts[nearest[i]];
            constants[labels[i]] += inner[i] * (1 - s.inner());
            constants[nearest[i]] += outer[i] * (1 - s.outer());
        }
        double[][] pull = rows.scaled(inner).sums(labels, classes);
        double[][] pullOfOthers = rows.scaled(outer).sums(nearest, classes);
        for (int label = 0; label < classes; label++) {
            for (int j = 0; j < rows.dim(); j++) {
                pull[label][j] += pullOfOthers[label][j];
            }
        }
        double[] derivatives = new double[labels.length];
        Products.dots(rows, pull, (row, products) -> {
            SilhouetteValue s = values[row];
            // the row's distance to itself is no part of its own a
            double others =
                    constants[labels[row]] - inner[row] * (1 - s.inner()) - (products[labels[row]] - inner[row]);
            derivatives[row] = shares[row] * (s.value() - means[row]) + others;
        });
        return derivatives;
    }

    /** The samples under permuted labels, one permutation after the other. */
    void permuted(Clusters clusters, long seed, PermutedReceiver receiver) {
        PermutedSums.forEach(rows, clusters, counts.length, seed, some -> permuted(some, receiver));
    }

    private void permuted(PermutedSums permuted, PermutedReceiver receiver) {
        int classes = counts.length;
        double[][] samples = new double[permuted.permutations()][labels.length];
        int[][] sizes = new int[permuted.permutations()][];
        Arrays.setAll(sizes, permuted::counts);
        double[][] ofAll =
                Arrays.stream(permuted.sums()).flatMap(Arrays::stream).toArray(double[][]::new);
        Products.dots(rows, ofAll, (row, products) -> {
            for (int p = 0; p < samples.length; p++) {
                double[] sums = Arrays.copyOfRange(products, p * classes, (p + 1) * classes);
                toDistances(sums, sizes[p]);
                samples[p][row] = SilhouetteValue.of(sums, sizes[p], permuted.labels()[p][row])
                        .value();
            }
        });
        for (int p = 0; p < samples.length; p++) {
            receiver.accept(samples[p], permuted.labels()[p], sizes[p]);
        }
    }

    interface PermutedReceiver {
        void accept(double[] samples, int[] labels, int[] counts);
    }
}

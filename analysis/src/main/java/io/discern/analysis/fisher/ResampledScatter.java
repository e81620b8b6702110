package io.discern.analysis.fisher;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trace ratios of many resampled or relabelled versions of the same rows. A version gives every cluster g a weight w_g for
 * each class; then {@code n_c = sum w_g n_g}, {@code s_c = sum w_g s_g} and, with the sums of squares {@code q_g}, {@code tr S_W =
 * sum_c (q_c - |s_c|^2 / n_c)}. The sums {@code s_c} of all versions are one matrix product, versions x clusters by clusters x d,
 * taken in pieces.
 */
final class ResampledScatter {
    private static final int CLUSTERS_AT_ONCE = 2048;
    /** Within-class scatter is a difference of sums here: below this share of them it is rounding. */
    private static final double CANCELLED = 1e-10;

    /** How often each cluster counts for a class. */
    interface Weights {
        int of(int version, int cluster);
    }

    private final LabeledEmbeddings data;
    private final boolean unit;
    private final Clusters clusters;
    private final double[] center;
    private final double[] clusterSquares;

    ResampledScatter(LabeledEmbeddings data, boolean unit, Clusters clusters) {
        this.data = data;
        this.unit = unit;
        this.clusters = clusters;
        this.center = new double[data.dim()];
        this.clusterSquares = new double[clusters.count()];
        double[] row = new double[data.dim()];
        for (int i = 0; i < data.rows(); i++) {
            Scatter.read(data, i, unit, row);
            for (int j = 0; j < row.length; j++) {
                center[j] += row[j] / data.rows();
            }
        }
        for (int i = 0; i < data.rows(); i++) {
            Scatter.read(data, i, unit, row);
            for (int j = 0; j < row.length; j++) {
                double deviation = row[j] - center[j];
                clusterSquares[clusters.of(i)] += deviation * deviation;
            }
        }
    }

    /** Sums over the classes of each version, from which both ratios follow. */
    private final class Totals {
        final double[] within;
        final double[] meanSquares;
        final double[] withinBalanced;
        final double[] meanSquaresBalanced;
        final double[] n;
        final double[] allSquares;
        final double[][] sum;
        final double[][] sumOfMeans;

        Totals(int versions) {
            within = new double[versions];
            meanSquares = new double[versions];
            withinBalanced = new double[versions];
            meanSquaresBalanced = new double[versions];
            n = new double[versions];
            allSquares = new double[versions];
            sum = new double[versions][data.dim()];
            sumOfMeans = new double[versions][data.dim()];
        }

        void add(int version, double size, double squares, DoubleIndexer sums) {
            double sumSquares = 0;
            long start = (long) version * data.dim();
            for (int j = 0; j < data.dim(); j++) {
                double s = sums.get(start + j);
                sumSquares += s * s;
                sum[version][j] += s;
                sumOfMeans[version][j] += s / size;
            }
            n[version] += size;
            allSquares[version] += squares;
            within[version] += squares - sumSquares / size;
            meanSquares[version] += sumSquares / size;
            withinBalanced[version] += (squares - sumSquares / size) / size;
            meanSquaresBalanced[version] += sumSquares / size / size;
        }

        double ratio(int version, int classes, boolean balanced) {
            if (within[version] <= CANCELLED * allSquares[version]) {
                return Double.POSITIVE_INFINITY;
            }
            double centerSquares = 0;
            for (int j = 0; j < data.dim(); j++) {
                double s = balanced ? sumOfMeans[version][j] : sum[version][j];
                centerSquares += s * s;
            }
            return balanced
                    ? (meanSquaresBalanced[version] - centerSquares / classes) / withinBalanced[version]
                    : (meanSquares[version] - centerSquares / n[version]) / within[version];
        }
    }

    /**
     * The ratios of every version.
     *
     * @param weights for each class the weights of the clusters in {@code members} of that class
     * @param members for each class the clusters that may count
     * @return the plain and the balanced ratios, by version; infinite where a version has no spread within classes
     */
    double[][] ratios(int versions, Weights[] weights, int[][] members) {
        Totals totals = new Totals(versions);
        for (int label = 0; label < members.length; label++) {
            addClass(totals, versions, weights[label], members[label]);
        }
        double[][] ratios = new double[2][versions];
        for (int version = 0; version < versions; version++) {
            ratios[0][version] = totals.ratio(version, members.length, false);
            ratios[1][version] = totals.ratio(version, members.length, true);
        }
        return ratios;
    }

    private void addClass(Totals totals, int versions, Weights weights, int[] members) {
        double[] sizes = new double[versions];
        double[] squares = new double[versions];
        try (INDArray sums = Nd4j.create(DataType.DOUBLE, new long[] {versions, data.dim()}, 'c')) {
            for (int from = 0; from < members.length; from += CLUSTERS_AT_ONCE) {
                int count = Math.min(CLUSTERS_AT_ONCE, members.length - from);
                try (INDArray w = Nd4j.create(DataType.DOUBLE, new long[] {versions, count}, 'c');
                        INDArray s = clusterSums(members, from, count)) {
                    DoubleIndexer into = (DoubleIndexer) w.data().indexer();
                    for (int version = 0; version < versions; version++) {
                        for (int i = 0; i < count; i++) {
                            int cluster = members[from + i];
                            int weight = weights.of(version, from + i);
                            into.put((long) version * count + i, weight);
                            sizes[version] += (double) weight * clusters.size(cluster);
                            squares[version] += weight * clusterSquares[cluster];
                        }
                    }
                    Nd4j.gemm(w, s, sums, false, false, 1, 1);
                }
            }
            for (int version = 0; version < versions; version++) {
                totals.add(version, sizes[version], squares[version], (DoubleIndexer) sums.data().indexer());
            }
        }
    }

    private INDArray clusterSums(int[] members, int from, int count) {
        INDArray sums = Nd4j.create(DataType.DOUBLE, new long[] {count, data.dim()}, 'c');
        DoubleIndexer into = (DoubleIndexer) sums.data().indexer();
        double[] row = new double[data.dim()];
        double[] sum = new double[data.dim()];
        for (int i = 0; i < count; i++) {
            int cluster = members[from + i];
            Arrays.fill(sum, 0);
            for (int r = 0; r < clusters.size(cluster); r++) {
                Scatter.read(data, clusters.row(cluster, r), unit, row);
                for (int j = 0; j < row.length; j++) {
                    sum[j] += row[j] - center[j];
                }
            }
            into.put((long) i * data.dim(), sum, 0, sum.length);
        }
        return sums;
    }
}

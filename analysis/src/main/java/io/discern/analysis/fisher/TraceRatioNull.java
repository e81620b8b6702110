package io.discern.analysis.fisher;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.linalg.PermutedSums;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.stats.Clusters;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What labels dealt at random give for both trace ratios: the ratio of expectations where rows are independent, the mean over
 * permutations of whole clusters otherwise.
 *
 * @param plain not finite if some permutation has no spread within classes
 * @param balanced likewise
 * @param note how they were made, if not by formula
 */
record TraceRatioNull(double plain, double balanced, String note) {
    /** Within-class scatter is a difference of sums here: below this share of them it is rounding. */
    private static final double CANCELLED = 1e-10;

    static TraceRatioNull of(LabeledEmbeddings data, Rows rows, Clusters clusters, long seed) {
        return clusters.allSingle()
                ? formula(data)
                : permuted(rows, clusters, data.classes().size(), seed);
    }

    private static TraceRatioNull formula(LabeledEmbeddings data) {
        int classes = data.classes().size();
        double inverses = IntStream.range(0, classes)
                .mapToDouble(label -> 1.0 / data.classCount(label))
                .sum();
        return new TraceRatioNull(
                (classes - 1.0) / (data.rows() - classes), (1 - 1.0 / classes) * inverses / (classes - inverses), "");
    }

    private static TraceRatioNull permuted(Rows rows, Clusters clusters, int classes, long seed) {
        Rows centered = rows.minus(rows.mean());
        double[] squares = centered.squares();
        List<Scatter> scatters = new ArrayList<>();
        PermutedSums.forEach(centered, clusters, classes, seed, some -> {
            for (int permutation = 0; permutation < some.permutations(); permutation++) {
                scatters.add(scatter(some, permutation, squares));
            }
        });
        double plain = 0;
        double balanced = 0;
        for (Scatter scatter : scatters) {
            boolean spread = scatter.within() > CANCELLED * scatter.squares();
            plain += spread ? scatter.ratio(false) / scatters.size() : Double.POSITIVE_INFINITY;
            balanced += spread ? scatter.ratio(true) / scatters.size() : Double.POSITIVE_INFINITY;
        }
        return new TraceRatioNull(
                plain, balanced, "null: mean of " + LabelPermutation.REPLICATES + " permutations of group labels");
    }

    /** From sums of centred rows and of their squares: {@code tr S_W = sum_c (q_c - |s_c|^2 / n_c)}. */
    private static Scatter scatter(PermutedSums permuted, int permutation, double[] squares) {
        int[] counts = permuted.counts(permutation);
        double[] ofClass = new double[counts.length];
        for (int row = 0; row < squares.length; row++) {
            ofClass[permuted.labels()[permutation][row]] += squares[row];
        }
        double[][] sums = permuted.sums()[permutation];
        double[] center = new double[sums[0].length];
        double between = 0;
        double within = 0;
        double betweenBalanced = 0;
        double withinBalanced = 0;
        for (int label = 0; label < counts.length; label++) {
            double[] sum = sums[label];
            double meanSquare = 0;
            for (int j = 0; j < sum.length; j++) {
                double mean = sum[j] / counts[label];
                meanSquare += mean * mean;
                center[j] += mean / counts.length;
            }
            between += counts[label] * meanSquare;
            within += ofClass[label] - counts[label] * meanSquare;
            betweenBalanced += meanSquare / counts.length;
            withinBalanced += (ofClass[label] / counts[label] - meanSquare) / counts.length;
        }
        for (double mean : center) {
            betweenBalanced -= mean * mean;
        }
        return new Scatter(between, within, betweenBalanced, withinBalanced, between + within);
    }

    /** What chance gives; empty if some permutation has no spread within classes. */
    OptionalDouble value(boolean ofBalanced) {
        double value = ofBalanced ? balanced : plain;
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}

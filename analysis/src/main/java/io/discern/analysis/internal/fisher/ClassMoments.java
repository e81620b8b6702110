package io.discern.analysis.internal.fisher;

import io.discern.analysis.internal.linalg.Rows;
import io.discern.internal.Parallel;
import io.discern.similarity.ClassSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Means and spreads of every class in every component, from one pass over the rows.
 *
 * @param counts the rows of each class; each class has one
 * @param means the mean of each class, C x d
 * @param within {@code sum_{i in c} (x_ij - mu_cj)^2}, C x d
 */
public record ClassMoments(int[] counts, double[][] means, double[][] within) {
    private static final int PIECES = 16;

    /** Sums of the rows of one class in one piece of the order. */
    private record Part(int label, double[] sums, double[] squares) {}

    /**
     * Deviations are taken from each class's first row, so equal rows give exactly zero. Sixteen pieces are summed in
     * parallel and added in order: the result does not depend on the number of threads. Each piece goes class by class, so
     * that the sums of one class stay in the processor's cache.
     */
    public static ClassMoments of(Rows rows, int[] labels, int classes) {
        double[][] origins = new double[classes][];
        int[] counts = new int[classes];
        for (int i = 0; i < labels.length; i++) {
            if (counts[labels[i]]++ == 0) {
                origins[labels[i]] = new double[rows.dim()];
                rows.read(i, origins[labels[i]]);
            }
        }
        int[] order = byClass(labels, counts);
        int pieces = Math.min(PIECES, Math.max(1, rows.count() / (4 * classes)));
        double[] flat = Arrays.stream(origins).flatMapToDouble(Arrays::stream).toArray();
        ClassSums sums =
                rows.sums(order, labels, flat, pieces).orElseGet(() -> sums(rows, labels, order, origins, pieces));
        double[][] within = new double[classes][rows.dim()];
        for (int label = 0; label < classes; label++) {
            for (int j = 0; j < rows.dim(); j++) {
                double sum = sums.sums()[label * rows.dim() + j];
                double squares = sums.squares()[label * rows.dim() + j];
                origins[label][j] += sum / counts[label];
                within[label][j] = Math.max(0, squares - sum * sum / counts[label]);
            }
        }
        return new ClassMoments(counts, origins, within);
    }

    private static ClassSums sums(Rows rows, int[] labels, int[] order, double[][] origins, int count) {
        List<List<Part>> pieces = new ArrayList<>(Collections.nCopies(count, List.of()));
        Parallel.forEach(count, piece -> pieces.set(piece, parts(rows, labels, order, origins, piece, count)));
        int dim = rows.dim();
        ClassSums total = new ClassSums(new double[origins.length * dim], new double[origins.length * dim]);
        for (List<Part> piece : pieces) {
            for (Part part : piece) {
                for (int j = 0; j < dim; j++) {
                    total.sums()[part.label * dim + j] += part.sums[j];
                    total.squares()[part.label * dim + j] += part.squares[j];
                }
            }
        }
        return total;
    }

    /** The rows of the first class, then those of the second, ... */
    private static int[] byClass(int[] labels, int[] counts) {
        int[] next = counts.clone();
        Arrays.parallelPrefix(next, Integer::sum);
        int[] order = new int[labels.length];
        for (int i = labels.length - 1; i >= 0; i--) {
            order[--next[labels[i]]] = i;
        }
        return order;
    }

    /** The sums of a piece of the order, class by class. */
    private static List<Part> parts(Rows rows, int[] labels, int[] order, double[][] origins, int piece, int pieces) {
        List<Part> parts = new ArrayList<>();
        double[] row = new double[rows.dim()];
        double[] after = new double[rows.dim()];
        int end = (int) ((piece + 1L) * labels.length / pieces);
        int first = (int) ((long) piece * labels.length / pieces);
        while (first < end) {
            Part part = new Part(labels[order[first]], new double[rows.dim()], new double[rows.dim()]);
            int next = first;
            while (next < end && labels[order[next]] == part.label) {
                next++;
            }
            for (; first + 1 < next; first += 2) {
                rows.read(order[first], row);
                rows.read(order[first + 1], after);
                add(row, after, origins[part.label], part.sums, part.squares);
            }
            if (first < next) {
                rows.read(order[first++], row);
                add(row, origins[part.label], part.sums, part.squares);
            }
            parts.add(part);
        }
        return parts;
    }

    private static void add(double[] row, double[] origin, double[] sums, double[] squares) {
        for (int j = 0; j < row.length; j++) {
            double deviation = row[j] - origin[j];
            sums[j] += deviation;
            squares[j] += deviation * deviation;
        }
    }

    /** Two rows, one after the other: the sums are loaded and stored once for both. */
    private static void add(double[] row, double[] next, double[] origin, double[] sums, double[] squares) {
        for (int j = 0; j < row.length; j++) {
            double deviation = row[j] - origin[j];
            double after = next[j] - origin[j];
            sums[j] = (sums[j] + deviation) + after;
            squares[j] = (squares[j] + deviation * deviation) + after * after;
        }
    }

    public int classes() {
        return counts.length;
    }

    public int rows() {
        return IntStream.of(counts).sum();
    }

    /** {@code sum_{i in c} |x_i - mu_c|^2}. */
    public double scatter(int label) {
        double sum = 0;
        for (double component : within[label]) {
            sum += component;
        }
        return sum;
    }

    /** The mean of the class means, each with its weight. */
    public double[] center(double[] weights) {
        double[] center = new double[means[0].length];
        double total = 0;
        for (int label = 0; label < classes(); label++) {
            total += weights[label];
            for (int j = 0; j < center.length; j++) {
                center[j] += weights[label] * means[label][j];
            }
        }
        for (int j = 0; j < center.length; j++) {
            center[j] /= total;
        }
        return center;
    }

    /** {@code sum_c w_c (mu_cj - mu_j)^2} in each component, with mu the weighted mean of the class means. */
    public double[] between(double[] weights) {
        double[] center = center(weights);
        double[] between = new double[center.length];
        for (int label = 0; label < classes(); label++) {
            for (int j = 0; j < center.length; j++) {
                double deviation = means[label][j] - center[j];
                between[j] += weights[label] * deviation * deviation;
            }
        }
        return between;
    }

    /** The class sizes as weights. */
    public double[] sizes() {
        return IntStream.of(counts).asDoubleStream().toArray();
    }
}

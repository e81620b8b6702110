package io.discern.analysis.stats;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How often rows of one class were predicted to be of another, and the scores that follow from it.
 *
 * <p>With n_ct the rows of class t predicted as c, recall is n_tt / n_.t and F1 is 2 n_tt / (n_.t + n_t.). Scores equal
 * scikit-learn's; what it sets to 0 for want of a denominator is absent here. Immutable.
 *
 * <p>References: Sokolova and Lapalme, <i>A systematic analysis of performance measures for classification tasks</i>,
 * Information Processing and Management 45 (2009) 427-437; Gorodkin, <i>Comparing two K-category assignments by a K-category
 * correlation coefficient</i>, Computational Biology and Chemistry 28 (2004) 367-374, eq. 8.
 *
 * @param counts classes x classes: {@code counts[true][predicted]}; copied
 */
public record ConfusionMatrix(long[][] counts) {
    /** Checks the counts. */
    public ConfusionMatrix {
        counts = Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
        int classes = counts.length;
        if (Arrays.stream(counts)
                .anyMatch(row -> row.length != classes || Arrays.stream(row).anyMatch(n -> n < 0))) {
            throw new IllegalArgumentException("counts " + Arrays.deepToString(counts)
                    + "; expected as many columns as rows and no negative count");
        }
        if (Arrays.stream(counts).flatMapToLong(Arrays::stream).sum() == 0) {
            throw new IllegalArgumentException("counts of no rows; expected at least one");
        }
    }

    /**
     * Counts rows.
     *
     * @param truth the class of each row, from 0 and below {@code classes}
     * @param predicted the class that was predicted for each row
     */
    public static ConfusionMatrix of(int[] truth, int[] predicted, int classes) {
        if (truth.length != predicted.length) {
            throw new IllegalArgumentException(
                    predicted.length + " predictions for " + truth.length + " rows; expected one each");
        }
        long[][] counts = new long[classes][classes];
        for (int row = 0; row < truth.length; row++) {
            counts[truth[row]][predicted[row]]++;
        }
        return new ConfusionMatrix(counts);
    }

    /** A copy of the counts, {@code [true][predicted]}. */
    @Override
    public long[][] counts() {
        return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
    }

    /** The share of rows predicted right, in [0, 1]. */
    public double micro() {
        long right = IntStream.range(0, counts.length)
                .mapToLong(label -> counts[label][label])
                .sum();
        return (double) right / total();
    }

    /** The mean recall of the classes that have rows, in [0, 1]. */
    public double balanced() {
        return mean(label -> of(label) > 0, label -> recall(label).orElseThrow());
    }

    /** The mean F1 of the classes that have rows or predictions, in [0, 1]. */
    public double macroF1() {
        return mean(label -> of(label) + as(label) > 0, label -> f1(label).orElseThrow());
    }

    private double mean(IntPredicate takesPart, IntToDoubleFunction score) {
        return IntStream.range(0, counts.length)
                .filter(takesPart)
                .mapToDouble(score)
                .average()
                .orElseThrow();
    }

    /** The share of a class's rows that were predicted right; absent if it has none. */
    public OptionalDouble recall(int label) {
        return of(label) == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) counts[label][label] / of(label));
    }

    /** The share of a class's predictions that were right; absent if there is none. */
    public OptionalDouble precision(int label) {
        return as(label) == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) counts[label][label] / as(label));
    }

    /** The harmonic mean of precision and recall of a class; absent if it has neither rows nor predictions. */
    public OptionalDouble f1(int label) {
        long marked = of(label) + as(label);
        return marked == 0 ? OptionalDouble.empty() : OptionalDouble.of(2.0 * counts[label][label] / marked);
    }

    /**
     * Matthews' correlation of truth and prediction,
     * {@code (n s - sum_t n_.t n_t.) / sqrt((n^2 - sum n_.t^2)(n^2 - sum n_t.^2))} with s rows right, in [-1, 1]; absent if all
     * rows are of one class or all predictions are the same.
     */
    public OptionalDouble mcc() {
        double n = total();
        double right = micro() * n;
        double both = 0;
        double truths = 0;
        double predictions = 0;
        for (int label = 0; label < counts.length; label++) {
            both += (double) of(label) * as(label);
            truths += (double) of(label) * of(label);
            predictions += (double) as(label) * as(label);
        }
        if (truths == n * n || predictions == n * n) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((right * n - both) / Math.sqrt(n * n - truths) / Math.sqrt(n * n - predictions));
    }

    /**
     * The derivatives of a score with respect to the weight of one more row in each cell, all weights at 1: scores look at
     * shares only, so a millionth of a row is a row beside a million copies of all, which longs still count exactly.
     *
     * @param score of counts; has a value here
     * @return classes x classes: {@code [true][predicted]}
     */
    public double[][] derivatives(Function<ConfusionMatrix, OptionalDouble> score) {
        long copies = 1_000_000;
        long[][] counted = Arrays.stream(counts)
                .map(row -> Arrays.stream(row).map(count -> count * copies).toArray())
                .toArray(long[][]::new);
        double value = score.apply(new ConfusionMatrix(counted)).orElseThrow();
        double[][] derivatives = new double[counts.length][counts.length];
        for (int truth = 0; truth < counts.length; truth++) {
            for (int predicted = 0; predicted < counts.length; predicted++) {
                counted[truth][predicted]++;
                double more = score.apply(new ConfusionMatrix(counted)).orElseThrow();
                derivatives[truth][predicted] = (more - value) * copies;
                counted[truth][predicted]--;
            }
        }
        return derivatives;
    }

    private long total() {
        return IntStream.range(0, counts.length).mapToLong(this::of).sum();
    }

    /** The number of rows of a class. */
    private long of(int label) {
        return Arrays.stream(counts[label]).sum();
    }

    /** The number of predictions of a class. */
    private long as(int label) {
        return Arrays.stream(counts).mapToLong(row -> row[label]).sum();
    }

    /** Equal counts. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ConfusionMatrix matrix && Arrays.deepEquals(counts, matrix.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(counts);
    }

    /** The counts, a row for each class. */
    @Override
    public String toString() {
        return "ConfusionMatrix" + Arrays.deepToString(counts);
    }
}

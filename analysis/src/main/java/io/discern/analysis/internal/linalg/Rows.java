package io.discern.analysis.internal.linalg;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.vector.RowSums;
import io.discern.internal.Parallel;
import io.discern.similarity.ClassSums;
import java.util.Arrays;
import java.util.Optional;

/** {@code n} rows of {@code d} components that can be read as doubles, from any thread. */
public interface Rows {

    /** The number of rows, n. */
    int count();

    /** The length of a row, d. */
    int dim();

    /** Copies a row. */
    void read(int row, double[] into);

    /** Copies rows rounded to float32; for one thread. */
    @FunctionalInterface
    interface Rounded {
        /** Copies a row. */
        void read(int row, float[] into);
    }

    /**
     * These rows rounded to float32: each component is off by at most two roundings, {@code 2^-23} of itself, and what underflows is lost.
     *
     * @return for one thread
     */
    default Rounded rounded() {
        double[] values = new double[dim()];
        return (row, into) -> {
            read(row, values);
            for (int j = 0; j < into.length; j++) {
                into[j] = (float) values[j];
            }
        };
    }

    /** How many pieces of the rows are summed apart. */
    int SUMMED_APART = 16;

    /** The rows as they are. The data must stay open. */
    static Rows of(LabeledEmbeddings data) {
        return new DataRows(data, false);
    }

    /** The rows divided by their lengths; zero rows stay zero. The data must stay open. */
    static Rows unit(LabeledEmbeddings data) {
        return new DataRows(data, true);
    }

    /**
     * Rows of floats on the heap divided by their lengths; zero rows stay zero.
     *
     * @param values n x d, aliased
     * @param norms the lengths of the n rows, aliased
     */
    static Rows unit(float[] values, int dim, double[] norms) {
        return new UnitFloats(values, dim, norms);
    }

    /** Rows that a function reads. */
    static Rows of(int count, int dim, Change reader) {
        return new ReadRows(count, dim, reader);
    }

    /** Vectors on the heap, at least one; aliased. */
    static Rows of(double[][] vectors) {
        return of(
                vectors.length,
                vectors[0].length,
                (row, into) -> System.arraycopy(vectors[row], 0, into, 0, into.length));
    }

    /** The given rows of these, in that order; at least one. */
    default Rows select(int[] selected) {
        return new SelectedRows(this, selected);
    }

    /** Gives a row its values, or changes them in place; safe for concurrent use. */
    @FunctionalInterface
    interface Change {
        /** Works on the values of that row. */
        void apply(int row, double[] values);
    }

    /** These rows, each changed as it is read. */
    default Rows each(Change change) {
        return of(count(), dim(), (row, into) -> {
            read(row, into);
            change.apply(row, into);
        });
    }

    /** These rows less their mean. */
    default Rows centered() {
        return minus(mean());
    }

    /** These rows less one and the same row. */
    default Rows minus(double[] center) {
        return each((row, values) -> subtract(values, center));
    }

    /** These rows, each less the center of its class. */
    default Rows minus(double[][] centers, int[] classOfRow) {
        return each((row, values) -> subtract(values, centers[classOfRow[row]]));
    }

    /** These rows, each times a factor of its own. */
    default Rows scaled(double[] factors) {
        return each((row, values) -> {
            for (int j = 0; j < values.length; j++) {
                values[j] *= factors[row];
            }
        });
    }

    /** The square of the length of each row. */
    default double[] squares() {
        double[] squares = new double[count()];
        forEach(0, count(), (row, values) -> squares[row] = RowSums.squares(values));
        return squares;
    }

    /**
     * Reads {@code count} rows from {@code first} on, in parallel.
     *
     * @param receiver gets each row once; the values are its own only while it works on them
     */
    default void forEach(int first, int count, Change receiver) {
        int atOnce = 32;
        Parallel.forEach((count + atOnce - 1) / atOnce, task -> {
            double[] values = new double[dim()];
            for (int i = task * atOnce; i < Math.min(count, (task + 1) * atOnce); i++) {
                read(first + i, values);
                receiver.apply(first + i, values);
            }
        });
    }

    /** The mean row. */
    default double[] mean() {
        double[] sum = sums(new int[count()], 1)[0];
        return Arrays.stream(sum).map(v -> v / count()).toArray();
    }

    /**
     * The sums of the rows of each class; summed in sixteen pieces in parallel, so that the result is always the same.
     *
     * @return classes x d
     */
    default double[][] sums(int[] classOfRow, int classes) {
        int pieces = Math.min(SUMMED_APART, count());
        double[][][] partial = new double[pieces][classes][dim()];
        Parallel.forEach(pieces, piece -> {
            double[] row = new double[dim()];
            int end = (int) ((piece + 1L) * count() / pieces);
            for (int i = (int) ((long) piece * count() / pieces); i < end; i++) {
                read(i, row);
                RowSums.add(partial[piece][classOfRow[i]], row);
            }
        });
        for (int piece = 1; piece < pieces; piece++) {
            for (int label = 0; label < classes; label++) {
                RowSums.add(partial[0][label], partial[piece][label]);
            }
        }
        return partial[0];
    }

    /**
     * The sums of deviations by class, and of their squares, by the similarity that compares these rows: {@link ClassSums} says
     * exactly which. Empty where there is none; whoever asks adds by himself then, in the same order.
     *
     * @param order the rows in the order in which they are added
     * @param classOfRow in 0..C-1
     * @param origins what is subtracted from the rows of each class, C x d
     * @param pieces how many pieces of the order are summed apart
     */
    default Optional<ClassSums> sums(int[] order, int[] classOfRow, double[] origins, int pieces) {
        return Optional.empty();
    }

    private static void subtract(double[] values, double[] center) {
        for (int j = 0; j < values.length; j++) {
            values[j] -= center[j];
        }
    }
}

package io.discern.analysis;

import io.discern.dataset.TableColumns;
import io.discern.internal.dataset.Splits;
import io.discern.run.ImageFailure;
import io.discern.store.Npy;
import io.discern.store.NpyArray;
import io.discern.store.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Embeddings that were made elsewhere: a matrix in a {@code .npy} file, {@code n x d}, and a table with one row for each, whose
 * columns hold the class and, if there are any, the group and the split. Rows with a value that is not finite are left out and listed.
 *
 * <p>Closing this closes {@link #rows()}. Used by one thread while it is read; the rows are safe for concurrent use.
 */
public final class StoredEmbeddings implements AutoCloseable {
    /** The column that holds the class unless another is named. */
    public static final String LABEL = "label";

    private final INDArray matrix;
    private final LabeledEmbeddings rows;
    private final List<ImageFailure> failures;
    private final List<String> notes;

    private StoredEmbeddings(INDArray matrix, LabeledEmbeddings rows, List<ImageFailure> failures, List<String> notes) {
        this.matrix = matrix;
        this.rows = rows;
        this.failures = failures;
        this.notes = notes;
    }

    /**
     * Reads embeddings with the column {@value #LABEL}, every row a group of its own, without splits.
     *
     * @throws IOException as the other method says
     */
    public static StoredEmbeddings read(Path npy, Path table) throws IOException {
        return read(npy, table, TableColumns.STANDARD);
    }

    /**
     * Reads embeddings. The array is read row by row: the file may be larger than the heap as long as the rows are not.
     *
     * @param npy a matrix of float16, bfloat16, float32 or float64
     * @param table as {@link Table} reads it
     * @param columns {@code label}, filled in every row, is {@value #LABEL} where none is named; {@code group} and {@code split} are read only
     *     where they are: a row without group is a group of its own, one without split belongs to none; others are not looked at
     * @throws IOException if a file cannot be read, the array is no matrix of such a type, a column is missing or has an empty
     *     label, the numbers of rows differ, or no row is finite
     */
    public static StoredEmbeddings read(Path npy, Path table, TableColumns columns) throws IOException {
        NpyArray array = matrix(npy);
        Table read = Table.read(table);
        List<String> labels = read.filled(
                columns.label().orElse(LABEL), "Fill it, or take the row out of the table and of " + npy + ".");
        int n = array.shape()[0];
        if (labels.size() != n) {
            throw new IOException(table + ": " + labels.size() + " rows but " + npy + " has " + n
                    + " embeddings; expected one row for each");
        }
        List<String> groups = columns.group().isPresent()
                ? groups(read, columns.group().get())
                : numbers(IntStream.range(0, n).toArray());
        List<String> splits =
                columns.split().isPresent() ? splits(read, columns.split().get()) : Collections.nCopies(n, "");
        List<ImageFailure> failures = new ArrayList<>();
        int[] kept = IntStream.range(0, n)
                .filter(row -> isFinite(array, row, npy, failures))
                .toArray();
        if (kept.length == 0) {
            throw new IOException(npy + ": no embedding has finite values only; the first: "
                    + (failures.isEmpty() ? "there is none" : failures.get(0).reason()));
        }
        INDArray values = finite(array, kept);
        try {
            LabeledEmbeddings rows = LabeledEmbeddings.of(values, pick(labels, kept))
                    .withGroups(pick(groups, kept))
                    .withSplits(pick(splits, kept))
                    .withIds(numbers(kept));
            return new StoredEmbeddings(values, rows, List.copyOf(failures), read.notes());
        } catch (RuntimeException refused) {
            values.close();
            throw refused;
        }
    }

    /**
     * Reads an array of two dimensions, rows x components, of a floating-point type.
     *
     * @throws IOException if it cannot be read, or is something else
     */
    public static NpyArray matrix(Path npy) throws IOException {
        NpyArray array = Npy.read(npy);
        if (array.shape().length != 2) {
            throw new IOException(npy + ": " + array + "; expected a matrix, one row per embedding");
        }
        if (!array.type().floating()) {
            throw new IOException(npy + ": " + array
                    + "; expected float16, bfloat16, float32 or float64. Save array.astype(np.float32).");
        }
        return array;
    }

    private static List<String> groups(Table table, String column) throws IOException {
        List<String> groups = new ArrayList<>();
        for (String group : table.values(column)) {
            groups.add(Table.missing(group) ? "row " + groups.size() : group);
        }
        return groups;
    }

    private static List<String> splits(Table table, String column) throws IOException {
        return table.values(column).stream()
                .map(split -> Table.missing(split) ? "" : Splits.named(split))
                .toList();
    }

    private static boolean isFinite(NpyArray array, int row, Path npy, List<ImageFailure> failures) {
        int dim = array.shape()[1];
        double[] values = array.toDoubles((long) row * dim, dim);
        for (int column = 0; column < dim; column++) {
            if (!Double.isFinite(values[column])) {
                failures.add(new ImageFailure(
                        Integer.toString(row),
                        npy + "#" + row,
                        "embedding has " + values[column] + " at component " + column + "; expected finite values"));
                return false;
            }
        }
        return true;
    }

    /** float64 where the file has it, else float32, which is exact. */
    private static INDArray finite(NpyArray array, int[] kept) {
        int dim = array.shape()[1];
        int size = Math.multiplyExact(kept.length, dim);
        if (array.type() == NpyArray.Type.FLOAT64) {
            double[] values = new double[size];
            for (int i = 0; i < kept.length; i++) {
                System.arraycopy(array.toDoubles((long) kept[i] * dim, dim), 0, values, i * dim, dim);
            }
            return Nd4j.createFromArray(values).reshape(kept.length, dim);
        }
        float[] values = new float[size];
        for (int i = 0; i < kept.length; i++) {
            System.arraycopy(array.toFloats((long) kept[i] * dim, dim), 0, values, i * dim, dim);
        }
        return Nd4j.createFromArray(values).reshape(kept.length, dim);
    }

    private static List<String> pick(List<String> names, int[] kept) {
        return Arrays.stream(kept).mapToObj(names::get).toList();
    }

    private static List<String> numbers(int[] rows) {
        return Arrays.stream(rows).mapToObj(Integer::toString).toList();
    }

    /** The rows that are finite, in the file's order; their ids are their numbers in the file, from 0. */
    public LabeledEmbeddings rows() {
        return rows;
    }

    /** The rows that were left out, with the first value that is not finite. */
    public List<ImageFailure> failures() {
        return failures;
    }

    /** What a reader of the table should know, such as its encoding. */
    public List<String> notes() {
        return notes;
    }

    /** Frees the rows. Idempotent. */
    @Override
    public void close() {
        rows.close();
        if (!matrix.wasClosed()) {
            matrix.close();
        }
    }
}

package io.discern.examples;

import io.discern.store.NpyArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix whose rows are split into those with finite values only and the others, which are reported instead of measured.
 *
 * @param values row-major
 * @param dim the length of a row
 * @param kept the rows with finite values only, ascending
 */
record FiniteRows(double[] values, int dim, int[] kept) {

    static FiniteRows of(double[] values, int dim) {
        int[] kept = IntStream.range(0, values.length / dim)
                .filter(row -> firstNonFinite(values, dim, row) < 0)
                .toArray();
        return new FiniteRows(values, dim, kept);
    }

    private static int firstNonFinite(double[] values, int dim, int row) {
        for (int column = 0; column < dim; column++) {
            if (!Double.isFinite(values[row * dim + column])) {
                return column;
            }
        }
        return -1;
    }

    /** One line for each row left out: the place and what was found there. */
    List<List<String>> failures(Path file) {
        List<List<String>> failures = new ArrayList<>();
        for (int row = 0; row < values.length / dim; row++) {
            int column = firstNonFinite(values, dim, row);
            if (column >= 0) {
                failures.add(List.of(
                        file + "#" + row,
                        "embedding has " + values[row * dim + column] + " at component " + column
                                + "; expected finite values"));
            }
        }
        return failures;
    }

    /** The kept rows, {@code n x d}, in the precision of the file; the caller closes it. */
    INDArray matrix(NpyArray.Type type) {
        if (kept.length == 0) {
            throw new IllegalArgumentException(
                    "no embedding has finite values only; failures.csv names the first bad value of each");
        }
        double[] rows = new double[kept.length * dim];
        for (int i = 0; i < kept.length; i++) {
            System.arraycopy(values, kept[i] * dim, rows, i * dim, dim);
        }
        INDArray matrix = Nd4j.createFromArray(rows).reshape(kept.length, dim);
        return type == NpyArray.Type.FLOAT64 ? matrix : matrix.castTo(DataType.FLOAT);
    }

    /** The names of the kept rows. */
    List<String> pick(List<String> names) {
        return Arrays.stream(kept).mapToObj(names::get).toList();
    }
}

package io.discern.examples;

import io.discern.store.NpyArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix whose rows are split into those with finite values only and the others, which are reported instead of measured. The array is
 * read row by row: it may be larger than the heap.
 *
 * @param array rows x components
 * @param kept the rows with finite values only, ascending
 */
record FiniteRows(NpyArray array, int[] kept) {

    static FiniteRows of(NpyArray array) {
        return new FiniteRows(
                array,
                IntStream.range(0, array.shape()[0])
                        .filter(row -> firstNonFinite(values(array, row)) < 0)
                        .toArray());
    }

    private static double[] values(NpyArray array, int row) {
        int dim = array.shape()[1];
        return array.toDoubles((long) row * dim, dim);
    }

    private static int firstNonFinite(double[] values) {
        return IntStream.range(0, values.length)
                .filter(column -> !Double.isFinite(values[column]))
                .findFirst()
                .orElse(-1);
    }

    /** One line for each row left out: the place and what was found there. */
    List<List<String>> failures(Path file) {
        List<List<String>> failures = new ArrayList<>();
        for (int row = 0, next = 0; row < array.shape()[0]; row++) {
            if (next < kept.length && kept[next] == row) {
                next++;
                continue;
            }
            double[] values = values(array, row);
            int column = firstNonFinite(values);
            failures.add(List.of(
                    file + "#" + row,
                    "embedding has " + values[column] + " at component " + column + "; expected finite values"));
        }
        return failures;
    }

    /** The kept rows, {@code n x d}, float64 where the file has it, else float32, which is exact; the caller closes it. */
    INDArray matrix() {
        if (kept.length == 0) {
            throw new IllegalArgumentException(
                    "no embedding has finite values only; failures.csv names the first bad value of each");
        }
        int dim = array.shape()[1];
        int size = Math.multiplyExact(kept.length, dim);
        if (array.type() == NpyArray.Type.FLOAT64) {
            double[] rows = new double[size];
            for (int i = 0; i < kept.length; i++) {
                System.arraycopy(array.toDoubles((long) kept[i] * dim, dim), 0, rows, i * dim, dim);
            }
            return Nd4j.createFromArray(rows).reshape(kept.length, dim);
        }
        float[] rows = new float[size];
        for (int i = 0; i < kept.length; i++) {
            System.arraycopy(array.toFloats((long) kept[i] * dim, dim), 0, rows, i * dim, dim);
        }
        return Nd4j.createFromArray(rows).reshape(kept.length, dim);
    }

    /** The names of the kept rows. */
    List<String> pick(List<String> names) {
        return Arrays.stream(kept).mapToObj(names::get).toList();
    }
}

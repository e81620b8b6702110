package io.discern.analysis.internal.linalg;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.similarity.ClassRows;
import io.discern.similarity.ClassSums;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The rows of a data set, as they are or divided by their lengths; a similarity that compares them sums them by class too.
 *
 * @param data must stay open
 * @param unit whether they are divided by their lengths; zero rows stay zero
 */
record DataRows(LabeledEmbeddings data, boolean unit) implements Rows {

    @Override
    public int count() {
        return data.rows();
    }

    @Override
    public int dim() {
        return data.dim();
    }

    @Override
    public void read(int row, double[] into) {
        data.readRow(row, into);
        if (unit) {
            UnitFloats.divide(into, data.norm(row));
        }
    }

    @Override
    public Optional<ClassSums> sums(int[] order, int[] classOfRow, double[] origins, int pieces) {
        if (data.remote().isPresent()) {
            return data.remote().map(part -> part.classSums(unit, order, classOfRow, origins, pieces));
        }
        // what was made in double does not fit a device that takes float32
        if (data.array().dataType() != DataType.FLOAT) {
            return Optional.empty();
        }
        return data.similarity()
                .map(similarity -> similarity.classSums(
                        new ClassRows(data.floats(), lengths(), order, classOfRow, origins, pieces)));
    }

    @Override
    public double[][] sums(int[] classOfRow, int classes) {
        int[] order = IntStream.range(0, count()).toArray();
        return sums(order, classOfRow, new double[classes * dim()], Math.min(SUMMED_APART, count()))
                .map(sums -> vectors(sums.sums(), dim()))
                .orElseGet(() -> Rows.super.sums(classOfRow, classes));
    }

    private double[] lengths() {
        return unit ? IntStream.range(0, count()).mapToDouble(data::norm).toArray() : new double[0];
    }

    private static double[][] vectors(double[] values, int dim) {
        double[][] vectors = new double[values.length / dim][dim];
        for (int i = 0; i < vectors.length; i++) {
            System.arraycopy(values, i * dim, vectors[i], 0, dim);
        }
        return vectors;
    }
}

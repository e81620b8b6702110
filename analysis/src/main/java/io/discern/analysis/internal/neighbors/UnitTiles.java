package io.discern.analysis.internal.neighbors;

import io.discern.analysis.LabeledEmbeddings;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows scaled to unit length in float32, in native memory, seen as tiles of {@link #TILE} rows; zero rows stay zero. */
public final class UnitTiles implements AutoCloseable {
    public static final int TILE = 1024;

    private final INDArray values;

    private UnitTiles(INDArray values) {
        this.values = values;
    }

    public static UnitTiles of(LabeledEmbeddings data) {
        UnitTiles unit =
                new UnitTiles(Nd4j.createUninitialized(DataType.FLOAT, new long[] {data.rows(), data.dim()}, 'c'));
        IntStream.range(0, unit.tiles()).parallel().forEach(tile -> unit.fill(tile, data));
        return unit;
    }

    private void fill(int tile, LabeledEmbeddings data) {
        double[] row = new double[dim()];
        float[] scaled = new float[dim()];
        FloatPointer into = tile(tile);
        for (int i = 0; i < rows(tile); i++) {
            data.readRow(tile * TILE + i, row);
            double norm = data.norm(tile * TILE + i);
            for (int j = 0; j < row.length; j++) {
                scaled[j] = norm == 0 ? 0 : (float) (row[j] / norm);
            }
            into.put(scaled).position(into.position() + scaled.length);
        }
    }

    int tiles() {
        return (rows() + TILE - 1) / TILE;
    }

    int rows() {
        return (int) values.size(0);
    }

    /** The number of rows of a tile. */
    int rows(int tile) {
        return Math.min(TILE, rows() - tile * TILE);
    }

    int dim() {
        return (int) values.size(1);
    }

    /** The first value of a tile; a pointer of its own. */
    FloatPointer tile(int tile) {
        return new FloatPointer(values.data().pointer()).position((long) tile * TILE * dim());
    }

    @Override
    public void close() {
        values.close();
    }
}

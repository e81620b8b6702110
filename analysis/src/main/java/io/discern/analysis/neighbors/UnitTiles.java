package io.discern.analysis.neighbors;

import io.discern.analysis.LabeledEmbeddings;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows scaled to unit length in float32, cut into arrays of {@link #ROWS} rows; zero rows stay zero. */
final class UnitTiles implements AutoCloseable {
    static final int ROWS = 1024;

    private final INDArray[] tiles;

    private UnitTiles(INDArray[] tiles) {
        this.tiles = tiles;
    }

    static UnitTiles of(LabeledEmbeddings data) {
        int count = (data.rows() + ROWS - 1) / ROWS;
        INDArray[] tiles = new INDArray[count];
        double[] row = new double[data.dim()];
        for (int tile = 0; tile < count; tile++) {
            int first = tile * ROWS;
            int rows = Math.min(ROWS, data.rows() - first);
            tiles[tile] = Nd4j.create(DataType.FLOAT, new long[] {rows, data.dim()}, 'c');
            FloatIndexer into = (FloatIndexer) tiles[tile].data().indexer();
            for (int i = 0; i < rows; i++) {
                data.readRow(first + i, row);
                double norm = data.norm(first + i);
                for (int j = 0; j < row.length; j++) {
                    into.put((long) i * row.length + j, norm == 0 ? 0 : (float) (row[j] / norm));
                }
            }
        }
        return new UnitTiles(tiles);
    }

    /**
     * A bound on the difference between the float32 product of two unit rows and their cosine.
     *
     * <p>With u = 2^-24 and sum |a_j b_j| <= 1: rounding the inputs costs at most 2u + u^2, a sum of d products in any order
     * at most d u / (1 - d u) (Higham, <i>Accuracy and Stability of Numerical Algorithms</i>, 2002, eq. 3.5); the bound takes
     * d + 8 to cover both and the lengths of the rounded rows.
     */
    static double margin(int dim) {
        double roundings = (dim + 8) * 0x1p-24;
        return roundings / (1 - roundings);
    }

    int count() {
        return tiles.length;
    }

    int rows(int tile) {
        return (int) tiles[tile].size(0);
    }

    INDArray tile(int tile) {
        return tiles[tile];
    }

    @Override
    public void close() {
        for (INDArray tile : tiles) {
            if (!tile.wasClosed()) {
                tile.close();
            }
        }
    }
}

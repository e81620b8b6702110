package io.discern.testkit;

import io.discern.internal.similarity.TiledSimilarity;
import java.nio.FloatBuffer;

/** Products in float32, in plain Java: what a device computes, without the device. */
class FloatSimilarity extends TiledSimilarity {

    private record Rows(FloatBuffer values, int dim) implements Tile {
        @Override
        public void close() {}
    }

    FloatSimilarity() {
        super("float");
    }

    @Override
    protected Tile load(FloatBuffer unitRows, int rows, int dim) {
        return new Rows(unitRows, dim);
    }

    @Override
    protected void multiply(Tile queries, int queryRows, Tile bank, int bankRows, FloatBuffer products) {
        int dim = ((Rows) queries).dim();
        float[] a = values(queries, queryRows * dim);
        float[] b = values(bank, bankRows * dim);
        for (int i = 0; i < queryRows; i++) {
            for (int j = 0; j < bankRows; j++) {
                float sum = 0;
                for (int c = 0; c < dim; c++) {
                    sum += a[i * dim + c] * b[j * dim + c];
                }
                products.put(i * bankRows + j, sum);
            }
        }
    }

    private static float[] values(Tile tile, int count) {
        float[] values = new float[count];
        ((Rows) tile).values().get(0, values);
        return values;
    }

    @Override
    protected void release() {}
}

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
        FloatBuffer a = ((Rows) queries).values();
        FloatBuffer b = ((Rows) bank).values();
        for (int i = 0; i < queryRows; i++) {
            for (int j = 0; j < bankRows; j++) {
                float sum = 0;
                for (int c = 0; c < dim; c++) {
                    sum += a.get(i * dim + c) * b.get(j * dim + c);
                }
                products.put(i * bankRows + j, sum);
            }
        }
    }

    @Override
    protected void release() {}
}

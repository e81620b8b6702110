package io.discern.internal.similarity;

import io.discern.internal.Parallel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** The direct memory of one call of a {@link TiledSimilarity}; it grows to what is needed and is used again. */
final class TileBuffers {
    private FloatBuffer queries = direct(0);
    private FloatBuffer bank = direct(0);
    private FloatBuffer products = direct(0);

    /** Query rows scaled to unit length, from position 0 to {@code count x dim}; zero rows stay zero. */
    FloatBuffer queries(ReferenceRows rows, int first, int count) {
        queries = atLeast(queries, count * rows.dim());
        return unitRows(queries, rows.queryValues(), first, count, rows.dim(), rows.queryNorms());
    }

    /** Bank rows, likewise. */
    FloatBuffer bank(ReferenceRows rows, int first, int count) {
        bank = atLeast(bank, count * rows.dim());
        return unitRows(bank, rows.bankValues(), first, count, rows.dim(), rows.bankNorms());
    }

    /** Room for that many products, from position 0. */
    FloatBuffer products(int count) {
        products = atLeast(products, count);
        return products.duplicate().clear().limit(count);
    }

    private static FloatBuffer unitRows(
            FloatBuffer into, float[] values, int first, int count, int dim, double[] norms) {
        Parallel.forEach(count, i -> {
            int from = (first + i) * dim;
            double norm = norms[first + i];
            float[] row = new float[dim];
            for (int j = 0; norm > 0 && j < dim; j++) {
                row[j] = (float) (values[from + j] / norm);
            }
            into.put(i * dim, row);
        });
        return into.duplicate().clear().limit(count * dim);
    }

    private static FloatBuffer atLeast(FloatBuffer buffer, int length) {
        return buffer.capacity() >= length ? buffer : direct(length);
    }

    private static FloatBuffer direct(int length) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(length, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}

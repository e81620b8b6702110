package io.discern.analysis.linalg;

import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * The products of two kinds of the same rows, in one pass: {@code sum x x'}, {@code sum y x'}, {@code sum y y'}. Rows are rounded
 * to float32, multiplied and summed in float32 over four tiles of 1,024 rows, and these sums are added in double: faster than
 * {@link Products}, for what is not going to be inverted. Each value is off by about 1e-7 of the product of the columns'
 * lengths, up and down at random, so norms of the matrices keep about seven digits. Closed by whoever made it.
 *
 * @param xx d_x x d_x
 * @param yx d_y x d_x
 * @param yy d_y x d_y
 */
public record CrossScatter(SymmetricMatrix xx, DenseMatrix yx, SymmetricMatrix yy) implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 1024;
    private static final int TILES_IN_FLOAT = 4;

    /** Of as many rows of each kind. */
    public static CrossScatter of(Rows x, Rows y) {
        int ofY = y.dim();
        int order = ofY + x.dim();
        // Rows of y and x side by side have all three products in one: a single call of OpenBLAS a tile, and half a square.
        try (DenseMatrix sums = new DenseMatrix(order, order)) {
            sum(x, y, sums);
            return new CrossScatter(
                    new SymmetricMatrix(sums.block(ofY, ofY, x.dim(), x.dim())),
                    sums.block(0, ofY, ofY, x.dim()),
                    new SymmetricMatrix(sums.block(0, 0, ofY, ofY)));
        }
    }

    private static void sum(Rows x, Rows y, DenseMatrix sums) {
        int order = sums.rows();
        int atOnce = Math.min(ROWS_AT_ONCE, x.count());
        try (FloatPointer tile = new FloatPointer((long) atOnce * order);
                FloatPointer products = new FloatPointer((long) order * order)) {
            for (int index = 0; index * atOnce < x.count(); index++) {
                int first = index * atOnce;
                int count = Math.min(atOnce, x.count() - first);
                fill(tile, order, 0, y, first, count);
                fill(tile, order, y.dim(), x, first, count);
                openblas.cblas_ssyrk(CblasRowMajor, CblasUpper, CblasTrans, order, count, 1, tile, order,
                        index % TILES_IN_FLOAT == 0 ? 0 : 1, products, order);
                if (index % TILES_IN_FLOAT == TILES_IN_FLOAT - 1 || first + count == x.count()) {
                    sums.addUpper(products, index < TILES_IN_FLOAT);
                }
            }
        }
    }

    private static void fill(FloatPointer tile, int order, int column, Rows rows, int first, int count) {
        FloatBuffer into = tile.asBuffer();
        rows.forEach(first, count, (row, values) -> {
            float[] rounded = new float[values.length];
            for (int j = 0; j < rounded.length; j++) {
                rounded[j] = (float) values[j];
            }
            into.put((row - first) * order + column, rounded);
        });
    }

    /** Frees the memory. Idempotent. */
    @Override
    public void close() {
        xx.close();
        yx.close();
        yy.close();
    }
}

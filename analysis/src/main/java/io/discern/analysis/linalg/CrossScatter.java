package io.discern.analysis.linalg;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * The products of two kinds of the same rows, in one pass: {@code sum x x'}, {@code sum y x'}, {@code sum y y'}. Rows are rounded
 * to float32, multiplied and summed in float32 over four tiles of 2,048 rows, and these sums are added in double: faster than
 * {@link Products}, for what is not going to be inverted. Each value is off by about 1e-7 of the product of the columns'
 * lengths, up and down at random, so norms of the matrices keep about seven digits. Closed by whoever made it.
 *
 * @param xx d_x x d_x
 * @param yx d_y x d_x
 * @param yy d_y x d_y
 */
public record CrossScatter(SymmetricMatrix xx, DenseMatrix yx, SymmetricMatrix yy) implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 2048;
    private static final int TILES_IN_FLOAT = 4;

    /** Of as many rows of each kind. */
    public static CrossScatter of(Rows x, Rows y) {
        CrossScatter sums = new CrossScatter(
                new SymmetricMatrix(x.dim()), new DenseMatrix(y.dim(), x.dim()), new SymmetricMatrix(y.dim()));
        int atOnce = Math.min(ROWS_AT_ONCE, x.count());
        try (FloatPointer left = new FloatPointer((long) atOnce * x.dim());
                FloatPointer right = new FloatPointer((long) atOnce * y.dim());
                FloatPointer xx = new FloatPointer((long) x.dim() * x.dim());
                FloatPointer yx = new FloatPointer((long) y.dim() * x.dim());
                FloatPointer yy = new FloatPointer((long) y.dim() * y.dim())) {
            for (int tile = 0; tile * atOnce < x.count(); tile++) {
                int first = tile * atOnce;
                int count = Math.min(atOnce, x.count() - first);
                float kept = tile % TILES_IN_FLOAT == 0 ? 0 : 1;
                fill(left, x, first, count);
                fill(right, y, first, count);
                square(left, x.dim(), count, kept, xx);
                square(right, y.dim(), count, kept, yy);
                openblas.cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, y.dim(), x.dim(), count, 1, right, y.dim(),
                        left, x.dim(), kept, yx, x.dim());
                if (tile % TILES_IN_FLOAT == TILES_IN_FLOAT - 1 || first + count == x.count()) {
                    boolean none = tile < TILES_IN_FLOAT;
                    sums.xx.values().add(xx, none, true);
                    sums.yx.add(yx, none, false);
                    sums.yy.values().add(yy, none, true);
                }
            }
        }
        return sums;
    }

    private static void square(FloatPointer tile, int dim, int count, float kept, FloatPointer product) {
        openblas.cblas_ssyrk(CblasRowMajor, CblasUpper, CblasTrans, dim, count, 1, tile, dim, kept, product, dim);
    }

    private static void fill(FloatPointer tile, Rows rows, int first, int count) {
        FloatBuffer into = tile.asBuffer();
        rows.forEach(first, count, (row, values) -> {
            float[] rounded = new float[values.length];
            for (int j = 0; j < rounded.length; j++) {
                rounded[j] = (float) values[j];
            }
            into.put((row - first) * rounded.length, rounded);
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

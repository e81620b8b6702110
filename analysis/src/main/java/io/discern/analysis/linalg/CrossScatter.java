package io.discern.analysis.linalg;

import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * The products of two kinds of the same rows, in one pass: {@code sum x x'}, {@code sum y x'}, {@code sum y y'}. Rows are
 * rounded to float32 and multiplied in float32 within a tile of rows, and tiles are added in double: half the time of {@link
 * Products}, for what is not going to be inverted. Each value is off by about 1e-7 of the product of the columns' lengths, up
 * and down at random, so norms of the matrices keep about seven digits. Closed by whoever made it.
 *
 * @param xx d_x x d_x
 * @param yx d_y x d_x
 * @param yy d_y x d_y
 */
public record CrossScatter(SymmetricMatrix xx, DenseMatrix yx, SymmetricMatrix yy) implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 8192;
    private static final int ROWS_A_TASK = 32;

    /** Of as many rows of each kind. */
    public static CrossScatter of(Rows x, Rows y) {
        CrossScatter sums = new CrossScatter(
                new SymmetricMatrix(x.dim()), new DenseMatrix(y.dim(), x.dim()), new SymmetricMatrix(y.dim()));
        long largest = (long) Math.max(x.dim(), y.dim()) * Math.max(x.dim(), y.dim());
        int atOnce = Math.min(ROWS_AT_ONCE, x.count());
        try (FloatPointer left = new FloatPointer((long) atOnce * x.dim());
                FloatPointer right = new FloatPointer((long) atOnce * y.dim());
                FloatPointer product = new FloatPointer(largest)) {
            for (int first = 0; first < x.count(); first += atOnce) {
                int count = Math.min(atOnce, x.count() - first);
                fill(left, x, first, count);
                fill(right, y, first, count);
                square(left, x.dim(), count, product);
                sums.xx.values().add(product, first == 0, true);
                square(right, y.dim(), count, product);
                sums.yy.values().add(product, first == 0, true);
                openblas.cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, y.dim(), x.dim(), count, 1, right, y.dim(),
                        left, x.dim(), 0, product, x.dim());
                sums.yx.add(product, first == 0, false);
            }
        }
        return sums;
    }

    private static void square(FloatPointer tile, int dim, int count, FloatPointer product) {
        openblas.cblas_ssyrk(CblasRowMajor, CblasLower, CblasTrans, dim, count, 1, tile, dim, 0, product, dim);
    }

    private static void fill(FloatPointer tile, Rows rows, int first, int count) {
        FloatBuffer into = tile.asBuffer();
        int d = rows.dim();
        IntStream.range(0, (count + ROWS_A_TASK - 1) / ROWS_A_TASK).parallel().forEach(task -> {
            double[] row = new double[d];
            float[] rounded = new float[d];
            for (int i = task * ROWS_A_TASK; i < Math.min(count, (task + 1) * ROWS_A_TASK); i++) {
                rows.read(first + i, row);
                for (int j = 0; j < d; j++) {
                    rounded[j] = (float) row[j];
                }
                into.put(i * d, rounded);
            }
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

package io.discern.analysis.internal.linalg;

import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * The products of two kinds of the same rows, in one pass: {@code sum x x'}, {@code sum y x'}, {@code sum y y'}. Rows are rounded
 * to float32, multiplied and summed in float32 over tiles of at most 4,096 rows, and these sums are added in double: faster than
 * {@link Products}, for what is not going to be inverted. Each value is off by about 1e-7 of the product of the columns'
 * lengths, up and down at random, so norms of the matrices keep about seven digits. Closed by whoever made it.
 *
 * @param xx d_x x d_x
 * @param yx d_y x d_x
 * @param yy d_y x d_y
 */
public record CrossScatter(SymmetricMatrix xx, DenseMatrix yx, SymmetricMatrix yy) implements AutoCloseable {
    /** So many may be summed in float32 that adding their products in double costs little ... */
    private static final int MOST_ROWS_OF_TILE = 4096;
    /** ... and so many are read at once, which stays small. */
    private static final int ROWS_AT_ONCE = 1024;
    /** What tiles that are worked on side by side may take. */
    private static final long MOST_VALUES = 1L << 26;

    /** Of as many rows of each kind. */
    public static CrossScatter of(Rows x, Rows y) {
        int ofY = y.dim();
        int order = ofY + x.dim();
        // Rows of y and x side by side have all three products in one: a single call of OpenBLAS a tile, and half a
        // square.
        try (DenseMatrix sums = new DenseMatrix(order, order)) {
            sum(x, y, sums);
            return new CrossScatter(
                    new SymmetricMatrix(sums.block(ofY, ofY, x.dim(), x.dim())),
                    sums.block(0, ofY, ofY, x.dim()),
                    new SymmetricMatrix(sums.block(0, 0, ofY, ofY)));
        }
    }

    /** Tiles side by side, each on one thread; their sums are added in order, so that processors do not show. */
    private static void sum(Rows x, Rows y, DenseMatrix sums) {
        int order = sums.rows();
        long values = (long) order * (order + Math.min(ROWS_AT_ONCE, x.count()));
        // An even number of equal tiles, so that two processors end together.
        int ofTile = ceiling(x.count(), 2 * ceiling(x.count(), 2 * MOST_ROWS_OF_TILE));
        int tiles = ceiling(x.count(), ofTile);
        int beside = (int) Math.min(
                Math.min(tiles, Runtime.getRuntime().availableProcessors()), Math.max(1, MOST_VALUES / values));
        // One piece: malloc keeps what is freed up to twice its largest piece, and fresh memory costs as much as the
        // products.
        try (FloatPointer memory = new FloatPointer(beside * values)) {
            Runnable work = () -> {
                for (int start = 0; start < tiles; start += beside) {
                    int first = start;
                    int used = Math.min(beside, tiles - first);
                    IntStream.range(0, used).parallel().forEach(i -> {
                        int row = (first + i) * ofTile;
                        multiply(
                                x,
                                y,
                                row,
                                Math.min(x.count(), row + ofTile),
                                part(memory, i * values, (i + 1) * values));
                    });
                    sums.addUpper(
                            IntStream.range(0, used)
                                    .mapToObj(i -> part(memory, i * values, (i + 1) * values)
                                            .asBuffer())
                                    .toList(),
                            first == 0);
                }
            };
            if (beside == 1) {
                work.run();
            } else {
                SingleThreadedProducts.during(work);
            }
        }
    }

    private static int ceiling(int number, int divisor) {
        return (number + divisor - 1) / divisor;
    }

    private static FloatPointer part(FloatPointer memory, long from, long to) {
        return new FloatPointer(memory).position(from).limit(to);
    }

    /** The products of a tile, order x order, at the begin of the memory; its rows behind them, some at a time. */
    private static void multiply(Rows x, Rows y, int first, int end, FloatPointer memory) {
        int order = x.dim() + y.dim();
        FloatPointer rows = part(memory, memory.position() + (long) order * order, memory.limit());
        for (int start = first; start < end; start += ROWS_AT_ONCE) {
            int count = Math.min(ROWS_AT_ONCE, end - start);
            fill(rows.asBuffer(), order, 0, y, start, count);
            fill(rows.asBuffer(), order, y.dim(), x, start, count);
            openblas.cblas_ssyrk(
                    CblasRowMajor,
                    CblasUpper,
                    CblasTrans,
                    order,
                    count,
                    1,
                    rows,
                    order,
                    start == first ? 0 : 1,
                    memory,
                    order);
        }
    }

    private static void fill(FloatBuffer into, int order, int column, Rows rows, int first, int count) {
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

package io.discern.analysis.internal.linalg;

import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;

import io.discern.internal.Parallel;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * The sum of the products {@code z z'} of rows z, in one pass. Rows are rounded to float32, multiplied and summed in float32 over tiles of at
 * most 4,096 rows, and these sums are added in double: twice as fast as {@link Products#scatter}. Each value is off by about {@link
 * #DEVIATION} of the product of its columns' lengths, up and down at random.
 */
final class FloatScatter {
    /** What a value is off by, as a share of the product of its columns' lengths. */
    static final double DEVIATION = 1e-7;

    /** So many may be summed in float32 that adding their products in double costs little ... */
    private static final int MOST_ROWS_OF_TILE = 4096;
    /** ... and so many are read at once, which stays small. */
    private static final int ROWS_AT_ONCE = 1024;
    /** What tiles that are worked on side by side may take. */
    private static final long MOST_VALUES = 1L << 26;

    private static final int ROWS_OF_TASK = 32;

    private final List<Rows> parts;
    private final int count;
    private final int order;

    private FloatScatter(List<Rows> parts) {
        this.parts = parts;
        this.count = parts.get(0).count();
        this.order = parts.stream().mapToInt(Rows::dim).sum();
    }

    /**
     * Sums; whoever asks closes what it gets.
     *
     * @param parts as many rows of each kind, which side by side are the rows z
     * @return d x d, of which the upper triangle is filled
     */
    static DenseMatrix of(Rows... parts) {
        FloatScatter scatter = new FloatScatter(List.of(parts));
        DenseMatrix sums = new DenseMatrix(scatter.order, scatter.order);
        try {
            scatter.sum(sums);
            return sums;
        } catch (RuntimeException failed) {
            sums.close();
            throw failed;
        }
    }

    /** Tiles side by side, each on one thread; their sums are added in order, so that processors do not show. */
    private void sum(DenseMatrix sums) {
        long values = (long) order * (order + Math.min(ROWS_AT_ONCE, count));
        // An even number of equal tiles, so that two processors end together.
        int ofTile = ceiling(count, 2 * ceiling(count, 2 * MOST_ROWS_OF_TILE));
        int tiles = ceiling(count, ofTile);
        int beside = (int) Math.min(
                Math.min(tiles, Runtime.getRuntime().availableProcessors()), Math.max(1, MOST_VALUES / values));
        // One piece: malloc keeps what is freed up to twice its largest piece, and fresh memory costs as much as the
        // products.
        try (FloatPointer memory = new FloatPointer(beside * values)) {
            SingleThreadedProducts.during(() -> {
                for (int start = 0; start < tiles; start += beside) {
                    int first = start;
                    int used = Math.min(beside, tiles - first);
                    Parallel.forEach(used, i -> {
                        int row = (first + i) * ofTile;
                        multiply(row, Math.min(count, row + ofTile), part(memory, i * values, (i + 1) * values));
                    });
                    sums.addUpper(
                            IntStream.range(0, used)
                                    .mapToObj(i -> part(memory, i * values, (i + 1) * values)
                                            .asBuffer())
                                    .toList(),
                            first == 0);
                }
            });
        }
    }

    private static int ceiling(int number, int divisor) {
        return (number + divisor - 1) / divisor;
    }

    private static FloatPointer part(FloatPointer memory, long from, long to) {
        return new FloatPointer(memory).position(from).limit(to);
    }

    /** The products of a tile, order x order, at the begin of the memory; its rows behind them, some at a time. */
    private void multiply(int first, int end, FloatPointer memory) {
        FloatPointer rows = part(memory, memory.position() + (long) order * order, memory.limit());
        for (int start = first; start < end; start += ROWS_AT_ONCE) {
            int some = Math.min(ROWS_AT_ONCE, end - start);
            int column = 0;
            for (Rows part : parts) {
                fill(rows.asBuffer(), column, part, start, some);
                column += part.dim();
            }
            openblas.cblas_ssyrk(
                    CblasRowMajor,
                    CblasUpper,
                    CblasTrans,
                    order,
                    some,
                    1,
                    rows,
                    order,
                    start == first ? 0 : 1,
                    memory,
                    order);
        }
    }

    private void fill(FloatBuffer into, int column, Rows part, int first, int some) {
        Parallel.forEach(ceiling(some, ROWS_OF_TASK), task -> {
            Rows.Rounded rounded = part.rounded();
            float[] row = new float[part.dim()];
            for (int i = task * ROWS_OF_TASK; i < Math.min(some, (task + 1) * ROWS_OF_TASK); i++) {
                rounded.read(first + i, row);
                into.put(i * order + column, row);
            }
        });
    }
}

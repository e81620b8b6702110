package io.discern.analysis.internal.linalg;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import io.discern.internal.Parallel;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The dot products of all pairs of different rows, each pair once, a tile of rows against another at a time.
 *
 * <p>Up to {@value #MOST_IN_DOUBLE} rows are multiplied in double; more are rounded to float32 and multiplied in float32, which takes half the
 * time, tile by tile in double again where the visitor cannot use that. The rows are cut into pieces whose number does not depend on the
 * machine; each piece has a visitor of its own, which sees its pairs in a fixed order, so that what the visitors sum is always the same.
 */
public final class PairTiles {
    /** Beyond so many rows products are of float32. */
    public static final int MOST_IN_DOUBLE = 10_000;

    private static final int TILE = FloatTiles.TILE;

    private final Rows rows;
    private final FloatTiles floats;
    private final Optional<Check> check;
    private final Thread caller = Thread.currentThread();

    /** Looks at products; one thread at a time for each visitor, any for a check. */
    public interface Visitor {
        /**
         * Takes the products of one row with some later ones.
         *
         * @param row the row
         * @param firstColumn the row whose product stands at place 0
         * @param products valid during the call; may be overwritten
         * @param from the first place that counts
         * @param to behind the last place that counts
         */
        void line(int row, int firstColumn, double[] products, int from, int to);
    }

    /** Whether products of float32 are good enough for a line; where they are not, its tile is multiplied in double. */
    public interface Check {
        /** As {@link Visitor#line}; may be called concurrently. */
        boolean takesFloats(int row, int firstColumn, double[] products, int from, int to);
    }

    private PairTiles(Rows rows, FloatTiles floats, Optional<Check> check) {
        this.rows = rows;
        this.floats = floats;
        this.check = check;
    }

    /**
     * Visits all pairs.
     *
     * @param pieces how many visitors there are; each sees about as many pairs
     * @param check of products of float32; without one all will do
     * @param visitors makes them
     * @return the visitors, in order
     * @throws CancellationException if the thread that asked is interrupted, between two tiles
     */
    public static <V extends Visitor> List<V> walk(Rows rows, int pieces, Optional<Check> check, Supplier<V> visitors) {
        return walk(rows, pieces, rows.count() > MOST_IN_DOUBLE, check, visitors);
    }

    static <V extends Visitor> List<V> walk(
            Rows rows, int pieces, boolean inFloat, Optional<Check> check, Supplier<V> visitors) {
        List<V> made =
                IntStream.range(0, pieces).mapToObj(piece -> visitors.get()).toList();
        try (FloatTiles floats = inFloat ? FloatTiles.of(rows) : null) {
            PairTiles tiles = new PairTiles(rows, floats, check);
            SingleThreadedProducts.during(
                    () -> Parallel.forEach(pieces, piece -> tiles.visit(piece, pieces, made.get(piece))));
        }
        return made;
    }

    /** The stripes of tiles of one piece: long and short ones, so that all pieces have about the same. */
    private void visit(int piece, int pieces, Visitor visitor) {
        int tiles = FloatTiles.tiles(rows.count());
        int side = Math.min(TILE, rows.count());
        try (Buffers buffers = new Buffers(side, rows.dim(), floats != null)) {
            for (int stripe = 0; stripe < tiles; stripe++) {
                int place = stripe % (2 * pieces);
                if (place == piece || place == 2 * pieces - 1 - piece) {
                    for (int tile = stripe; tile < tiles; tile++) {
                        if (caller.isInterrupted()) {
                            throw new CancellationException("interrupted while pairs of rows were compared");
                        }
                        visit(stripe, tile, buffers, visitor);
                    }
                }
            }
        }
    }

    /** What one thread works in. */
    private static final class Buffers implements AutoCloseable {
        private final double[] line;
        private final float[] rounded;
        private final FloatPointer floats;
        private final DenseMatrix left;
        private final DenseMatrix right;
        private final DenseMatrix products;

        Buffers(int side, int dim, boolean inFloat) {
            this.line = new double[side];
            this.rounded = new float[side];
            this.floats = new FloatPointer(inFloat ? (long) side * side : 1);
            this.left = new DenseMatrix(side, dim);
            this.right = new DenseMatrix(side, dim);
            this.products = new DenseMatrix(side, side);
        }

        @Override
        public void close() {
            floats.close();
            left.close();
            right.close();
            products.close();
        }
    }

    private void visit(int stripe, int tile, Buffers buffers, Visitor visitor) {
        if (floats != null) {
            multiply(stripe, tile, buffers.floats);
            FloatBuffer products = buffers.floats.asBuffer();
            int columns = floats.rows(tile);
            Lines lines = (i, into) -> {
                products.get(i * columns, buffers.rounded, 0, columns);
                for (int j = 0; j < columns; j++) {
                    into[j] = buffers.rounded[j];
                }
            };
            if (check.isEmpty() || each(stripe, tile, buffers.line, lines, check.get())) {
                each(stripe, tile, buffers.line, lines, taking(visitor));
                return;
            }
        }
        int height = FloatTiles.rows(rows.count(), stripe);
        int width = FloatTiles.rows(rows.count(), tile);
        buffers.left.fill(rows, stripe * TILE, height);
        buffers.right.fill(rows, tile * TILE, width);
        // whole tiles: what stands below the last row of all is not looked at
        DenseMatrix products = buffers.products;
        products.set(buffers.left, false, buffers.right, true);
        each(stripe, tile, buffers.line, products::read, taking(visitor));
    }

    /** Reads the products of a row of a tile. */
    private interface Lines {
        void read(int i, double[] into);
    }

    private static Check taking(Visitor visitor) {
        return (row, firstColumn, products, from, to) -> {
            visitor.line(row, firstColumn, products, from, to);
            return true;
        };
    }

    /** Shows the lines of a tile, on the diagonal what is above it, until one is refused. */
    private boolean each(int stripe, int tile, double[] line, Lines lines, Check look) {
        int height = FloatTiles.rows(rows.count(), stripe);
        int width = FloatTiles.rows(rows.count(), tile);
        for (int i = 0; i < height; i++) {
            int from = stripe == tile ? i + 1 : 0;
            if (from < width) {
                lines.read(i, line);
                if (!look.takesFloats(stripe * TILE + i, tile * TILE, line, from, width)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void multiply(int stripe, int tile, FloatPointer products) {
        int dim = floats.dim();
        int columns = floats.rows(tile);
        cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                CblasTrans,
                floats.rows(stripe),
                columns,
                dim,
                1,
                floats.tile(stripe),
                dim,
                floats.tile(tile),
                dim,
                0,
                products,
                columns);
    }
}

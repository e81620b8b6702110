package io.discern.analysis.internal.neighbors;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import io.discern.Embeddings;
import io.discern.analysis.internal.linalg.FloatTiles;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.internal.linalg.SingleThreadedProducts;
import io.discern.internal.Parallel;
import io.discern.internal.similarity.BlockSimilarity;
import io.discern.internal.similarity.GroupExclusion;
import io.discern.internal.similarity.ReferenceRows;
import io.discern.internal.similarity.TopKSelector;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.TopK;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Cosine similarity whose products OpenBLAS makes in float32 on the processor, each worker a tile at a time; what is near a tie is computed
 * exactly. A matrix searched with itself is symmetric, and half of it is computed.
 */
final class BlasSimilarity extends BlockSimilarity {
    private static final int TILE = FloatTiles.TILE;
    /** Fewer queries are compared in plain Java before the bank is even converted. */
    private static final int FEW_QUERIES = 8;

    /** Rows of the matrix that are written together when a tile is turned. */
    private static final int ROWS_TURNED = 16;

    BlasSimilarity() {
        super("blas similarity");
    }

    @Override
    protected void products(ReferenceRows rows, int firstQuery, int count, Block block) {
        boolean symmetric = rows.queryValues() == rows.bankValues() && count == rows.bankRows();
        Rows bank = bank(rows);
        int[] asked = IntStream.range(firstQuery, firstQuery + count).toArray();
        int tiles = FloatTiles.tiles(bank.count());
        AtomicInteger next = new AtomicInteger();
        try (FloatTiles queries = FloatTiles.of(queries(rows).select(asked))) {
            int workers = Math.min(tiles, Runtime.getRuntime().availableProcessors());
            SingleThreadedProducts.during(() -> Parallel.forEach(workers, worker -> {
                int side = Math.min(TILE, bank.count());
                try (FloatPointer passing = new FloatPointer((long) side * bank.dim());
                        FloatPointer products = new FloatPointer((long) Math.min(TILE, count) * side)) {
                    for (int tile = next.getAndIncrement(); tile < tiles; tile = next.getAndIncrement()) {
                        FloatTiles.read(bank, tile, passing);
                        int columns = FloatTiles.rows(bank.count(), tile);
                        for (int query = 0; query < (symmetric ? tile + 1 : queries.tiles()); query++) {
                            multiply(queries, query, passing, columns, products);
                            give(
                                    products.asBuffer(),
                                    firstQuery + query * TILE,
                                    queries.rows(query),
                                    tile * TILE,
                                    columns,
                                    symmetric && query != tile,
                                    block);
                        }
                    }
                }
            }));
        }
    }

    private static void give(
            FloatBuffer products, int query, int height, int row, int width, boolean mirrored, Block block) {
        block.accept(query, height, row, width, products);
        if (mirrored) {
            block.accept(row, width, query, height, FloatBuffer.wrap(turned(products, height, width)));
        }
    }

    private static void multiply(FloatTiles queries, int query, FloatPointer bank, int columns, FloatPointer products) {
        cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                CblasTrans,
                queries.rows(query),
                columns,
                queries.dim(),
                1,
                queries.tile(query),
                queries.dim(),
                bank,
                queries.dim(),
                0,
                products,
                columns);
    }

    private static float[] turned(FloatBuffer products, int height, int width) {
        float[] turned = new float[height * width];
        float[][] rows = new float[ROWS_TURNED][width];
        for (int first = 0; first < height; first += ROWS_TURNED) {
            int some = Math.min(ROWS_TURNED, height - first);
            for (int i = 0; i < some; i++) {
                products.get((first + i) * width, rows[i]);
            }
            for (int j = 0; j < width; j++) {
                for (int i = 0; i < some; i++) {
                    turned[j * height + first + i] = rows[i][j];
                }
            }
        }
        return turned;
    }

    private static Rows queries(ReferenceRows rows) {
        return Rows.unit(rows.queryValues(), rows.dim(), rows.queryNorms());
    }

    private static Rows bank(ReferenceRows rows) {
        return Rows.unit(rows.bankValues(), rows.dim(), rows.bankNorms());
    }

    @Override
    public TopK topK(Embeddings queries, Embeddings bank, int k, Exclusion exclusion) {
        if (k < 1 || queries.rows() < FEW_QUERIES || bank.rows() == 0) {
            return whileOpen(() -> CosineSimilarity.reference().topK(queries, bank, k, exclusion));
        }
        GroupExclusion.requireFit(exclusion, queries.rows(), bank.rows());
        return whileOpen(() -> search(new ReferenceRows(queries, bank), k, exclusion, queries == bank));
    }

    private TopK search(ReferenceRows rows, int k, Exclusion exclusion, boolean same) {
        int places = Math.min(k, rows.bankRows());
        double deviation = deviation(rows.dim());
        TopKSelector[] selectors = new TopKSelector[rows.queryRows()];
        Arrays.setAll(selectors, query -> new TopKSelector(places, deviation, row -> rows.similarity(query, row)));
        if (same) {
            TileSearch.within(bank(rows), places, exclusion, selectors);
        } else {
            TileSearch.among(queries(rows), bank(rows), places, exclusion, selectors);
        }
        int[] found = new int[Math.multiplyExact(rows.queryRows(), k)];
        float[] similarities = new float[found.length];
        Arrays.fill(found, -1);
        Arrays.fill(similarities, Float.NEGATIVE_INFINITY);
        IntStream.range(0, selectors.length)
                .parallel()
                .forEach(query -> selectors[query].finish(found, similarities, query * k));
        return new TopK(rows.queryRows(), k, found, similarities);
    }

    @Override
    protected void release() {
        // Nothing is held between calls.
    }
}

package io.discern.spark;

import io.discern.Embeddings;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.RemoteRows.Nearest;
import io.discern.analysis.RemoteRows.Side;
import io.discern.analysis.neighbors.NearestNeighbors;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Exact search where the queries lie: the bank is cut into chunks, which executors pass on to each other, and a task compares its queries with one chunk after another
 * by {@link NearestNeighbors}, as it would be done on one machine. Two lists of nearest rows make one: larger cosines first, equal ones by place in the bank.
 */
final class StreamedBank {
    /** Of a chunk, at most. */
    private static final long BYTES = 32L << 20;
    /** A small bank is cut too, into four or chunks of so many rows, so that executors pass parts of it on while others are sent. */
    private static final int FEWEST = 256;

    private final Side queries;
    private final Side bank;
    private final int k;
    private final BlockLayout layout;

    StreamedBank(Side queries, Side bank, int k, BlockLayout layout) {
        this.queries = queries;
        this.bank = bank;
        this.k = k;
        this.layout = layout;
    }

    /**
     * Rows of the bank.
     *
     * @param first the place of the first
     * @param values row-major
     * @param units of each
     */
    private record Chunk(int first, float[] values, int[] units) implements Serializable {}

    /**
     * Where a row of the matrix is a query.
     *
     * @param places by row; -1 for none
     * @param units by place
     */
    private record Asked(int[] places, int[] units, int k, int dim, int ofBlock) implements Serializable {}

    /** What the queries of a partition have found so far, by place among them. */
    private static final class Found implements Serializable {
        private final int[] queries;
        private final int[][] rows;
        private final double[][] similarities;

        Found(int[] queries) {
            this.queries = queries;
            this.rows = new int[queries.length][0];
            this.similarities = new double[queries.length][0];
        }

        /** Adds what comes later in the bank. */
        void add(NearestNeighbors later, int first, int k) {
            for (int query = 0; query < queries.length; query++) {
                int total = Math.min(k, rows[query].length + later.found(query));
                int[] merged = new int[total];
                double[] cosines = new double[total];
                int before = 0;
                int after = 0;
                for (int i = 0; i < total; i++) {
                    boolean earlier = after == later.found(query)
                            || before < rows[query].length
                                    && similarities[query][before] >= later.similarity(query, after);
                    merged[i] = earlier ? rows[query][before] : first + later.row(query, after);
                    cosines[i] = earlier ? similarities[query][before++] : later.similarity(query, after++);
                }
                rows[query] = merged;
                similarities[query] = cosines;
            }
        }
    }

    Nearest search(JavaPairRDD<Integer, float[]> blocks, JavaSparkContext context, KeptBlocks kept) {
        int[] places = new int[layout.rows()];
        Arrays.fill(places, -1);
        for (int place = 0; place < queries.rows().length; place++) {
            places[queries.rows()[place]] = place;
        }
        Broadcast<Asked> asked =
                context.broadcast(new Asked(places, queries.units(), k, layout.dim(), layout.ofBlock()));
        List<Broadcast<Chunk>> chunks = new ArrayList<>();
        try {
            int rows = bank.rows().length;
            int ofChunk = (int) Math.max(1, Math.min(BYTES / Float.BYTES / layout.dim(), Math.max(FEWEST, rows / 4)));
            for (int first = 0; first < rows; first += ofChunk) {
                chunks.add(context.broadcast(chunk(first, Math.min(rows, first + ofChunk), kept)));
            }
            List<Broadcast<Chunk>> sent = List.copyOf(chunks);
            return nearest(blocks.mapPartitions(partition -> search(partition, asked.value(), sent))
                    .collect());
        } finally {
            asked.destroy();
            chunks.forEach(Broadcast::destroy);
        }
    }

    private Chunk chunk(int first, int end, KeptBlocks kept) {
        int dim = layout.dim();
        float[] values = new float[(end - first) * dim];
        for (int place = first; place < end; place++) {
            int row = bank.rows()[place];
            System.arraycopy(
                    kept.of(row / layout.ofBlock()), row % layout.ofBlock() * dim, values, (place - first) * dim, dim);
        }
        return new Chunk(first, values, Arrays.copyOfRange(bank.units(), first, end));
    }

    private Nearest nearest(List<Found> all) {
        int[][] rows = new int[queries.rows().length][];
        double[][] similarities = new double[rows.length][];
        for (Found found : all) {
            for (int i = 0; i < found.queries.length; i++) {
                rows[found.queries[i]] = found.rows[i];
                similarities[found.queries[i]] = found.similarities[i];
            }
        }
        return new Nearest(rows, similarities);
    }

    private static Iterator<Found> search(
            Iterator<Tuple2<Integer, float[]>> partition, Asked asked, List<Broadcast<Chunk>> chunks)
            throws InterruptedException {
        int dim = asked.dim();
        List<float[]> own = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        while (partition.hasNext()) {
            Tuple2<Integer, float[]> block = partition.next();
            for (int i = 0; i < block._2().length / dim; i++) {
                int place = asked.places()[block._1() * asked.ofBlock() + i];
                if (place >= 0) {
                    places.add(place);
                    own.add(Arrays.copyOfRange(block._2(), i * dim, (i + 1) * dim));
                }
            }
        }
        if (places.isEmpty()) {
            return Collections.emptyIterator();
        }
        float[] values = new float[own.size() * dim];
        for (int i = 0; i < own.size(); i++) {
            System.arraycopy(own.get(i), 0, values, i * dim, dim);
        }
        Found found = new Found(places.stream().mapToInt(Integer::intValue).toArray());
        int[] units =
                Arrays.stream(found.queries).map(place -> asked.units()[place]).toArray();
        // As many threads as the task has cores, whatever else runs in this executor. ND4J begins on this thread, whose
        // class loader knows the jars of --jars.
        ForkJoinPool threads = new ForkJoinPool(TaskContext.get().cpus());
        try (LabeledEmbeddings rows = unlabelled(values, dim)) {
            threads.submit(() -> chunks.forEach(chunk -> compare(rows, units, chunk.value(), asked, found)))
                    .get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a search for neighbours failed: " + failed.getCause(), failed.getCause());
        } finally {
            threads.shutdown();
        }
        return List.of(found).iterator();
    }

    private static void compare(LabeledEmbeddings rows, int[] units, Chunk chunk, Asked asked, Found found) {
        try (LabeledEmbeddings bank = unlabelled(chunk.values(), asked.dim())) {
            found.add(NearestNeighbors.find(rows, units, bank, chunk.units(), asked.k()), chunk.first(), asked.k());
        }
    }

    private static LabeledEmbeddings unlabelled(float[] values, int dim) {
        return LabeledEmbeddings.of(Embeddings.ofRows(dim, values), Collections.nCopies(values.length / dim, "none"));
    }
}

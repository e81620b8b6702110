package io.discern.backend.cuda;

import io.discern.Embeddings;
import io.discern.similarity.BlockSimilarity;
import io.discern.similarity.ReferenceRows;
import io.discern.similarity.TopK;
import io.discern.similarity.TopKSelector;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cosine similarity on GPUs. Matrices and tiles are products of the chosen precision. Top-k lists are searched for in float32
 * on the device, some places deeper than asked for; core's {@link TopKSelector} ranks these exactly. A query whose deepest place
 * is still too near to the k-th to be sure, because many rows tie, is searched for again through all its products.
 */
final class CudaSimilarity extends BlockSimilarity {
    /** The largest k that a device's lists are made for; more is searched for through the products. */
    static final int MAX_K = 256;

    private final DeviceGroup devices;
    private final Precision precision;

    /** Takes over engines, at least one. */
    CudaSimilarity(List<Engine> engines, Precision precision) {
        super("cuda similarity");
        this.devices = new DeviceGroup(engines);
        this.precision = precision;
    }

    @Override
    public double deviation(int dim) {
        return precision.deviation(dim, super.deviation(dim));
    }

    @Override
    protected void products(ReferenceRows rows, int firstQuery, int count, Block block) {
        if (count > 0 && rows.bankRows() > 0) {
            devices.run(
                    firstQuery,
                    count,
                    (engine, first, share) -> DeviceProducts.run(engine, rows, precision, first, share, block::accept));
        }
    }

    @Override
    public TopK topK(Embeddings queries, Embeddings bank, int k, Exclusion exclusion) {
        boolean known = exclusion == Exclusion.NONE || exclusion == Exclusion.SELF;
        if (!known || k < 1 || k > MAX_K || queries.rows() == 0 || bank.rows() == 0) {
            return super.topK(queries, bank, k, exclusion);
        }
        ReferenceRows rows = new ReferenceRows(queries, bank);
        Found found = new Found(rows, k, super.deviation(rows.dim()));
        whileOpen(() -> {
            devices.run(
                    0,
                    queries.rows(),
                    (engine, first, count) -> new DeviceTopK(engine, rows, k, exclusion == Exclusion.SELF)
                            .run(first, count, found::take));
            return null;
        });
        int[] unsure = found.unsure();
        if (unsure.length > 0) {
            found.replace(
                    unsure,
                    super.topK(
                            queries.select(unsure), bank, k, (query, row) -> exclusion.excludes(unsure[query], row)));
        }
        return new TopK(queries.rows(), k, found.rows, found.similarities);
    }

    @Override
    protected void release() {
        devices.close();
    }

    /** The lists of all queries, as they come from the devices. */
    private static final class Found {
        private final ReferenceRows reference;
        private final int k;
        private final double deviation;
        private final int[] rows;
        private final float[] similarities;
        private final boolean[] sure;

        Found(ReferenceRows reference, int k, double deviation) {
            this.reference = reference;
            this.k = k;
            this.deviation = deviation;
            this.rows = new int[Math.multiplyExact(reference.queryRows(), k)];
            this.similarities = new float[rows.length];
            this.sure = new boolean[reference.queryRows()];
        }

        void take(int firstQuery, int queries, Engine.ListShape shape, long[] keys) {
            IntStream.range(0, queries).parallel().forEach(i -> rank(firstQuery + i, i, queries, shape, keys));
        }

        private void rank(int query, int place, int queries, Engine.ListShape shape, long[] keys) {
            TopKSelector selector = new TopKSelector(k, deviation, row -> reference.similarity(query, row));
            double deepest = Double.NEGATIVE_INFINITY;
            for (int split = 0; split < shape.splits(); split++) {
                int from = (split * queries + place) * shape.length();
                for (int i = from; i < from + shape.length() && keys[i] != 0; i++) {
                    selector.offer(DeviceTopK.row(keys[i]), DeviceTopK.similarity(keys[i]));
                }
                long last = keys[from + shape.length() - 1];
                deepest = last == 0 ? deepest : Math.max(deepest, DeviceTopK.similarity(last));
            }
            selector.finish(rows, similarities, query * k);
            // what a full list did not keep is no better than its last place
            sure[query] = deepest < selector.threshold() || deepest == Double.NEGATIVE_INFINITY;
        }

        int[] unsure() {
            return IntStream.range(0, sure.length).filter(query -> !sure[query]).toArray();
        }

        void replace(int[] queries, TopK exact) {
            for (int i = 0; i < queries.length; i++) {
                System.arraycopy(exact.rows(), i * k, rows, queries[i] * k, k);
                System.arraycopy(exact.similarities(), i * k, similarities, queries[i] * k, k);
            }
        }
    }
}

package io.discern.backend.cuda;

import io.discern.Embeddings;
import io.discern.internal.similarity.BlockSimilarity;
import io.discern.internal.similarity.GroupExclusion;
import io.discern.internal.similarity.ReferenceRows;
import io.discern.similarity.ClassRows;
import io.discern.similarity.ClassSums;
import io.discern.similarity.TopK;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Cosine similarity on GPUs. Matrices and tiles are products of the chosen precision. Top-k lists are found by products of 16-bit
 * floats on tensor cores: what lies within twice their bound of the k-th best is computed exactly on the device, in the order in
 * which the reference adds up. A query whose list was too short to be sure, because many rows are nearly as similar, is searched
 * for again in float32, and where that does not tell them apart either, through all its products.
 */
final class CudaSimilarity extends BlockSimilarity {
    /** The largest k that a device's lists are made for; more is searched for through the products. */
    static final int MAX_K = 256;

    private final DeviceGroup devices;
    private final Precision precision;
    /** What the devices keep, by the array of values; under the lock of the devices. */
    private final Map<float[], HeldRows> held = new IdentityHashMap<>();

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
                    (engine, first, share) -> DeviceProducts.run(
                            engine,
                            source(engine, rows.queryValues(), rows.dim()),
                            source(engine, rows.bankValues(), rows.dim()),
                            precision,
                            first,
                            share,
                            block::accept));
        }
    }

    @Override
    public TopK topK(Embeddings queries, Embeddings bank, int k, Exclusion exclusion) {
        GroupExclusion.requireFit(exclusion, queries.rows(), bank.rows());
        Optional<RowGroups> groups = groups(exclusion, queries.rows(), bank.rows());
        boolean here = k >= 1 && k <= MAX_K && queries.rows() > 0 && bank.rows() > 0 && queries.dim() == bank.dim();
        if (!here || groups.isEmpty()) {
            return super.topK(queries, bank, k, exclusion);
        }
        Found found = new Found(queries.rows(), k);
        search(queries, bank, k, groups.get(), Precision.FLOAT16, found);
        int[] unsure = found.unsure();
        if (unsure.length > 0) {
            Found again = new Found(unsure.length, k);
            search(queries.select(unsure), bank, k, groups.get().select(unsure), Precision.FLOAT32, again);
            found.replace(unsure, again.topK());
            int[] left = again.unsure();
            if (left.length > 0) {
                int[] rows = IntStream.of(left).map(i -> unsure[i]).toArray();
                found.replace(
                        rows,
                        super.topK(
                                queries.select(rows), bank, k, (query, row) -> exclusion.excludes(rows[query], row)));
            }
        }
        return found.topK();
    }

    /** The groups that say what is excluded; none where they cannot. */
    private static Optional<RowGroups> groups(Exclusion exclusion, int queries, int bank) {
        if (exclusion == Exclusion.NONE) {
            return Optional.of(RowGroups.NONE);
        }
        if (exclusion == Exclusion.SELF) {
            return Optional.of(RowGroups.self(queries, bank));
        }
        return exclusion instanceof GroupExclusion own
                ? Optional.of(new RowGroups(own.ofQueries(), own.ofBank()))
                : Optional.empty();
    }

    private void search(Embeddings queries, Embeddings bank, int k, RowGroups groups, Precision products, Found found) {
        double bound = products.deviation(queries.dim(), super.deviation(queries.dim()));
        DeviceTopK.Wanted wanted = new DeviceTopK.Wanted(k, groups, products, bound);
        AtomicInteger notFinite = new AtomicInteger();
        whileOpen(() -> {
            devices.run(
                    0,
                    queries.rows(),
                    (engine, first, count) -> notFinite.addAndGet(new DeviceTopK(
                                    engine,
                                    source(engine, queries.values(), queries.dim()),
                                    source(engine, bank.values(), bank.dim()),
                                    wanted)
                            .run(first, count, found::take)));
            return null;
        });
        if (notFinite.get() > 0) {
            // says which value it is
            new ReferenceRows(queries, bank);
            throw new IllegalStateException(
                    notFinite + " rows were not finite on the device and are on the host: their lengths overflow");
        }
    }

    @Override
    public ClassSums classSums(ClassRows rows) {
        return rows.order().length == 0
                ? super.classSums(rows)
                : whileOpen(() -> devices.first(engine -> DeviceClassSums.measure(
                        engine, rows, held(engine, rows.rows().values()))));
    }

    @Override
    public Held hold(Embeddings rows) {
        float[] values = rows.values();
        if (values.length == 0) {
            return super.hold(rows);
        }
        whileOpen(() -> devices.all(engines -> {
            HeldRows known = held.get(values);
            if (known == null) {
                held.put(values, HeldRows.send(engines, rows));
            } else {
                known.share();
            }
            return null;
        }));
        return handle(values);
    }

    private Held handle(float[] values) {
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                giveBack(values);
            }
        };
    }

    /** Whether the towers' device is the only one here. */
    boolean isOnlyOn(CudaTowers towers) {
        return devices.all(engines -> engines.size() == 1 && towers.sharesMemory(engines.get(0)));
    }

    /**
     * Memory of the only device for rows that somebody makes there; {@link #adopt} or {@link #giveBack(EncodedRows)} ends that.
     *
     * @throws io.discern.EncoderException if there is none
     */
    EncodedRows reserve(int most, int dim) {
        return whileOpen(() -> devices.first(engine -> new EncodedRows(HeldRows.reserve(engine, most, dim), dim)));
    }

    /** Does something for which what was reserved has to stay. */
    <T> T during(Supplier<T> work) {
        return whileOpen(work);
    }

    /** {@link #hold} of rows that are on the only device already; the memory is taken over. */
    Held adopt(Embeddings rows, EncodedRows encoded) {
        float[] values = rows.values();
        whileOpen(() -> devices.first(engine -> {
            HeldRows known = held.get(values);
            if (known == null) {
                held.put(values, HeldRows.of(engine, encoded.place(), rows));
            } else {
                known.share();
                engine.release(encoded.place().values());
            }
            return null;
        }));
        return handle(values);
    }

    /** Gives back what was reserved; nothing where this was closed before. */
    void giveBack(EncodedRows encoded) {
        devices.first(engine -> {
            engine.release(encoded.place().values());
            return null;
        });
    }

    private void giveBack(float[] values) {
        devices.all(engines -> {
            HeldRows known = held.get(values);
            // none where this was closed before
            if (known != null && known.leave()) {
                held.remove(values).release();
            }
            return null;
        });
    }

    private Optional<Engine.Rows> held(Engine engine, float[] values) {
        return Optional.ofNullable(held.get(values)).flatMap(rows -> rows.on(engine));
    }

    private RowSource source(Engine engine, float[] values, int dim) {
        return new RowSource(values, dim, values.length / dim, held(engine, values));
    }

    @Override
    protected void release() {
        // the engines give back what they hold
        devices.all(engines -> {
            held.clear();
            return null;
        });
        devices.close();
    }

    /** The best rows of all queries, as they come from the devices. */
    private static final class Found {
        private final int k;
        private final int[] rows;
        private final float[] similarities;
        private final boolean[] unsure;

        Found(int queries, int k) {
            this.k = k;
            this.rows = new int[Math.multiplyExact(queries, k)];
            this.similarities = new float[rows.length];
            this.unsure = new boolean[queries];
        }

        void take(int firstQuery, int queries, long[] best, boolean[] notSure) {
            System.arraycopy(notSure, 0, unsure, firstQuery, queries);
            int to = firstQuery * k;
            HostCopies.inParts(queries * k, 1 << 16, (at, some) -> {
                for (int i = at; i < at + some; i++) {
                    rows[to + i] = best[i] == 0 ? -1 : DeviceTopK.row(best[i]);
                    similarities[to + i] = best[i] == 0 ? Float.NEGATIVE_INFINITY : DeviceTopK.similarity(best[i]);
                }
            });
        }

        int[] unsure() {
            return IntStream.range(0, unsure.length).filter(i -> unsure[i]).toArray();
        }

        void replace(int[] queries, TopK exact) {
            for (int i = 0; i < queries.length; i++) {
                System.arraycopy(exact.rows(), i * k, rows, queries[i] * k, k);
                System.arraycopy(exact.similarities(), i * k, similarities, queries[i] * k, k);
            }
        }

        TopK topK() {
            return new TopK(unsure.length, k, rows, similarities);
        }
    }
}

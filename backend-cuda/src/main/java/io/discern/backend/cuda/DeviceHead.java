package io.discern.backend.cuda;

import io.discern.backend.cuda.LayerCalls.Keys;
import io.discern.backend.cuda.LayerCalls.Queries;
import io.discern.backend.cuda.LayerCalls.Turn;
import io.discern.internal.tower.Activation;
import io.discern.internal.tower.Head;
import io.discern.internal.tower.Linear;
import io.discern.internal.tower.TowerPooling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What makes the embedding of the last block's tokens, on the device; as {@link Head} says. */
final class DeviceHead {
    private static final int POOLED = 0;
    private static final int NORMED = 1;
    private static final int BETWEEN = 2;
    private static final int RESULT = 3;
    private static final int QUERY = 4;
    private static final int QUERIES = 5;

    private final LayerCalls calls;
    private final Head head;
    private final int dim;
    private final DeviceNorm tokenNorm;
    private final Optional<DeviceQuery> query;
    private final DeviceNorm norm;
    private final List<DeviceLinear> layers = new ArrayList<>();

    /**
     * The query of an attentive pooling.
     *
     * @param values of the query itself
     * @param queryNorm of it
     * @param projection of it
     */
    private record DeviceQuery(
            long values,
            DeviceNorm queryNorm,
            DeviceLinear projection,
            DeviceAttention attention,
            Optional<DeviceNorm> norm,
            Optional<DeviceMlp> mlp) {}

    DeviceHead(WeightLoader loader, LayerCalls calls, Head head, int dim) {
        this.calls = calls;
        this.head = head;
        this.dim = dim;
        Columns tokens = loader.plain(dim);
        this.tokenNorm = norm(loader, head.tokenNorm(), tokens);
        this.query = head.pooling() instanceof TowerPooling.Attentive attentive
                ? Optional.of(query(loader, attentive, dim))
                : Optional.empty();
        this.norm = norm(loader, head.norm(), loader.plain(head.pooling().width(dim)));
        for (Head.Layer layer : head.layers()) {
            Linear linear = layer.linear();
            layers.add(loader.linear(linear, loader.plain(linear.in()), loader.plain(linear.out())));
        }
    }

    private static DeviceNorm norm(
            WeightLoader loader, Optional<io.discern.internal.tower.Norm> norm, Columns columns) {
        return norm.map(one -> loader.norm(one, columns, Optional.empty())).orElse(DeviceNorm.none(columns));
    }

    private static DeviceQuery query(WeightLoader loader, TowerPooling.Attentive attentive, int dim) {
        DeviceAttention attention = DeviceAttention.to(loader, attentive.attention(), dim);
        Columns columns = loader.plain(dim);
        Columns out = loader.plain(attentive.width(dim));
        return new DeviceQuery(
                loader.rows(loader.read(attentive.query()), dim),
                norm(loader, attentive.queryNorm(), columns),
                loader.linear(attentive.attention().query(), columns, attention.head()),
                attention,
                attentive.norm().map(one -> loader.norm(one, out, Optional.empty())),
                attentive.mlp().map(mlp -> DeviceMlp.of(loader, mlp)));
    }

    /** The widest vector that it needs. */
    int width() {
        int widest = Math.max(head.width(dim), head.pooling().width(dim));
        for (DeviceLinear layer : layers) {
            widest = Math.max(widest, layer.out().count());
        }
        if (query.isPresent()) {
            DeviceAttention attention = query.get().attention();
            widest = Math.max(widest, attention.projected().out().count());
        }
        return widest;
    }

    /** The widest operand of all tokens that it needs. */
    int wide() {
        int widest = query.map(one -> one.attention().projected().out().count()).orElse(0);
        return Math.max(
                widest,
                query.flatMap(DeviceQuery::mlp)
                        .map(mlp -> mlp.up().out().count())
                        .orElse(0));
    }

    /**
     * Makes the embeddings of the tokens in {@code x}.
     *
     * @param places which token of each input is taken, int32; 0 where the pooling takes none
     * @param mask which tokens count, int32, or 0
     * @return where they are: values, a row for each input
     */
    long run(Workspace space, long places, long mask) {
        int inputs = space.inputs();
        long pooled = pooled(space, places, mask);
        if (layers.isEmpty()) {
            if (norm.kind() != DeviceNorm.NONE) {
                calls.norm(norm, pooled, pooled, 0, inputs);
            }
            return pooled;
        }
        long operand = space.vector(NORMED);
        calls.norm(norm, pooled, 0, operand, inputs);
        for (int i = 0; i < layers.size(); i++) {
            Activation activation = head.layers().get(i).activation().orElse(null);
            if (i == layers.size() - 1) {
                calls.toValues(layers.get(i), operand, activation, space.vector(RESULT), inputs);
            } else {
                long next = space.vector(i % 2 == 0 ? BETWEEN : NORMED);
                calls.toOperand(layers.get(i), operand, activation, 0, next, inputs);
                operand = next;
            }
        }
        return space.vector(RESULT);
    }

    private long pooled(Workspace space, long places, long mask) {
        int inputs = space.inputs();
        int tokens = space.tokens();
        long pooled = space.vector(POOLED);
        TowerPooling pooling = head.pooling();
        if (query.isPresent()) {
            attend(query.get(), ((TowerPooling.Attentive) pooling).skip(), space, pooled);
        } else if (pooling instanceof TowerPooling.Mean mean) {
            calls.norm(tokenNorm, space.x(), space.y(), 0, space.rows());
            calls.mean(space.y(), mask, inputs, tokens, mean.skip(), dim, pooled, dim, 0);
        } else if (pooling instanceof TowerPooling.FirstAndMean both) {
            calls.norm(tokenNorm, space.x(), space.y(), 0, space.rows());
            calls.pick(space.y(), places, inputs, tokens, dim, pooled, 2 * dim);
            calls.mean(space.y(), mask, inputs, tokens, both.skip(), dim, pooled, 2 * dim, dim);
        } else {
            // a token's norm does not know the others
            calls.pick(space.x(), places, inputs, tokens, dim, pooled, dim);
            if (tokenNorm.kind() != DeviceNorm.NONE) {
                calls.norm(tokenNorm, pooled, pooled, 0, inputs);
            }
        }
        return pooled;
    }

    private void attend(DeviceQuery looking, int skip, Workspace space, long pooled) {
        DeviceAttention attention = looking.attention();
        Columns heads = attention.head();
        int inputs = space.inputs();
        int tokens = space.tokens();
        int width = heads.count();
        long normed = space.vector(QUERY);
        long projected = space.vector(QUERIES);
        calls.norm(looking.queryNorm(), looking.values(), 0, normed, 1);
        calls.toOperand(looking.projection(), normed, null, 0, projected, 1);
        calls.heads(attention.queryNorm(), Turn.NONE, projected, width, 0, heads, 1, 1);
        calls.norm(tokenNorm, space.x(), 0, space.operand(), space.rows());
        calls.toOperand(attention.projected(), space.operand(), null, 0, space.wide(), space.rows());
        calls.heads(attention.keyNorm(), Turn.NONE, space.wide(), 2 * width, 0, heads, space.rows(), tokens);
        calls.attention(
                new Queries(projected, width, 1, 0),
                new Keys(space.wide(), 2 * width, 0, tokens, skip, 0, false),
                heads,
                attention.scale(),
                inputs,
                space.other());
        attention.norm().ifPresent(norm -> calls.normOperand(norm, space.other(), inputs));
        calls.toValues(attention.output(), space.other(), null, pooled, inputs);
        if (looking.mlp().isPresent()) {
            DeviceNorm before =
                    looking.norm().orElse(DeviceNorm.none(attention.output().out()));
            calls.norm(before, pooled, 0, space.operand(), inputs);
            DeviceMlp mlp = looking.mlp().get();
            calls.addTo(pooled, mlp.down(), Blocks.hidden(calls, mlp, space, inputs), 0, inputs);
        }
    }
}

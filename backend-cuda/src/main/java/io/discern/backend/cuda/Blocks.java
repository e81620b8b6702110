package io.discern.backend.cuda;

import io.discern.backend.cuda.LayerCalls.Keys;
import io.discern.backend.cuda.LayerCalls.Queries;
import io.discern.backend.cuda.LayerCalls.Turn;
import io.discern.internal.tower.Block;
import java.util.List;
import java.util.Optional;

/** The blocks of a tower on the device. Tokens are float32 throughout ({@code x}); what products take is of the tower's precision. */
final class Blocks {
    private final LayerCalls calls;
    private final List<DeviceBlock> blocks;
    private final Columns columns;
    private final boolean causal;
    private final Turn turn;

    /**
     * Loads them.
     *
     * @param dim of a token
     * @param causal whether a token sees only those before it
     * @param turn what turns queries and keys
     */
    Blocks(WeightLoader loader, LayerCalls calls, List<Block> blocks, int dim, boolean causal, Turn turn) {
        this.calls = calls;
        this.blocks =
                blocks.stream().map(block -> DeviceBlock.of(loader, block, dim)).toList();
        this.columns = loader.plain(dim);
        this.causal = causal;
        this.turn = turn;
    }

    /** The columns of the widest operand: query, key and value, or what is hidden in an mlp. */
    int wide() {
        return blocks.stream()
                .mapToInt(block -> Math.max(
                        block.attention().projected().out().count(),
                        block.mlp().up().out().count()))
                .max()
                .orElse(0);
    }

    /** The columns of the widest operand beside that: what heads have mixed, or an mlp's gate. */
    int other() {
        return blocks.stream()
                .mapToInt(block -> Math.max(
                        block.attention().head().count(),
                        block.mlp().gate().map(gate -> gate.out().count()).orElse(0)))
                .max()
                .orElse(0);
    }

    /** Norms the tokens where a tower does, and makes an operand of them where the first block takes one. */
    void begin(Optional<DeviceNorm> norm, Workspace space) {
        boolean takesOperand = !blocks.isEmpty() && blocks.get(0).order() != Block.Order.PRE;
        if (norm.isPresent() || takesOperand) {
            calls.norm(
                    norm.orElse(DeviceNorm.none(columns)),
                    space.x(),
                    norm.isPresent() ? space.x() : 0,
                    takesOperand ? space.operand() : 0,
                    space.rows());
        }
    }

    /**
     * Does all blocks on {@code x}, in place.
     *
     * @param mask where the texts' mask is, or 0
     */
    void run(Workspace space, long mask) {
        for (DeviceBlock block : blocks) {
            int rows = space.rows();
            switch (block.order()) {
                case PRE -> {
                    calls.norm(block.norm1(), space.x(), 0, space.operand(), rows);
                    calls.addTo(space.x(), block.attention().output(), mixed(block, space, mask), block.scale1(), rows);
                    calls.norm(block.norm2(), space.x(), 0, space.operand(), rows);
                    calls.addTo(
                            space.x(),
                            block.mlp().down(),
                            hidden(calls, block.mlp(), space, rows),
                            block.scale2(),
                            rows);
                }
                case POST -> {
                    calls.addTo(space.x(), block.attention().output(), mixed(block, space, mask), block.scale1(), rows);
                    calls.norm(block.norm1(), space.x(), space.x(), space.operand(), rows);
                    calls.addTo(
                            space.x(),
                            block.mlp().down(),
                            hidden(calls, block.mlp(), space, rows),
                            block.scale2(),
                            rows);
                    calls.norm(block.norm2(), space.x(), space.x(), space.operand(), rows);
                }
                case RESIDUAL -> {
                    calls.toValues(block.attention().output(), mixed(block, space, mask), null, space.y(), rows);
                    calls.addNorm(block.norm1(), space.y(), space.x(), space.operand(), rows);
                    calls.toValues(block.mlp().down(), hidden(calls, block.mlp(), space, rows), null, space.y(), rows);
                    calls.addNorm(block.norm2(), space.y(), space.x(), space.operand(), rows);
                }
            }
        }
    }

    private long mixed(DeviceBlock block, Workspace space, long mask) {
        DeviceAttention attention = block.attention();
        Columns heads = attention.head();
        int width = heads.count();
        int rows = space.rows();
        int tokens = space.tokens();
        calls.toOperand(attention.projected(), space.operand(), null, 0, space.wide(), rows);
        calls.heads(attention.queryNorm(), turn, space.wide(), 3 * width, 0, heads, rows, tokens);
        calls.heads(attention.keyNorm(), turn, space.wide(), 3 * width, width, heads, rows, tokens);
        calls.attention(
                new Queries(space.wide(), 3 * width, tokens, tokens),
                new Keys(space.wide(), 3 * width, width, tokens, 0, mask, causal),
                heads,
                attention.scale(),
                space.inputs(),
                space.other());
        attention.norm().ifPresent(norm -> calls.normOperand(norm, space.other(), rows));
        return space.other();
    }

    /** The hidden columns of an mlp of the rows in the workspace's operand. */
    static long hidden(LayerCalls calls, DeviceMlp mlp, Workspace space, int rows) {
        if (mlp.gate().isPresent()) {
            calls.toOperand(mlp.gate().get(), space.operand(), mlp.activation(), 0, space.other(), rows);
            calls.toOperand(mlp.up(), space.operand(), null, space.other(), space.wide(), rows);
        } else {
            calls.toOperand(mlp.up(), space.operand(), mlp.activation(), 0, space.wide(), rows);
        }
        mlp.norm().ifPresent(norm -> calls.normOperand(norm, space.wide(), rows));
        return space.wide();
    }
}

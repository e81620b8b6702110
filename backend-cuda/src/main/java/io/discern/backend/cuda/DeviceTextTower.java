package io.discern.backend.cuda;

import io.discern.EncoderException;
import io.discern.backend.cuda.LayerCalls.Turn;
import io.discern.internal.tower.TextTower;
import io.discern.internal.tower.TowerPooling;
import io.discern.text.TokenBatch;
import java.nio.IntBuffer;
import java.util.Optional;

/** A text tower on the device. */
final class DeviceTextTower {
    private final LayerCalls calls;
    private final TextTower tower;
    private final WeightLoader.Table words;
    private final WeightLoader.Table positions;
    private final long type;
    private final Optional<DeviceNorm> norm;
    private final Blocks blocks;
    private final DeviceHead head;

    /** Loads it. */
    DeviceTextTower(WeightLoader loader, LayerCalls calls, TextTower tower) {
        this.calls = calls;
        this.tower = tower;
        int dim = tower.dim();
        Columns columns = loader.plain(dim);
        this.words = loader.table(tower.tokens());
        this.positions = loader.table(tower.positions());
        this.type = tower.type().map(one -> loader.vector(one, columns)).orElse(0L);
        this.norm = tower.norm().map(one -> loader.norm(one, columns, Optional.empty()));
        this.blocks = new Blocks(loader, calls, tower.blocks(), dim, tower.causal(), Turn.NONE);
        this.head = new DeviceHead(loader, calls, tower.head(), dim);
    }

    /** What it needs for each text of so many tokens. */
    Workspace.Needs needs(int tokens) {
        return new Workspace.Needs(
                (3L * tokens + 1) * Integer.BYTES,
                tower.dim(),
                Math.max(blocks.wide(), head.wide()),
                Math.max(blocks.other(), head.wide()),
                0,
                head.width());
    }

    /** The most tokens of a text. */
    int context() {
        return tower.context();
    }

    /** The length of an embedding. */
    int dimension() {
        return tower.head().width(tower.dim());
    }

    /**
     * Writes what is sent for some texts: ids, positions and mask of all tokens, then which token of each text is taken.
     *
     * @throws EncoderException if there is no such token or position
     */
    void write(TokenBatch batch, int first, int count, IntBuffer target) {
        int length = batch.length();
        if (length > context()) {
            throw new EncoderException(
                    tower.family() + ": texts of " + length + " tokens; expected at most " + context());
        }
        int all = count * length;
        for (int i = 0; i < all; i++) {
            long id = batch.ids()[first * length + i];
            if (id < 0 || id >= tower.tokens().size(0)) {
                throw new EncoderException(tower.family() + ": token id " + id + "; expected 0.."
                        + (tower.tokens().size(0) - 1) + ". The tokenizer is not this model's.");
            }
            target.put(i, (int) id);
            target.put(2 * all + i, (int) batch.mask()[first * length + i]);
        }
        for (int text = 0; text < count; text++) {
            places(target, text * length, all, length);
            target.put(3 * all + text, place(target, text * length, length));
        }
    }

    /** In order; RoBERTa counts only what is not padding. */
    private void places(IntBuffer target, int start, int all, int length) {
        int seen = 0;
        for (int i = 0; i < length; i++) {
            int place = i;
            if (tower.firstPosition() > 0) {
                boolean real = target.get(start + i) != tower.padId().orElseThrow();
                seen += real ? 1 : 0;
                place = tower.firstPosition() - 1 + (real ? seen : 0);
            }
            target.put(all + start + i, place);
        }
    }

    private int place(IntBuffer target, int start, int length) {
        TowerPooling pooling = tower.head().pooling();
        if (pooling instanceof TowerPooling.Last) {
            return length - 1;
        }
        int found = 0;
        if (pooling instanceof TowerPooling.EndOfText end) {
            // the first with that id; the first of the highest
            for (int i = 0; i < length; i++) {
                int id = target.get(start + i);
                if (end.id().isPresent() && id == end.id().getAsInt()) {
                    return i;
                }
                if (end.id().isEmpty() && id > target.get(start + found)) {
                    found = i;
                }
            }
        }
        return found;
    }

    /**
     * Makes embeddings of the texts that were sent.
     *
     * @return where they are: values, a row for each text
     */
    long run(Workspace space) {
        long bytes = (long) space.rows() * Integer.BYTES;
        long ids = space.input();
        long mask = ids + 2 * bytes;
        calls.words(ids, ids + bytes, words, positions, type, space.rows(), tower.dim(), space.x());
        blocks.begin(norm, space);
        blocks.run(space, tower.masked() ? mask : 0);
        return head.run(space, ids + 3 * bytes, tower.masked() ? mask : 0);
    }
}

package io.discern.backend.cuda;

import io.discern.backend.cuda.LayerCalls.Turn;
import io.discern.internal.tower.ImageTower;
import io.discern.internal.tower.Linear;
import io.discern.internal.tower.TokenTables;
import io.discern.internal.tower.TowerPooling;
import io.discern.internal.weights.Weights;
import java.util.Optional;

/** An image tower on the device, for pictures of one size. */
final class DeviceImageTower {
    private final LayerCalls calls;
    private final ImageTower tower;
    private final int height;
    private final int width;
    private final int patches;
    private final DeviceLinear kernel;
    private final Optional<DeviceNorm> patchNorm;
    private final long positions;
    private final long prefix;
    private final Optional<DeviceNorm> norm;
    private final Blocks blocks;
    private final DeviceHead head;
    private final Workspace.Needs needs;
    private final long places;

    /** The most inputs of a run: what one launch takes. */
    static final int MOST = 65535;

    /** Loads it. */
    DeviceImageTower(WeightLoader loader, LayerCalls calls, ImageTower tower, Weights weights, int height, int width) {
        TokenTables tables = TokenTables.of(tower, weights, height, width);
        this.calls = calls;
        this.tower = tower;
        this.height = height;
        this.width = width;
        this.patches = tables.rows() * tables.columns();
        int dim = tower.dim();
        int patch = tower.channels() * tower.patchHeight() * tower.patchWidth();
        Columns columns = loader.plain(dim);
        Linear convolution = new Linear(tower.kernel().as(dim, patch), tower.kernelBias(), false);
        this.kernel = loader.linear(convolution, loader.plain(patch), columns);
        this.patchNorm = tower.patchNorm().map(one -> loader.norm(one, columns, Optional.empty()));
        this.positions = tables.patches().length == 0 ? 0 : loader.rows(tables.patches(), dim);
        this.prefix = tower.prefix() == 0 ? 0 : loader.rows(tables.prefix(), dim);
        this.norm = tower.norm().map(one -> loader.norm(one, columns, Optional.empty()));
        Turn turn = tower.rotary()
                .map(rotary -> new Turn(
                        tower.prefix(),
                        loader.values(tables.cosines()),
                        loader.values(tables.sines()),
                        rotary.interleaved()))
                .orElse(Turn.NONE);
        this.blocks = new Blocks(loader, calls, tower.blocks(), dim, false, turn);
        this.head = new DeviceHead(loader, calls, tower.head(), dim);
        this.needs = new Workspace.Needs(
                imageBytes(false),
                dim,
                Math.max(blocks.wide(), head.wide()),
                Math.max(blocks.other(), head.wide()),
                patch,
                head.width());
        boolean last = tower.head().pooling() instanceof TowerPooling.Last;
        this.places = loader.repeated(last ? tokens() - 1 : 0, MOST);
    }

    /** What it needs for each picture. */
    Workspace.Needs needs() {
        return needs;
    }

    /** The tokens of a picture. */
    int tokens() {
        return tower.prefix() + patches;
    }

    /** The length of an embedding. */
    int dimension() {
        return tower.head().width(tower.dim());
    }

    /** Bytes of a picture's pixels, by channel: float32, or IEEE 16-bit. */
    long imageBytes(boolean half) {
        return (long) tower.channels() * height * width * (half ? Short.BYTES : Float.BYTES);
    }

    /**
     * Makes embeddings of the pictures whose pixels are in the workspace's input.
     *
     * @param half whether pixels have 16 bits
     * @return where they are: values, a row for each picture
     */
    long run(Workspace space, boolean half) {
        int inputs = space.inputs();
        int dim = tower.dim();
        calls.patches(
                space.input(),
                half,
                inputs,
                tower.channels(),
                height,
                width,
                tower.patchHeight(),
                tower.patchWidth(),
                space.wide());
        calls.toValues(kernel, space.wide(), null, space.y(), inputs * patches);
        patchNorm.ifPresent(one -> calls.norm(one, space.y(), space.y(), 0, inputs * patches));
        calls.tokens(space.y(), positions, prefix, inputs, patches, tower.prefix(), dim, space.x());
        blocks.begin(norm, space);
        blocks.run(space, 0);
        return head.run(space, places, 0);
    }
}

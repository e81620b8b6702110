package io.discern.backend.cuda;

import io.discern.internal.tower.Block;
import java.util.Optional;

/**
 * A block on the device.
 *
 * @param scale1 what the attention's result is multiplied by, float32 for each column, or 0; part of the norm where that comes after
 * @param scale2 likewise of the mlp's
 */
record DeviceBlock(
        Block.Order order,
        DeviceNorm norm1,
        DeviceAttention attention,
        long scale1,
        DeviceNorm norm2,
        DeviceMlp mlp,
        long scale2) {

    static DeviceBlock of(WeightLoader loader, Block block, int dim) {
        Columns columns = loader.plain(dim);
        boolean folded = block.order() == Block.Order.RESIDUAL;
        return new DeviceBlock(
                block.order(),
                loader.norm(block.norm1(), columns, folded ? block.scale1() : Optional.empty()),
                DeviceAttention.among(loader, block.attention(), dim),
                folded
                        ? 0
                        : block.scale1()
                                .map(scale -> loader.vector(scale, columns))
                                .orElse(0L),
                loader.norm(block.norm2(), columns, folded ? block.scale2() : Optional.empty()),
                DeviceMlp.of(loader, block.mlp()),
                folded
                        ? 0
                        : block.scale2()
                                .map(scale -> loader.vector(scale, columns))
                                .orElse(0L));
    }
}

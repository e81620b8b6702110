package io.discern.backend.cuda;

import io.discern.internal.tower.Attention;
import java.util.List;
import java.util.Optional;

/**
 * An attention on the device.
 *
 * @param projected query, key and value as one layer; of an attentive pooling, key and value
 * @param head the columns of all heads together
 * @param queryNorm of each head, {@link DeviceNorm#NONE} where there is none
 * @param keyNorm of each head
 * @param norm of all heads together
 * @param output the layer after it
 * @param scale of the scores
 */
record DeviceAttention(
        DeviceLinear projected,
        Columns head,
        DeviceNorm queryNorm,
        DeviceNorm keyNorm,
        Optional<DeviceNorm> norm,
        DeviceLinear output,
        double scale) {

    /** Of tokens among themselves. */
    static DeviceAttention among(WeightLoader loader, Attention attention, int dim) {
        return of(loader, attention, dim, List.of(attention.query(), attention.key(), attention.value()));
    }

    /** Of a query that others bring. */
    static DeviceAttention to(WeightLoader loader, Attention attention, int dim) {
        return of(loader, attention, dim, List.of(attention.key(), attention.value()));
    }

    private static DeviceAttention of(
            WeightLoader loader, Attention attention, int dim, List<io.discern.internal.tower.Linear> parts) {
        int width = attention.headWidth();
        Columns heads = loader.heads(attention);
        Columns one = new Columns(1, width, heads.pitch());
        return new DeviceAttention(
                loader.packed(parts, loader.plain(dim), heads),
                heads,
                attention
                        .queryNorm()
                        .map(norm -> loader.norm(norm, one, Optional.empty()))
                        .orElse(DeviceNorm.none(one)),
                attention
                        .keyNorm()
                        .map(norm -> loader.norm(norm, one, Optional.empty()))
                        .orElse(DeviceNorm.none(one)),
                attention.norm().map(norm -> loader.norm(norm, heads, Optional.empty())),
                loader.linear(
                        attention.output(),
                        heads,
                        loader.plain(attention.output().out())),
                1 / Math.sqrt(width));
    }
}

package io.discern.backend.cuda;

import io.discern.internal.tower.Activation;
import io.discern.internal.tower.Mlp;
import java.util.Optional;

/**
 * The layer of a block that treats each token by itself, on the device; as {@link Mlp} says.
 *
 * @param up to the hidden columns
 * @param gate beside it
 * @param activation of the gate, or of {@code up} where there is none
 * @param norm of the hidden columns
 * @param down from them
 */
record DeviceMlp(
        DeviceLinear up,
        Optional<DeviceLinear> gate,
        Activation activation,
        Optional<DeviceNorm> norm,
        DeviceLinear down) {

    static DeviceMlp of(WeightLoader loader, Mlp mlp) {
        Columns in = loader.plain(mlp.up().in());
        Columns hidden = loader.plain(mlp.up().out());
        return new DeviceMlp(
                loader.linear(mlp.up(), in, hidden),
                mlp.gate().map(gate -> loader.linear(gate, in, hidden)),
                mlp.activation(),
                mlp.norm().map(norm -> loader.norm(norm, hidden, Optional.empty())),
                loader.linear(mlp.down(), hidden, loader.plain(mlp.down().out())));
    }
}

/**
 * Reads published checkpoints: from the configuration and the names of the weights in a folder to {@link io.discern.internal.tower.Towers}.
 *
 * <p>Three layouts are known, {@link io.discern.internal.checkpoint.CheckpointFormat}: transformers' {@code config.json}, timm's, and
 * open_clip's {@code open_clip_config.json}. Each has a reader, and each family of networks in it a small class that knows the
 * family's keys, their defaults in the library, and how it calls its weights. {@link io.discern.internal.checkpoint.Config} remembers which
 * keys were understood and {@link io.discern.internal.checkpoint.Tensors} which weights were taken; what nobody asked for is an error that
 * names it, because it could change the numbers.
 */
package io.discern.internal.checkpoint;

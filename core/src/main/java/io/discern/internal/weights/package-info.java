/**
 * The tensors of a published checkpoint, where they lie.
 *
 * <p>A checkpoint is a file of named arrays with a table of contents: {@code .safetensors} (a JSON header), or PyTorch's
 * {@code .bin} and {@code .pt} (a zip of raw arrays with a pickle as its table). Nothing here copies an array: a
 * {@link io.discern.internal.weights.StoredTensor} says in which file, at which offset and in which type it lies, and whoever computes
 * maps it from there. {@link io.discern.internal.weights.Weights} is the whole of a folder, shards included.
 *
 * <p>Nobody vouches for these files. Every offset is checked against the file's end and against its neighbours before it is
 * used, tables have a bound, links that lead out of the model folder are refused, and a pickle is read by an interpreter that
 * knows six functions and no others: no code of a file ever runs.
 */
package io.discern.internal.weights;

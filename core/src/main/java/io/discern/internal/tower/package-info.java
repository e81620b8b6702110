/**
 * What a network of a published encoder <em>is</em>, as plain data: an image tower and a text tower, layer by layer, with the
 * names of their weights.
 *
 * <p>A {@link io.discern.internal.tower.ImageTower} is patches, tokens in front of them, positions, blocks, and a
 * {@link io.discern.internal.tower.Head} that makes one vector of them; a {@link io.discern.internal.tower.TextTower} begins with a table of
 * tokens instead. Nothing of it computes a network: a backend turns the description into whatever it runs, an ONNX graph or
 * kernels of its own, and takes the weights where {@link io.discern.internal.weights.Weights} says they lie. What depends on the size of
 * the picture (interpolated positions, rotary tables) is computed once, by {@link io.discern.internal.tower.TokenTables}, so that every
 * backend gets the same numbers.
 *
 * <p>Package {@code io.discern.checkpoint} reads them from a folder. A key of its configuration that would change the numbers and is not
 * understood is an error that names it; so is a weight that is missing or left over. {@link io.discern.internal.tower.Description} prints
 * a tower, and its hash goes into the provenance.
 */
package io.discern.internal.tower;

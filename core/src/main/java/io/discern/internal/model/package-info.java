/**
 * A folder with an exported model, whatever engine runs it. For the engines of this project;
 * others call {@link io.discern.Encoders}.
 *
 * <p>An exported model has no manners: it does not say how its pixels were made, how its texts were padded, or which output is
 * the embedding. {@link io.discern.internal.model.ModelOpening} finds its files by the names of a {@link io.discern.internal.model.ModelFormat},
 * reads {@code discern.json} and the caller's options, derives what the towers want from the files that usually lie beside
 * them, and refuses to guess; a run finds out what no file says, and the encoder's provenance says where everything came from. An
 * engine ({@link io.discern.internal.model.ModelEngine}) opens the towers ({@link io.discern.internal.model.ModelTower}) and runs them. So a folder
 * means the same to each of them, and so do the options.
 */
package io.discern.internal.model;

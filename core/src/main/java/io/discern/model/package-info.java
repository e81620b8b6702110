/**
 * A folder with an exported model, whatever engine runs it.
 *
 * <p>An exported model has no manners: it does not say how its pixels were made, how its texts were padded, or which output is
 * the embedding. {@link io.discern.model.ModelFolder} finds its files by the names of a {@link io.discern.model.ModelFormat}
 * and reads {@code discern.json} ({@link io.discern.model.ModelManifest}); {@link io.discern.model.ModelOptions} are what the
 * caller says beside that. {@link io.discern.model.ModelPreprocessing} and {@link io.discern.model.TextContext} derive what the
 * towers want from the files that usually lie beside them, and refuse to guess; {@link io.discern.model.TowerProbe} finds out
 * by a run what no file says. {@link io.discern.model.ModelFacts} writes down where everything came from. Backends share this
 * package, so that a folder means the same to each of them.
 */
package io.discern.model;

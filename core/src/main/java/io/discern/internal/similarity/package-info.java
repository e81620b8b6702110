/**
 * What implementations of {@link io.discern.similarity.CosineSimilarity} share. For the backends of this project.
 *
 * <p>Who brings another extends {@link io.discern.internal.similarity.TiledSimilarity}: a device multiplies tiles of unit rows in
 * float32, and {@link io.discern.internal.similarity.TopKSelector} computes exactly whatever is too near to a tie to be told in
 * float32. A device that streams rows and selects by itself extends {@link io.discern.internal.similarity.BlockSimilarity}.
 */
package io.discern.internal.similarity;

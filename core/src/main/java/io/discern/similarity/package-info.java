/**
 * Cosine similarity between rows of embeddings: the whole matrix, a stream of tiles that never holds the whole matrix, or the
 * most similar rows of each row.
 *
 * <p>{@link io.discern.similarity.CosineSimilarity#reference()} is plain Java and always there; faster implementations are
 * tested against it. {@link io.discern.Similarities} opens one by name.
 *
 * <p>Studies search through it too: a query's own group (patient, lesion) is left out by
 * {@link io.discern.internal.similarity.GroupExclusion}, and {@link io.discern.similarity.ClassSums} are the sums by class that scatter is made of.
 *
 * <p>Who brings another extends {@link io.discern.internal.similarity.TiledSimilarity}: a device multiplies tiles of unit rows in
 * float32, and {@link io.discern.internal.similarity.TopKSelector} computes exactly whatever is too near to a tie to be told in float32.
 * A device that streams rows and selects by itself extends {@link io.discern.internal.similarity.BlockSimilarity}.
 */
package io.discern.similarity;

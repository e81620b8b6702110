/**
 * Cosine similarity between rows of embeddings: the whole matrix, a stream of tiles that never holds the whole matrix, or the
 * most similar rows of each row.
 *
 * <p>{@link io.discern.similarity.CosineSimilarity#reference()} is plain Java and always there; faster implementations are
 * tested against it. {@link io.discern.Similarities} opens one by name.
 *
 * <p>Studies search through it too: a query's own group (patient, lesion) is left
 * out, and {@link io.discern.similarity.ClassSums} are the sums by class that scatter is made of.
 */
package io.discern.similarity;

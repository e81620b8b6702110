/**
 * Cosine similarity between rows of embeddings: the whole matrix, a stream of tiles that never holds the whole matrix, or the
 * most similar rows of each row.
 *
 * <p>{@link io.discern.similarity.CosineSimilarity#reference()} is plain Java and always there; faster implementations are
 * tested against it.
 */
package io.discern.similarity;

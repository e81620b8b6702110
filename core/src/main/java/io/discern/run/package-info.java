/**
 * From a data set to embeddings: decoding runs ahead of the encoder, and what fails is a row, not the end, and what is
 * done stays done: {@link io.discern.run.EmbeddingStore}.
 */
package io.discern.run;

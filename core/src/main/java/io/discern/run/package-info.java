/**
 * From a data set to embeddings: decoding runs ahead of the encoder, and what fails is a row, not the end.
 */
package io.discern.run;

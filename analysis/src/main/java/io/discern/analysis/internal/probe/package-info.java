/**
 * Linear readers of embeddings, how they are fitted and cross-validated, and the results of the scores they give. Not for use from
 * outside; {@link io.discern.analysis.probe} is.
 */
package io.discern.analysis.internal.probe;

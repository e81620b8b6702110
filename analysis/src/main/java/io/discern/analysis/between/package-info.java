/**
 * Whether two encoders see the same images alike, although their spaces have nothing in common.
 *
 * <p>Each {@link io.discern.analysis.between.BetweenMetric} takes the embeddings that two encoders gave the same images in the
 * same order, checked by row ids, and compares what does not depend on the axes of either space: inner products of rows
 * ({@link io.discern.analysis.between.LinearCka}), nearest neighbours ({@link io.discern.analysis.between.MutualKnn}, {@link
 * io.discern.analysis.between.Cknna}), or the rows themselves after the best rotation ({@link
 * io.discern.analysis.between.Procrustes}). Values are meaningful beside their null value, what rows in random order give.
 */
package io.discern.analysis.between;

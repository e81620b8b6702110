/**
 * Uncertainty and chance: the bootstrap and permuted labels, both respecting that rows of one group are not independent.
 *
 * <p>The unit that is resampled or relabelled is a {@link io.discern.analysis.stats.Clusters cluster}: the rows of one group
 * within one class. Everything follows from a seed; there is no global generator.
 */
package io.discern.analysis.stats;

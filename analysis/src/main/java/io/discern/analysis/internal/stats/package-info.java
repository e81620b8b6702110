/**
 * Tests against chance, paired comparisons, multiplicity, mean ranks, folds and scores that metrics and studies go by. Not for use
 * from outside; {@link io.discern.analysis.stats} is.
 */
package io.discern.analysis.internal.stats;

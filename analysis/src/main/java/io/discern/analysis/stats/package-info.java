/**
 * Uncertainty and chance, respecting that rows of one group are not independent, and comparisons that hold when there are many.
 *
 * <p>The unit that is resampled, left out, relabelled or flipped is a {@link io.discern.analysis.stats.Clusters cluster}: the
 * rows of one group within one class. Everything follows from a seed; there is no global generator.
 *
 * <ul>
 *   <li>How sure is this number? {@link io.discern.analysis.stats.Bootstrap} for means,
 *       {@link io.discern.analysis.stats.Jackknife} where drawing a row twice would spoil the statistic.
 *   <li>Is it more than chance? {@link io.discern.analysis.stats.PermutationTest}.
 *   <li>Do two encoders differ on the same images? {@link io.discern.analysis.stats.McNemar} on independent images,
 *       {@link io.discern.analysis.stats.SignFlip} on grouped ones and on continuous differences.
 *   <li>Which of many? {@link io.discern.analysis.stats.Multiplicity} adjusts p-values,
 *       {@link io.discern.analysis.stats.MeanRanks} ranks encoders over data sets.
 * </ul>
 */
package io.discern.analysis.stats;

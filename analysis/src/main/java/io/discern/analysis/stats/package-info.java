/**
 * Uncertainty, respecting that rows of one group are not independent: what a metric of one's own needs for an interval.
 *
 * <p>The unit that is resampled, left out, relabelled or flipped is a {@link io.discern.analysis.stats.Clusters cluster}: the
 * rows of one group within one class. Everything follows from a seed; there is no global generator.
 *
 * <ul>
 *   <li>How sure is this number? {@link io.discern.analysis.stats.Bootstrap} for means,
 *       {@link io.discern.analysis.stats.Jackknife} where drawing a row twice would spoil the statistic.
 *   <li>And of a smooth statistic whose derivative is known? {@link io.discern.analysis.stats.InfinitesimalJackknife}.
 *   <li>Of a share? {@link io.discern.analysis.stats.ShareIntervals}.
 * </ul>
 */
package io.discern.analysis.stats;

/**
 * What the overlay suite asks, by the names of its results, and a measure of one's own.
 *
 * <p>Results are found by {@link io.discern.analysis.overlay.measure.OverlayRate},
 * {@link io.discern.analysis.overlay.measure.ShiftKeys}, {@link io.discern.analysis.overlay.measure.VoteKeys} and
 * {@link io.discern.analysis.overlay.measure.ReadingKeys}. An {@link io.discern.analysis.overlay.measure.OverlayMeasure} makes more of
 * the {@link io.discern.analysis.overlay.measure.OverlayEvidence}.
 */
package io.discern.analysis.overlay.measure;

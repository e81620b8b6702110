/**
 * One question of an overlay experiment in each class.
 *
 * <p>An {@link io.discern.analysis.overlay.measure.OverlayMeasure} reads the
 * {@link io.discern.analysis.overlay.run.OverlayEvidence} and adds results to
 * {@link io.discern.analysis.overlay.measure.OverlayRows}, which makes intervals that keep groups of images together. The keys of
 * its results are records nested in the measure; those of the shares that several measures report are
 * {@link io.discern.analysis.overlay.measure.OverlayRate}.
 */
package io.discern.analysis.overlay.measure;

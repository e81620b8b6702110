/**
 * One question of an overlay experiment in each class.
 *
 * <p>A {@link io.discern.analysis.internal.overlay.measure.SuiteMeasure} reads the
 * {@link io.discern.analysis.internal.overlay.measure.SuiteEvidence} and adds results to
 * {@link io.discern.analysis.internal.overlay.measure.OverlayRows}, which makes intervals that keep groups of images together. What
 * the results are called is public: {@link io.discern.analysis.overlay.measure}.
 */
package io.discern.analysis.internal.overlay.measure;

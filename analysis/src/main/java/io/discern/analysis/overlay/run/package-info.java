/**
 * The conditions of an experiment, and what an encoder made of them.
 *
 * <p>{@link io.discern.analysis.overlay.run.OverlayPlan} lists the conditions,
 * {@link io.discern.analysis.overlay.run.ConditionImages} draws them as images are loaded, and
 * {@link io.discern.analysis.overlay.run.AlignedImages} holds the embeddings, row by row the same image. Measures get all of it as
 * {@link io.discern.analysis.overlay.run.OverlayEvidence}.
 */
package io.discern.analysis.overlay.run;

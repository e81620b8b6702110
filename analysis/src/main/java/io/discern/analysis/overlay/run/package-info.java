/**
 * The conditions of an experiment: {@link io.discern.analysis.overlay.run.OverlayPlan} lists them. An
 * {@link io.discern.analysis.overlay.run.OverlayCondition} draws, a {@link io.discern.analysis.overlay.run.HarmlessChange} is the floor
 * under every effect, and a {@link io.discern.analysis.overlay.run.Control} is either of them in the text's place.
 * {@link io.discern.analysis.overlay.run.ShownPixels} are an image in a condition.
 */
package io.discern.analysis.overlay.run;

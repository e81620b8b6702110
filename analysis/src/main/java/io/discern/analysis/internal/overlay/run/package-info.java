/**
 * What an encoder makes of the conditions of an experiment.
 *
 * <p>{@link io.discern.analysis.internal.overlay.run.ConditionImages} draws them as images are loaded, and
 * {@link io.discern.analysis.internal.overlay.run.AlignedImages} holds the embeddings, row by row the same image.
 */
package io.discern.analysis.internal.overlay.run;

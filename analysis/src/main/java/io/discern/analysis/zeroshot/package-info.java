/**
 * Classes from words: an image belongs to the class whose text lies nearest.
 *
 * <p>{@link io.discern.analysis.zeroshot.Prompts} says what is asked for each class; an encoder, here or in Python, turns
 * it into {@link io.discern.analysis.zeroshot.PromptEmbeddings}, which can be saved and loaded. An {@link
 * io.discern.analysis.zeroshot.Ensembling} makes one direction of a class's prompts; public code does this in three ways,
 * so each has a name. A {@link io.discern.LogitRule} turns cosines into probabilities. {@link
 * io.discern.analysis.zeroshot.ZeroShot} measures how well that reads the labels and how much the wording decides.
 */
package io.discern.analysis.zeroshot;

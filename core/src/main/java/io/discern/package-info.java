/**
 * The encoder contract and its results.
 *
 * <p>A {@link io.discern.VisionLanguageEncoder} turns images (and, when it can, texts) into rows of an
 * {@link io.discern.Embeddings} matrix. {@link io.discern.Encoders} opens one by name from whatever providers are on the
 * class path; a plain {@code new MyEncoder()} is accepted everywhere too. {@link io.discern.EncoderConfig} is what the
 * caller wants, {@link io.discern.EncoderInfo} is what the opened encoder states about itself.
 */
package io.discern;

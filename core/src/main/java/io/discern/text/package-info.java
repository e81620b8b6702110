/**
 * From texts to token ids.
 *
 * <p>A {@link io.discern.text.Tokenizer} belongs to a model; a text that does not fit is refused rather than cut silently.
 */
package io.discern.text;

/**
 * From texts to token ids.
 *
 * <p>A {@link io.discern.text.Tokenizer} belongs to a model, and so does everything around it: what a published encoder does is
 * a {@link io.discern.text.TextPolicy}, with the {@link io.discern.text.Cleaning} before its tokenizer, the
 * {@link io.discern.text.TokenLayout} that pads and refuses what does not fit (never cutting it silently), and the
 * {@link io.discern.text.Pooling} of a model that answers with one vector a token. {@link io.discern.text.ClipTokenizer} is
 * CLIP's tokenizer in plain Java; others are read from {@code tokenizer.json} by the module {@code tokenizers}.
 */
package io.discern.text;

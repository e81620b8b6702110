/**
 * The tokenizers that model folders bring, as {@link io.discern.text.Tokenizer}.
 *
 * <p>A text tower knows token ids, not letters, and the file that says how one becomes the other lies beside the model.
 * {@link io.discern.tokenizers.ModelTokenizer} finds it; {@link io.discern.tokenizers.TokenizerJson} runs Hugging Face's
 * {@code tokenizer.json} through DJL's binding of Hugging Face's own library, whose natives are in the jar.
 * {@link io.discern.tokenizers.DjlOffline} keeps DJL off the network, here and in other modules that use it.
 */
package io.discern.tokenizers;

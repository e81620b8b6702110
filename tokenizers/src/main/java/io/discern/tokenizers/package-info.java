/**
 * The tokenizers that model folders bring, as {@link io.discern.text.Tokenizer}.
 *
 * <p>A text tower knows token ids, not letters, and the file that says how one becomes the other lies beside the model.
 * {@link io.discern.tokenizers.ModelTokenizer} finds it; {@link io.discern.tokenizers.TokenizerJson} runs Hugging Face's
 * {@code tokenizer.json} through DJL's binding of Hugging Face's own library, whose natives are in the jar.
 *
 * <p>That library ends the process where it meets what it did not expect, so the file is read twice. {@code TokenizerFile} reads it
 * here, within bounds, and copies what it knows: {@code Components} are the kinds of steps with their members ({@code Steps},
 * {@code PostProcessors}, {@code Models}), {@code Limits} gathers how much longer they make a text and how much work their
 * {@code Expression}s are. The library gets the copy.
 *
 * <p>{@link io.discern.tokenizers.DjlOffline} keeps DJL off the network, here and in other modules that use it, and
 * {@link io.discern.tokenizers.OnnxRuntimeSilence} ONNX Runtime; {@link io.discern.tokenizers.NativeCache} is where both keep their natives.
 */
package io.discern.tokenizers;

package io.discern.internal.model;

import io.discern.EncoderException;
import io.discern.preprocess.Preset;
import io.discern.text.Cleaning;
import io.discern.text.TextPolicy;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many tokens a text tower takes, how shorter texts are filled up, and what is done to a text before its tokenizer.
 *
 * @param limit the most tokens, special ones included; empty if nothing says so
 * @param padToLimit whether every text is padded to the limit, and not only to the longest of its batch
 * @param padId the id of padding, if something says so
 * @param padToken the text of the padding token, to be looked up in the tokenizer, if something says so
 * @param cleaning what is done to a text before its tokenizer
 * @param separator the text of a token that is replaced by padding after the tokenizer, as CLIPA's BERT wants it
 */
public record TextContext(
        OptionalInt limit,
        boolean padToLimit,
        OptionalInt padId,
        Optional<String> padToken,
        Cleaning cleaning,
        Optional<String> separator) {
    private static final int SIGLIP_PAD_ID = 1;

    /** {@link #of(ModelFolder, Optional, OptionalInt, boolean, OptionalInt, String)} for a tower without a description. */
    static TextContext of(
            ModelFolder folder, Optional<Preset> preset, OptionalInt fixed, boolean hasMask, String file) {
        return of(folder, preset, fixed, hasMask, OptionalInt.empty(), file);
    }

    /**
     * Derives it: the length from the graph's fixed dimension, else {@code discern.json}, else the preset, else the smaller
     * of what the model's configuration files and its tower's description say. Texts are padded to it where the graph, {@code discern.json} or the preset fixes it, where the model
     * is a SigLIP (trained so, and it has no mask), and where the graph takes no mask.
     *
     * @param preset the published encoder that was named, if one was
     * @param fixed the only number of tokens the text tower takes, if there is one
     * @param hasMask whether the tower is told which tokens are padding
     * @param described the most tokens by the tower's own description, where it has one
     * @param file what messages call the text tower's file
     * @throws EncoderException if two lengths contradict, or padding would be seen by the model and its length is unknown
     */
    static TextContext of(
            ModelFolder folder,
            Optional<Preset> preset,
            OptionalInt fixed,
            boolean hasMask,
            OptionalInt described,
            String file) {
        ModelManifest.Texts texts = folder.manifest().texts();
        Optional<TextPolicy> policy = preset.flatMap(Preset::text);
        OptionalInt published = policy.isPresent() ? OptionalInt.of(policy.get().context()) : OptionalInt.empty();
        requireSame(fixed, texts.contextLength(), file, "\"contextLength\" in " + ModelManifest.FILE);
        if (texts.contextLength().isEmpty()) {
            requireSame(
                    fixed,
                    published,
                    file,
                    "the context of preset " + preset.map(Preset::name).orElse(""));
        }
        ModelConfig config = ModelConfig.read(folder.path());
        OptionalInt stated = or(fixed, or(texts.contextLength(), published));
        OptionalInt limit = or(stated, ModelConfig.least(config.context(), described));
        if (limit.isEmpty() && !hasMask) {
            throw new EncoderException(
                    file + ": takes no attention_mask, so it would see the padding, and its context length "
                            + "is not known. Set \"contextLength\" and \"padId\" in "
                            + folder.path().resolve(ModelManifest.FILE)
                            + ", or name a preset.");
        }
        boolean padded = fixed.isPresent()
                || texts.contextLength().isPresent()
                || policy.map(TextPolicy::padToContext).orElse(config.isSiglip() || !hasMask);
        return new TextContext(
                limit,
                padded && limit.isPresent(),
                or(texts.padId(), or(policy.map(TextPolicy::padId).orElse(OptionalInt.empty()), siglipPadId(config))),
                config.padToken(),
                texts.cleaning()
                        .or(() -> policy.map(TextPolicy::cleaning))
                        .or(config::cleaning)
                        .orElse(Cleaning.NONE),
                policy.isPresent() ? policy.get().strippedSeparator() : config.separator());
    }

    private static void requireSame(OptionalInt fixed, OptionalInt other, String file, String what) {
        if (fixed.isPresent() && other.isPresent() && fixed.getAsInt() != other.getAsInt()) {
            throw new EncoderException(file + ": takes " + fixed.getAsInt() + " tokens, but " + what + " is "
                    + other.getAsInt() + "; expected the same. Correct or remove the latter.");
        }
    }

    /** The first SigLIP pads with its end token; its tokenizer's files do not always say so. */
    private static OptionalInt siglipPadId(ModelConfig config) {
        return config.isSiglip() && config.vocabulary().orElse(ModelConfig.SIGLIP_TOKENS) == ModelConfig.SIGLIP_TOKENS
                ? OptionalInt.of(SIGLIP_PAD_ID)
                : OptionalInt.empty();
    }

    private static OptionalInt or(OptionalInt first, OptionalInt second) {
        return first.isPresent() ? first : second;
    }
}

package io.discern.tokenizers;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.discern.EncoderException;
import io.discern.model.TextContext;
import io.discern.text.Cleaning;
import io.discern.text.TokenBatch;
import io.discern.text.TokenLayout;
import io.discern.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A {@code tokenizer.json}, run by Hugging Face's tokenizers through DJL, without any network. Pads as the {@link TextContext}
 * says; a text that does not fit is refused unless truncation was asked for. Safe for concurrent use.
 */
public final class TokenizerJson implements Tokenizer {
    private final HuggingFaceTokenizer tokenizer;
    private final Cleaning cleaning;
    private final TokenLayout layout;
    private final AtomicBoolean closed = new AtomicBoolean();

    private TokenizerJson(HuggingFaceTokenizer tokenizer, Cleaning cleaning, TokenLayout layout) {
        this.tokenizer = tokenizer;
        this.cleaning = cleaning;
        this.layout = layout;
    }

    /**
     * Loads a tokenizer; the caller closes it.
     *
     * @param file the {@code tokenizer.json}
     * @param context how many tokens the model takes
     * @param truncate cut texts to the context's limit, which must be known, keeping the special tokens
     * @param hasMask whether the model ignores padding by a mask
     * @throws EncoderException if the file cannot be used, or the padding id is needed and not known
     */
    public static TokenizerJson open(Path file, TextContext context, boolean truncate, boolean hasMask) {
        DjlOffline.require();
        HuggingFaceTokenizer tokenizer = load(file, context, truncate);
        try {
            long padId = padId(file, tokenizer, context, hasMask);
            return new TokenizerJson(
                    tokenizer, context.cleaning(), new TokenLayout(context.limit(), context.padToLimit(), padId));
        } catch (RuntimeException | Error e) {
            tokenizer.close();
            throw e;
        }
    }

    private static HuggingFaceTokenizer load(Path file, TextContext context, boolean truncate) {
        try {
            HuggingFaceTokenizer.Builder builder = HuggingFaceTokenizer.builder()
                    .optTokenizerPath(file)
                    .optAddSpecialTokens(true)
                    .optPadding(false)
                    .optTruncation(truncate);
            if (truncate) {
                builder.optMaxLength(context.limit().getAsInt());
            }
            return builder.build();
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new EncoderException(
                    file + ": the tokenizer cannot be loaded: " + e.getMessage()
                            + " Expected a tokenizer.json of Hugging Face's tokenizers.",
                    e);
        }
    }

    private static long padId(Path file, HuggingFaceTokenizer tokenizer, TextContext context, boolean hasMask) {
        if (context.padId().isPresent()) {
            return context.padId().getAsInt();
        }
        if (context.padToken().isPresent()) {
            long[] ids =
                    tokenizer.encode(context.padToken().get(), false, false).getIds();
            if (ids.length == 1) {
                return ids[0];
            }
        }
        if (!hasMask) {
            throw new EncoderException(
                    file + ": the model takes no attention_mask, so it sees the padding, and the padding id "
                            + "is not known. Set \"padId\" in discern.json.");
        }
        return 0;
    }

    @Override
    public TokenBatch tokenize(List<String> texts) {
        texts.forEach(TokenLayout::requireSane);
        List<String> cleaned = texts.stream().map(cleaning::clean).toList();
        List<long[]> tokens = Arrays.stream(tokenizer.batchEncode(cleaned, true, false))
                .map(Encoding::getIds)
                .toList();
        return layout.lay(texts, tokens);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            tokenizer.close();
        }
    }
}

package io.discern.tokenizers;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.discern.EncoderException;
import io.discern.model.TextContext;
import io.discern.text.TokenBatch;
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
    /** Characters of a text, at most. */
    public static final int MAX_CHARS = 64 * 1024;

    /** Characters of a text in a message. */
    private static final int SHOWN = 40;

    private final HuggingFaceTokenizer tokenizer;
    private final TextContext context;
    private final long padId;
    private final AtomicBoolean closed = new AtomicBoolean();

    private TokenizerJson(HuggingFaceTokenizer tokenizer, TextContext context, long padId) {
        this.tokenizer = tokenizer;
        this.context = context;
        this.padId = padId;
    }

    /**
     * Loads a tokenizer; the caller closes it.
     *
     * @param file the {@code tokenizer.json}
     * @param context how many tokens the model takes
     * @param truncate cut texts to the context's limit, keeping the special tokens; needs a limit
     * @param hasMask whether the model ignores padding by a mask
     * @throws EncoderException if the file cannot be used, or the padding id is needed and not known
     */
    public static TokenizerJson open(Path file, TextContext context, boolean truncate, boolean hasMask) {
        if (truncate && context.limit().isEmpty()) {
            throw new EncoderException(file + ": option truncate=true needs a context length, and none is known. Set "
                    + "\"contextLength\" in discern.json.");
        }
        DjlOffline.require();
        HuggingFaceTokenizer tokenizer = load(file, context, truncate);
        try {
            return new TokenizerJson(tokenizer, context, padId(file, tokenizer, context, hasMask));
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
            throw new EncoderException(file + ": the tokenizer cannot be loaded: " + e.getMessage()
                    + " Expected a tokenizer.json of Hugging Face's tokenizers.", e);
        }
    }

    private static long padId(Path file, HuggingFaceTokenizer tokenizer, TextContext context, boolean hasMask) {
        if (context.padId().isPresent()) {
            return context.padId().getAsInt();
        }
        if (context.padToken().isPresent()) {
            long[] ids = tokenizer.encode(context.padToken().get(), false, false).getIds();
            if (ids.length == 1) {
                return ids[0];
            }
        }
        if (!hasMask) {
            throw new EncoderException(file + ": the model takes no attention_mask, so it sees the padding, and the padding id "
                    + "is not known. Set \"padId\" in discern.json.");
        }
        return 0;
    }

    @Override
    public TokenBatch tokenize(List<String> texts) {
        texts.forEach(TokenizerJson::requireSane);
        Encoding[] encodings = tokenizer.batchEncode(texts, true, false);
        int longest = 1;
        for (int i = 0; i < encodings.length; i++) {
            int tokens = encodings[i].getIds().length;
            if (context.limit().isPresent() && tokens > context.limit().getAsInt()) {
                throw new IllegalArgumentException("text \"" + shortened(texts.get(i)) + "\" has " + tokens
                        + " tokens; expected at most " + context.limit().getAsInt()
                        + ". Shorten it, or set option truncate=true.");
            }
            longest = Math.max(longest, tokens);
        }
        return pad(encodings, context.padToLimit() ? context.limit().getAsInt() : longest);
    }

    private TokenBatch pad(Encoding[] encodings, int length) {
        long[] ids = new long[Math.multiplyExact(encodings.length, length)];
        long[] mask = new long[ids.length];
        Arrays.fill(ids, padId);
        for (int i = 0; i < encodings.length; i++) {
            long[] tokens = encodings[i].getIds();
            System.arraycopy(tokens, 0, ids, i * length, tokens.length);
            Arrays.fill(mask, i * length, i * length + tokens.length, 1);
        }
        return new TokenBatch(encodings.length, length, ids, mask);
    }

    private static void requireSane(String text) {
        if (text.length() > MAX_CHARS) {
            throw new IllegalArgumentException("text \"" + shortened(text) + "\" has " + text.length()
                    + " characters; expected at most " + MAX_CHARS);
        }
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "...";
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            tokenizer.close();
        }
    }
}

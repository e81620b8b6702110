package io.discern.tokenizers;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.discern.EncoderException;
import io.discern.internal.model.TextContext;
import io.discern.text.Cleaning;
import io.discern.text.TokenBatch;
import io.discern.text.TokenLayout;
import io.discern.text.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A {@code tokenizer.json}, run by Hugging Face's tokenizers through DJL, without any network. The file need not be trusted: a
 * mistake inside the native library would end the process, so what leads to one is refused before ({@link TokenizerFile}). Pads as the {@link TextContext}
 * says; a text that does not fit is refused unless truncation was asked for. Safe for concurrent use.
 */
public final class TokenizerJson implements Tokenizer {
    private final Path file;
    private final HuggingFaceTokenizer tokenizer;
    private final int maxChars;
    private final Cleaning cleaning;
    private final OptionalLong separator;
    private final TokenLayout layout;
    private final AtomicBoolean closed = new AtomicBoolean();

    private TokenizerJson(
            Path file,
            HuggingFaceTokenizer tokenizer,
            int maxChars,
            Cleaning cleaning,
            OptionalLong separator,
            TokenLayout layout) {
        this.file = file;
        this.tokenizer = tokenizer;
        this.maxChars = maxChars;
        this.cleaning = cleaning;
        this.separator = separator;
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
        TokenizerFile checked = TokenizerFile.read(file);
        HuggingFaceTokenizer tokenizer = load(file, checked, context, truncate);
        try {
            long padId = padId(file, tokenizer, context, hasMask);
            return new TokenizerJson(
                    file,
                    tokenizer,
                    checked.maxChars(),
                    context.cleaning(),
                    separator(file, tokenizer, context),
                    new TokenLayout(context.limit(), context.padToLimit(), padId));
        } catch (RuntimeException | Error e) {
            tokenizer.close();
            throw e;
        }
    }

    private static HuggingFaceTokenizer load(Path file, TokenizerFile checked, TextContext context, boolean truncate) {
        Map<String, String> options = new HashMap<>(
                Map.of("addSpecialTokens", "true", "padding", "false", "truncation", String.valueOf(truncate)));
        if (truncate) {
            options.put("maxLength", String.valueOf(context.limit().getAsInt()));
        }
        try {
            checked.added().tryOut();
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(checked.json().getBytes(StandardCharsets.UTF_8)), options);
        } catch (EncoderException e) {
            throw e;
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
        OptionalLong token =
                context.padToken().map(text -> only(tokenizer, text)).orElse(OptionalLong.empty());
        if (token.isPresent()) {
            return token.getAsLong();
        }
        if (!hasMask) {
            throw new EncoderException(
                    file + ": the model takes no attention_mask, so it sees the padding, and the padding id "
                            + "is not known. Set \"padId\" in discern.json.");
        }
        return 0;
    }

    /** The id of a text that is one token. */
    private static OptionalLong only(HuggingFaceTokenizer tokenizer, String text) {
        long[] ids = tokenizer.encode(text, false, false).getIds();
        return ids.length == 1 ? OptionalLong.of(ids[0]) : OptionalLong.empty();
    }

    private static OptionalLong separator(Path file, HuggingFaceTokenizer tokenizer, TextContext context) {
        OptionalLong id = context.separator().map(text -> only(tokenizer, text)).orElse(OptionalLong.empty());
        if (context.separator().isPresent() && id.isEmpty()) {
            throw new EncoderException(
                    file + ": has no token " + context.separator().get()
                            + ", which the model's configuration takes out of every text. Check that the tokenizer belongs to the model.");
        }
        return id;
    }

    @Override
    public TokenBatch tokenize(List<String> texts) {
        texts.forEach(TokenLayout::requireSane);
        return layout.lay(
                texts, texts.stream().map(cleaning::clean).map(this::ids).toList());
    }

    /** One by one: where a text cannot be tokenized, the library throws; of several at once it would end the process. */
    private long[] ids(String text) {
        if (text.length() > maxChars) {
            throw new IllegalArgumentException("a text has " + text.length() + " characters; expected at most "
                    + maxChars + ", because an expression in " + file + " is slow on long texts");
        }
        try {
            long[] ids = tokenizer.encode(text, true, false).getIds();
            for (int i = 0; separator.isPresent() && i < ids.length; i++) {
                ids[i] = ids[i] == separator.getAsLong() ? 0 : ids[i]; // open_clip puts 0 there, whatever pads
            }
            return ids;
        } catch (RuntimeException e) {
            throw new EncoderException(
                    file + ": a text cannot be tokenized: " + e.getMessage()
                            + ". Check that the tokenizer belongs to the model.",
                    e);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            tokenizer.close();
        }
    }
}

package io.discern.tokenizers;

import io.discern.EncoderException;
import io.discern.internal.model.FolderTokenizers;
import io.discern.internal.model.TextContext;
import io.discern.text.ClipTokenizer;
import io.discern.text.TokenLayout;
import io.discern.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The tokenizer that a model folder brings: {@code tokenizer.json}, else CLIP's merges for {@link ClipTokenizer}. */
public final class ModelTokenizer implements FolderTokenizers {
    private static final List<String> FILES = List.of("tokenizer.json", "merges.txt", "bpe_simple_vocab_16e6.txt.gz");

    /** Creates it; nothing is loaded. */
    public ModelTokenizer() {}

    @Override
    public List<String> files() {
        return FILES;
    }

    /**
     * Opens it; the caller closes it.
     *
     * @param file one of {@link #files}
     * @param context how many tokens the model takes
     * @param truncate cut texts to the context's limit, keeping the special tokens; needs a limit
     * @param hasMask whether the model ignores padding by a mask
     * @throws EncoderException if the file cannot be used, or the padding id is needed and not known
     */
    @Override
    public Tokenizer open(Path file, TextContext context, boolean truncate, boolean hasMask) {
        if (truncate && context.limit().isEmpty()) {
            throw new EncoderException(file + ": option truncate=true needs a context length, and none is known. Set "
                    + "\"contextLength\" in discern.json.");
        }
        if (file.endsWith(FILES.get(0))) {
            return TokenizerJson.open(file, context, truncate, hasMask);
        }
        try {
            long padId = context.padId().orElse(ClipTokenizer.END);
            TokenLayout layout = new TokenLayout(context.limit(), context.padToLimit(), padId);
            Tokenizer tokenizer = ClipTokenizer.open(file, layout, truncate);
            return texts -> tokenizer.tokenize(
                    texts.stream().map(context.cleaning()::clean).toList());
        } catch (IOException e) {
            throw new EncoderException("the tokenizer cannot be loaded: " + e.getMessage(), e);
        }
    }
}

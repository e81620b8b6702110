package io.discern.internal.model;

import io.discern.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;

/** Who opens the tokenizer that lies in a model folder; {@code io.discern.tokenizers.ModelTokenizer} does. */
public interface FolderTokenizers {

    /** The names of the files that will do; the first that exists is taken. */
    List<String> files();

    /**
     * Opens one; the caller closes it.
     *
     * @param file one of {@link #files()}
     * @param context how many tokens the model takes
     * @param truncate cut texts to the context's limit, keeping the special tokens; needs a limit
     * @param hasMask whether the model ignores padding by a mask
     * @throws io.discern.EncoderException if the file cannot be used
     */
    Tokenizer open(Path file, TextContext context, boolean truncate, boolean hasMask);
}

package io.discern.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CLIP's tokenizer in plain Java: lower-cased byte-pair encoding of 49,408 tokens between a start and an end token. Needs only
 * the file of merges. Gives the ids of Hugging Face's CLIP tokenizer, and with {@link Cleaning#OPEN_CLIP_LOWER} before it those of
 * open_clip's. Safe for concurrent use.
 */
public final class ClipTokenizer implements Tokenizer {
    /** The id of the end token, with which Hugging Face also pads. */
    public static final int END = 512 + BytePairs.CLIP_MERGES + 1;

    private static final Pattern SPACES = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern WORDS = Pattern.compile(
            "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|\\p{L}++|\\p{N}|[^\\s\\p{L}\\p{N}]++",
            Pattern.UNICODE_CHARACTER_CLASS);

    private final BytePairs pairs;
    private final TokenLayout layout;
    private final boolean truncate;

    private ClipTokenizer(BytePairs pairs, TokenLayout layout, boolean truncate) {
        this.pairs = pairs;
        this.layout = layout;
        this.truncate = truncate;
    }

    /**
     * Reads the vocabulary.
     *
     * @param merges {@code merges.txt} of a Hugging Face folder, or OpenAI's {@code bpe_simple_vocab_16e6.txt.gz}
     * @param layout the context, 77 for every published CLIP, and the padding
     * @param truncate cut texts to the context's limit, keeping the end token
     * @throws IOException if it cannot be read, or is not CLIP's vocabulary
     */
    public static ClipTokenizer open(Path merges, TokenLayout layout, boolean truncate) throws IOException {
        return open(merges, BytePairs.CLIP_MERGES, layout, truncate);
    }

    /** A smaller vocabulary of the same kind. */
    static ClipTokenizer open(Path merges, int count, TokenLayout layout, boolean truncate) throws IOException {
        return new ClipTokenizer(BytePairs.read(merges, count), layout, truncate);
    }

    @Override
    public TokenBatch tokenize(List<String> texts) {
        List<long[]> tokens = new ArrayList<>();
        for (String text : texts) {
            tokens.add(encode(text));
        }
        return layout.lay(texts, tokens);
    }

    private long[] encode(String text) {
        TokenLayout.requireSane(text);
        List<Integer> ids = new ArrayList<>();
        ids.add(pairs.start());
        Matcher words = WORDS.matcher(lower(
                SPACES.matcher(Normalizer.normalize(text, Normalizer.Form.NFC)).replaceAll(" ")));
        while (words.find()) {
            switch (words.group()) {
                case "<|startoftext|>" -> ids.add(pairs.start());
                case "<|endoftext|>" -> ids.add(pairs.end());
                default -> {
                    for (int id : pairs.encode(words.group().getBytes(StandardCharsets.UTF_8))) {
                        ids.add(id);
                    }
                }
            }
        }
        int kept = truncate && layout.limit().isPresent()
                ? Math.min(ids.size(), layout.limit().getAsInt() - 1)
                : ids.size();
        long[] tokens = new long[kept + 1];
        for (int i = 0; i < kept; i++) {
            tokens[i] = ids.get(i);
        }
        tokens[kept] = pairs.end();
        return tokens;
    }

    /** Character by character, as the reference does: the sigma at a word's end stays an ordinary one. */
    private static String lower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point -> lower.append(Character.toString(point).toLowerCase(Locale.ROOT)));
        return lower.toString();
    }
}

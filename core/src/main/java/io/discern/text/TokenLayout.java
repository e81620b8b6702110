package io.discern.text;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * How the token ids of several texts are laid out as a batch: what does not fit is refused, the rest is padded on the right.
 *
 * @param limit the most tokens of a text, special ones included; empty if there is none
 * @param padToLimit whether every text is padded to the limit, and not only to the longest of its batch
 * @param padId the id of padding
 */
public record TokenLayout(OptionalInt limit, boolean padToLimit, long padId) {
    /** Characters of a text, at most: far more than any context takes, and few enough to be tokenized in a moment. */
    public static final int MAX_CHARS = 64 * 1024;

    /** Characters of a text in a message. */
    private static final int SHOWN = 40;

    /** Checks. */
    public TokenLayout {
        if (padToLimit && limit.isEmpty()) {
            throw new IllegalArgumentException("padding to a limit without a limit; expected the context length");
        }
    }

    /**
     * Refuses a text that is too long to be tokenized at all.
     *
     * @throws IllegalArgumentException if it has more than {@link #MAX_CHARS} characters
     */
    public static void requireSane(String text) {
        if (text.length() > MAX_CHARS) {
            throw new IllegalArgumentException("text \"" + shortened(text) + "\" has " + text.length()
                    + " characters; expected at most " + MAX_CHARS);
        }
    }

    /**
     * Lays them out.
     *
     * @param texts the texts, for messages
     * @param tokens the ids of each text
     * @throws IllegalArgumentException if a text has more tokens than the limit
     */
    public TokenBatch lay(List<String> texts, List<long[]> tokens) {
        int longest = 1;
        for (int i = 0; i < tokens.size(); i++) {
            int count = tokens.get(i).length;
            if (limit.isPresent() && count > limit.getAsInt()) {
                throw new IllegalArgumentException(
                        "text \"" + shortened(texts.get(i)) + "\" has " + count + " tokens; expected at most "
                                + limit.getAsInt() + ". Shorten it, or set option truncate=true.");
            }
            longest = Math.max(longest, count);
        }
        return padded(tokens, padToLimit ? limit.getAsInt() : longest);
    }

    private TokenBatch padded(List<long[]> tokens, int length) {
        long[] ids = new long[Math.multiplyExact(tokens.size(), length)];
        long[] mask = new long[ids.length];
        Arrays.fill(ids, padId);
        for (int i = 0; i < tokens.size(); i++) {
            long[] row = tokens.get(i);
            System.arraycopy(row, 0, ids, i * length, row.length);
            Arrays.fill(mask, i * length, i * length + row.length, 1);
        }
        return new TokenBatch(tokens.size(), length, ids, mask);
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "...";
    }
}

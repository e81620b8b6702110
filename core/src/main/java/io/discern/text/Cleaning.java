package io.discern.text;

import java.util.Locale;
import java.util.regex.Pattern;

/** What is done to a text before a tokenizer sees it, where the tokenizer's own file does not do it. */
public enum Cleaning {
    /** Nothing: the tokenizer's file does all of it. */
    NONE {
        @Override
        public String clean(String text) {
            return text;
        }
    },
    /** Lower case: what SigLIP 2 was trained on, and its tokenizer's file leaves to the caller. */
    LOWER {
        @Override
        public String clean(String text) {
            return text.toLowerCase(Locale.ROOT);
        }
    },
    /** Hugging Face's SiglipTokenizer: lower case, ASCII punctuation deleted, white space collapsed and stripped. */
    SIGLIP {
        @Override
        public String clean(String text) {
            return collapsed(PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(""));
        }
    },
    /** open_clip's "canonicalize": as {@link #SIGLIP}, but an underscore becomes a space. */
    OPEN_CLIP {
        @Override
        public String clean(String text) {
            return SIGLIP.clean(text.replace('_', ' '));
        }
    };

    private static final Pattern PUNCTUATION = Pattern.compile("\\p{Punct}");
    private static final Pattern SPACES = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    /** The cleaned text. */
    public abstract String clean(String text);

    private static String collapsed(String text) {
        return SPACES.matcher(text).replaceAll(" ").strip();
    }

    /**
     * The one of that name: {@code none}, {@code lower}, {@code siglip} or {@code open-clip}.
     *
     * @throws IllegalArgumentException for another name
     */
    public static Cleaning parse(String name) {
        for (Cleaning cleaning : values()) {
            if (cleaning.toString().equals(name)) {
                return cleaning;
            }
        }
        throw new IllegalArgumentException("text cleaning '" + name + "'; expected none, lower, siglip or open-clip");
    }

    /** The name in files. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

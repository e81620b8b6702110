package io.discern.text;

import io.discern.internal.text.TextRepair;
import java.util.Arrays;
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
    /**
     * open_clip's "lower", of its own tokenizer: broken encodings, HTML's references and typographic quotes mended as ftfy does,
     * white space collapsed, lower case. Its marks of start and end in a text count, those of Hugging Face's tokenizer do not.
     */
    OPEN_CLIP_LOWER {
        @Override
        public String clean(String text) {
            String lower = OPEN_CLIP_WHITESPACE.clean(text).toLowerCase(Locale.ROOT);
            return FOREIGN_MARKS
                    .matcher(lower)
                    .replaceAll("<| $1 |>")
                    .replace("<start_of_text>", "<|startoftext|>")
                    .replace("<end_of_text>", "<|endoftext|>");
        }
    },
    /** open_clip's "whitespace", of the tokenizers it takes from Hugging Face: as {@link #OPEN_CLIP_LOWER}, in the given case. */
    OPEN_CLIP_WHITESPACE {
        @Override
        public String clean(String text) {
            return collapsed(TextRepair.mended(text));
        }
    },
    /** open_clip's "canonicalize", of SigLIP: mended, an underscore becomes a space, then as {@link #SIGLIP}. */
    OPEN_CLIP_CANONICALIZE {
        @Override
        public String clean(String text) {
            return SIGLIP.clean(TextRepair.mended(text).replace('_', ' '));
        }
    };

    private static final Pattern PUNCTUATION = Pattern.compile("\\p{Punct}");
    private static final Pattern FOREIGN_MARKS = Pattern.compile("<\\|(startoftext|endoftext)\\|>");
    private static final Pattern SPACES = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    /** The cleaned text. */
    public abstract String clean(String text);

    private static String collapsed(String text) {
        return SPACES.matcher(text).replaceAll(" ").strip();
    }

    /**
     * The one of that name, for example {@code siglip} or {@code open-clip-lower}.
     *
     * @throws IllegalArgumentException for another name, listing them
     */
    public static Cleaning parse(String name) {
        return Arrays.stream(values())
                .filter(cleaning -> cleaning.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "text cleaning '" + name + "'; expected one of " + Arrays.toString(values())));
    }

    /** The name in files. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

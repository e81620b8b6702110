package io.discern.internal.text;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * open_clip's {@code basic_clean}: {@code strip(html.unescape(html.unescape(ftfy.fix_text(text))))}. Of ftfy's steps those that
 * change what prompts contain, in its order: references of HTML, escapes of terminals, {@link Mojibake}, ligatures, wide
 * characters, typographic quotes, ends of lines, control characters, and the composed form (NFC).
 */
public final class TextRepair {
    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[((?:\\d|;)*)([a-zA-Z])");
    private static final Pattern WIDE = Pattern.compile("[\u3000\uff01-\uffef]");
    private static final Pattern SINGLE_QUOTES = Pattern.compile("[\u02bc\u2018-\u201b]");
    private static final Pattern DOUBLE_QUOTES = Pattern.compile("[\u201c-\u201f]");
    private static final Pattern ENDS_OF_LINES = Pattern.compile("\r\n|[\r\u0085\u2028\u2029]");
    private static final Pattern CONTROLS =
            Pattern.compile("[\u0000-\u0008\u000b\u000e-\u001f\u007f\u206a-\u206f\ufeff\ufff9-\ufffc]");
    private static final Pattern LIGATURES =
            Pattern.compile("[\u0132\u0133\u0149\u01c4-\u01cc\u01f1-\u01f3\ufb00-\ufb06]");
    private static final Pattern LATER_CONTROLS = Pattern.compile("[\u0080-\u009f]");

    private TextRepair() {}

    /** The text, mended and without white space around it. */
    public static String mended(String text) {
        String before;
        String after = text;
        do {
            before = after;
            after = once(before);
        } while (!after.equals(before));
        return HtmlCharacters.unescape(HtmlCharacters.unescape(after)).strip();
    }

    private static String once(String text) {
        // where there is a tag, a reference is meant as one
        String mended = text.indexOf('<') < 0 ? HtmlCharacters.unescapeClosed(text) : text;
        mended = Mojibake.mended(ESCAPES.matcher(mended).replaceAll(""));
        mended = LATER_CONTROLS
                .matcher(mended)
                .replaceAll(found ->
                        Character.toString(Windows1252.character(found.group().charAt(0))));
        mended = LIGATURES.matcher(mended).replaceAll(found -> decomposed(found.group()));
        mended = WIDE.matcher(mended).replaceAll(found -> Normalizer.normalize(found.group(), Normalizer.Form.NFKC));
        mended = SINGLE_QUOTES.matcher(mended).replaceAll("'");
        mended = DOUBLE_QUOTES.matcher(mended).replaceAll("\"");
        mended = ENDS_OF_LINES.matcher(mended).replaceAll("\n");
        mended = CONTROLS.matcher(mended).replaceAll("");
        return Normalizer.normalize(mended, Normalizer.Form.NFC);
    }

    /** Into ordinary letters, each composed. */
    private static String decomposed(String ligature) {
        String letters = Normalizer.normalize(ligature, Normalizer.Form.NFKC);
        return ligature.equals("\ufb05") ? "\u017ft" : letters;
    }
}

package io.discern.internal.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTML's character references, as Python's {@code html.unescape} reads them. */
final class HtmlCharacters {
    private static final Pattern REFERENCE =
            Pattern.compile("&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\\t\\n\\f <&#;]{1,32};?)");

    /** Only what ends with a semicolon. */
    private static final Pattern CLOSED = Pattern.compile("&(#?[0-9A-Za-z]{1,24};)");

    private static final String REPLACEMENT = "\ufffd";

    private HtmlCharacters() {}

    /** The table is read when the first text has a reference. */
    private static final class Names {
        static final Map<String, String> TEXTS = read();

        private static Map<String, String> read() {
            Map<String, String> texts = new HashMap<>();
            try (InputStream in = HtmlCharacters.class.getResourceAsStream("entities.txt");
                    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] parts = line.split(" ");
                    StringBuilder text = new StringBuilder();
                    for (int i = 1; i < parts.length; i++) {
                        text.appendCodePoint(Integer.parseInt(parts[i], 16));
                    }
                    texts.put(parts[0], text.toString());
                }
                return texts;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Every reference replaced, closed by a semicolon or not. */
    static String unescape(String text) {
        return text.indexOf('&') < 0 ? text : replaced(REFERENCE, text);
    }

    /** References that are closed and known replaced, the others left. */
    static String unescapeClosed(String text) {
        return text.indexOf('&') < 0 ? text : replaced(CLOSED, text);
    }

    private static String replaced(Pattern references, String text) {
        return references.matcher(text).replaceAll(found -> Matcher.quoteReplacement(character(found)));
    }

    private static String character(MatchResult reference) {
        String name = reference.group(1);
        if (name.charAt(0) == '#') {
            return numbered(name, reference.group());
        }
        if (Names.TEXTS.containsKey(name)) {
            return Names.TEXTS.get(name);
        }
        for (int length = name.length() - 1; length > 1; length--) {
            String start = Names.TEXTS.get(name.substring(0, length));
            if (start != null) {
                return start + name.substring(length);
            }
        }
        return reference.group();
    }

    private static String numbered(String name, String whole) {
        String digits = name.replace(";", "").substring(1);
        boolean hexadecimal = digits.startsWith("x") || digits.startsWith("X");
        String number = (hexadecimal ? digits.substring(1) : digits).replaceFirst("^0+(?=.)", "");
        if (!number.matches(hexadecimal ? "[0-9a-fA-F]+" : "[0-9]+")) {
            return whole;
        }
        int point = number.length() > 8
                ? Integer.MAX_VALUE
                : (int) Math.min(Long.parseLong(number, hexadecimal ? 16 : 10), Integer.MAX_VALUE);
        if (point == 0 || point > Character.MAX_CODE_POINT || point >= 0xd800 && point <= 0xdfff) {
            return REPLACEMENT;
        }
        if (point >= 0x80 && point <= 0x9f) {
            return Character.toString(Windows1252.character(point));
        }
        return isCharacter(point) ? Character.toString(point) : "";
    }

    private static boolean isCharacter(int point) {
        boolean control =
                point < ' ' && point != '\t' && point != '\n' && point != '\f' && point != '\r' || point == 0x7f;
        return !control && !(point >= 0xfdd0 && point <= 0xfdef) && (point & 0xfffe) != 0xfffe;
    }
}

package io.discern.internal.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 that somebody read as Windows-1252 or Latin-1, made good again: {@code SjÃ¶gren} becomes {@code Sjögren}. ftfy's result for
 * such texts by a smaller rule: sequences that begin as garbled Latin, Greek, Cyrillic and signs do, and as no sensible text does,
 * betray it. Then the whole text is put back where all of it is UTF-8, else those sequences alone. Other encodings than these two
 * are left as they are.
 */
final class Mojibake {
    private Mojibake() {}

    /** The text without it; what was garbled several times is put back as often. */
    static String mended(String text) {
        String before = text;
        String after = once(before);
        while (!after.equals(before)) {
            before = after;
            after = once(before);
        }
        return after;
    }

    private static String once(String text) {
        StringBuilder parts = new StringBuilder();
        boolean garbled = false;
        for (int i = 0; i < text.length(); ) {
            int end = i;
            boolean told = false;
            for (int length = sequence(text, end); length > 0; length = sequence(text, end)) {
                told |= tellsItself(text, end, length);
                end += length;
            }
            String run = text.substring(i, Math.max(end, i + 1));
            parts.append(told ? decoded(run) : run);
            garbled |= told;
            i += run.length();
        }
        String whole = garbled ? decoded(text) : text;
        return whole.equals(text) ? parts.toString() : whole;
    }

    /** The length of the sequence of UTF-8 that the characters from there on spell as bytes; 0 if they spell none. */
    private static int sequence(String text, int at) {
        int first = value(text, at);
        int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
        for (int i = at + 1; i < at + length; i++) {
            if (value(text, i) < 0x80 || value(text, i) > 0xbf) {
                return 0;
            }
        }
        return length;
    }

    private static boolean tellsItself(String text, int at, int length) {
        int second = value(text, at + 1);
        if (text.substring(at, at + length).chars().anyMatch(c -> c >= 0x80 && c <= 0x9f)) {
            return true; // a control character, which nobody writes
        }
        return switch (value(text, at)) {
            case 0xc2 -> second >= 0xa0;
            case 0xc3, 0xce, 0xd0 -> !isAfterCapital(second);
            case 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xcf, 0xd1 -> isOdd(second);
            case 0xe2 -> second <= 0x81 || second >= 0x86 && second <= 0x8a || isOdd(value(text, at + 2));
            case 0xf0 -> second == 0x9f;
            default -> false;
        };
    }

    /** Byte of a character in Windows-1252 or Latin-1; 0 behind the text and for any other character. */
    private static int value(String text, int at) {
        return at < text.length() ? Math.max(0, Windows1252.value(text.charAt(at))) : 0;
    }

    /** An ellipsis, a capital or a currency that sensible text may have behind a capital: {@code 85 8c 8e 92 a5}. */
    private static boolean isAfterCapital(int value) {
        return value == 0x85 || value == 0x8c || value == 0x8e || value == 0x92 || value == 0xa5;
    }

    /** A byte that sensible text does not have behind a letter: no quote, dash, space, currency, letter or end of a sentence. */
    private static boolean isOdd(int value) {
        return switch (value) {
            case 0x80, 0x82, 0x84, 0x85, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99 ->
                false;
            case 0x9a, 0x9b, 0x9c, 0x9e, 0x9f, 0xa0, 0xa1, 0xa2, 0xa3, 0xa5, 0xa9, 0xab, 0xad, 0xae -> false;
            case 0xb4, 0xb7, 0xbb, 0xbf -> false;
            default -> true;
        };
    }

    /** The text that its characters are the bytes of; the text itself if they are not. */
    private static String decoded(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            int value = Windows1252.value(text.charAt(i));
            if (value < 0) {
                return text;
            }
            bytes[i] = (byte) value;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException otherwise) {
            return text;
        }
    }
}

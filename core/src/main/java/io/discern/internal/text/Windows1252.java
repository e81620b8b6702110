package io.discern.internal.text;

/** The encoding that most garbled texts were read in: Latin-1, but for the bytes 80 to 9f; the five without a meaning stand for themselves. */
final class Windows1252 {
    private static final String HIGH =
            "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f"
                    + "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

    private Windows1252() {}

    /** The character of a byte, 0..255. */
    static char character(int value) {
        return value >= 0x80 && value <= 0x9f ? HIGH.charAt(value - 0x80) : (char) value;
    }

    /** The byte of a character, as Windows-1252 or as Latin-1 has it; -1 if neither has it. */
    static int value(char character) {
        if (character <= 0xff) {
            return character;
        }
        int place = HIGH.indexOf(character);
        return place < 0 ? -1 : 0x80 + place;
    }
}

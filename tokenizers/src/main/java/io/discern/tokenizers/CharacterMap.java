package io.discern.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;

/**
 * SentencePiece's precompiled map of characters: the number of bytes of a trie, the trie as a double array of 32-bit units, and
 * the replacements, each ended by a zero byte. The native library looks up without looking where it goes, so every place that
 * some text leads to is visited here first.
 */
final class CharacterMap {
    private static final int MAX_CHARS = 8 << 20;
    private static final int MAX_REPLACEMENT = 1024;
    private static final int LABELS = 256;

    private final Part part;
    private final int[] units;
    private final byte[] replacements;
    private double growth = 1;

    private CharacterMap(Part part, int[] units, byte[] replacements) {
        this.part = part;
        this.units = units;
        this.replacements = replacements;
    }

    /** The map as it is, if every look-up in it ends inside. */
    static JsonNode checked(Part part, Limits limits) {
        CharacterMap map = read(part);
        map.visit();
        limits.grow(part, map.growth);
        return part.value();
    }

    private static CharacterMap read(Part part) {
        byte[] content;
        try {
            content = Base64.getDecoder().decode(part.text(MAX_CHARS));
        } catch (IllegalArgumentException e) {
            throw part.refused("a map of characters in base 64");
        }
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        part.require(bytes.remaining() >= Integer.BYTES, "a map of characters, which begins with its trie's size");
        int size = bytes.getInt();
        part.require(
                size >= Integer.BYTES && size % Integer.BYTES == 0 && size <= bytes.remaining(),
                "a map of characters whose trie of " + Integer.toUnsignedString(size) + " bytes is inside");
        int[] units = new int[size / Integer.BYTES];
        bytes.asIntBuffer().get(units);
        byte[] replacements = new byte[bytes.remaining() - size];
        bytes.position(bytes.position() + size).get(replacements);
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(replacements));
            part.require(text.length() <= replacements.length, "replacements in UTF-8");
        } catch (CharacterCodingException e) {
            throw part.refused("a map of characters whose replacements are UTF-8");
        }
        return new CharacterMap(part, units, replacements);
    }

    /** A place of the trie, after so many bytes of a text. */
    private record Reached(int place, int bytes) {}

    private void visit() {
        BitSet seen = new BitSet(units.length);
        Deque<Reached> next = new ArrayDeque<>();
        next.add(new Reached(offset(units[0]), 0));
        while (!next.isEmpty()) {
            Reached from = next.remove();
            for (int label = 1; label < LABELS; label++) {
                int place = from.place ^ label;
                int unit = units[inside(place)];
                if ((unit & (1 << 31 | 0xff)) != label || seen.get(place)) {
                    continue;
                }
                seen.set(place);
                int target = place ^ offset(unit);
                if ((unit >> 8 & 1) == 1) {
                    replacement(units[inside(target)] & Integer.MAX_VALUE, from.bytes + 1);
                }
                next.add(new Reached(target, from.bytes + 1));
            }
        }
    }

    private static int offset(int unit) {
        return unit >>> 10 << ((unit & 1 << 9) >> 6);
    }

    private int inside(int place) {
        part.require(place >= 0 && place < units.length, "a map of characters whose trie leads nowhere outside it");
        return place;
    }

    private void replacement(int start, int replaced) {
        boolean begins =
                start <= replacements.length && (start == replacements.length || (replacements[start] & 0xc0) != 0x80);
        part.require(begins, "a map of characters whose replacements are inside it");
        int end = start;
        while (end < replacements.length && replacements[end] != 0) {
            end++;
            part.require(end - start <= MAX_REPLACEMENT, "replacements of at most " + MAX_REPLACEMENT + " bytes");
        }
        growth = Math.max(growth, (double) (end - start) / replaced);
    }
}

package io.discern.text;

import io.discern.internal.file.FileErrors;
import io.discern.internal.file.RegularFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.zip.GZIPInputStream;

/**
 * CLIP's byte-pair encoding: the ids of the bytes (0..255), of the bytes that end a word (256..511), and of the pairs that
 * merge, in the order of their merging. So the id of a pair is its rank, and the file of merges is all there is to know.
 */
final class BytePairs {
    /** How many merges CLIP has. */
    static final int CLIP_MERGES = 48_894;

    private static final int BYTES = 256;
    private static final int MAX_LINE = 1_000;
    /** Unpacked; OpenAI's file, which has more merges than CLIP takes, has 3 MB. */
    private static final int MAX_BYTES = 16 << 20;

    private final int[] byteIds;
    private final Map<Long, Integer> merges;
    private final int start;

    private BytePairs(int[] byteIds, Map<Long, Integer> merges, int start) {
        this.byteIds = byteIds;
        this.merges = merges;
        this.start = start;
    }

    /**
     * Reads the merges, one pair a line after a line of comment.
     *
     * @param file {@code merges.txt}, or OpenAI's {@code bpe_simple_vocab_16e6.txt.gz}
     * @param count how many of its merges belong to the vocabulary
     * @throws IOException if it cannot be read, or is no such file
     */
    static BytePairs read(Path file, int count) throws IOException {
        int start = 2 * BYTES + count;
        String alphabet = alphabet();
        Map<String, Integer> ids = new HashMap<>();
        int[] byteIds = new int[BYTES];
        for (int id = 0; id < BYTES; id++) {
            ids.put(alphabet.substring(id, id + 1), id);
            ids.put(alphabet.charAt(id) + "</w>", BYTES + id);
            byteIds[byteOf(alphabet.charAt(id))] = id;
        }
        Map<Long, Integer> merges = new HashMap<>(2 * count);
        boolean endsWords = false;
        try (BufferedReader lines = new BufferedReader(new StringReader(text(file)))) {
            lines.readLine();
            for (int id = 2 * BYTES; id < start; id++) {
                String line = lines.readLine();
                String[] pair = line == null || line.length() > MAX_LINE ? new String[0] : line.split(" ");
                Integer left = pair.length == 2 ? ids.get(pair[0]) : null;
                Integer right = pair.length == 2 ? ids.get(pair[1]) : null;
                if (left == null || right == null) {
                    throw new IOException(file + ": line " + (id - 2 * BYTES + 2) + " is "
                            + (line == null ? "missing" : "no pair of known tokens") + "; expected the " + count
                            + " merges of CLIP's vocabulary");
                }
                endsWords |= pair[1].endsWith("</w>");
                ids.put(pair[0] + pair[1], id);
                merges.put(key(left, right), id);
            }
        }
        if (!endsWords) {
            throw new IOException(
                    file + ": no merge ends a word with </w>; expected CLIP's vocabulary, not GPT's or RoBERTa's");
        }
        return new BytePairs(byteIds, merges, start);
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = RegularFile.open(file);
                InputStream unpacked = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
            byte[] bytes = unpacked.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException(
                        file + ": more than " + MAX_BYTES + " bytes of text; expected the merges of CLIP's vocabulary");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw FileErrors.explained(unreadable, file);
        }
    }

    /** The printable character that stands for each id of a byte: bytes that print stand for themselves and come first. */
    private static String alphabet() {
        StringBuilder alphabet = new StringBuilder();
        for (int value = 0; value < BYTES; value++) {
            if (prints(value)) {
                alphabet.append((char) value);
            }
        }
        for (char stand = BYTES; alphabet.length() < BYTES; stand++) {
            alphabet.append(stand);
        }
        return alphabet.toString();
    }

    private static int byteOf(char stand) {
        int hidden = stand - BYTES;
        for (int value = 0; value < BYTES; value++) {
            if (stand < BYTES ? value == stand : !prints(value) && hidden-- == 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("character " + (int) stand);
    }

    private static boolean prints(int value) {
        return value >= '!' && value <= '~' || value >= 0xa1 && value != 0xad;
    }

    private static long key(int left, int right) {
        return (long) left << 32 | right;
    }

    /** The id of the start token. */
    int start() {
        return start;
    }

    /** The id of the end token. */
    int end() {
        return start + 1;
    }

    /** The ids of one word, at least one byte long. Takes n log n steps. */
    int[] encode(byte[] word) {
        Word symbols = new Word(word);
        PriorityQueue<Long> pending = new PriorityQueue<>();
        for (int at = 0; at < word.length - 1; at++) {
            symbols.propose(at, pending);
        }
        while (!pending.isEmpty()) {
            long next = pending.poll();
            symbols.merge((int) next, (int) (next >>> 32), pending);
        }
        return symbols.ids();
    }

    /** A word while it is merged: a list of symbols, each known by where it starts. */
    private final class Word {
        private final int[] ids;
        private final int[] next;
        private final int[] previous;

        Word(byte[] word) {
            int length = word.length;
            ids = new int[length];
            next = new int[length];
            previous = new int[length];
            for (int i = 0; i < length; i++) {
                ids[i] = byteIds[word[i] & 0xff] + (i == length - 1 ? BYTES : 0);
                next[i] = i + 1;
                previous[i] = i - 1;
            }
        }

        private Integer merged(int at) {
            return at < 0 || ids[at] < 0 || next[at] >= ids.length ? null : merges.get(key(ids[at], ids[next[at]]));
        }

        void propose(int at, PriorityQueue<Long> pending) {
            Integer id = merged(at);
            if (id != null) {
                pending.add(key(id, at));
            }
        }

        /** Merges the symbol with its neighbour, unless one of them has changed since that was proposed. */
        void merge(int at, int id, PriorityQueue<Long> pending) {
            Integer current = merged(at);
            if (current == null || current != id) {
                return;
            }
            int gone = next[at];
            ids[at] = id;
            ids[gone] = -1;
            next[at] = next[gone];
            if (next[at] < ids.length) {
                previous[next[at]] = at;
            }
            propose(at, pending);
            propose(previous[at], pending);
        }

        int[] ids() {
            int count = 0;
            int[] kept = new int[ids.length];
            for (int at = 0; at < ids.length; at = next[at]) {
                kept[count++] = ids[at];
            }
            return Arrays.copyOf(kept, count);
        }
    }
}

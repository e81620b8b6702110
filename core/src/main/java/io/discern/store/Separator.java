package io.discern.store;

/** What stands between the cells of a table: told by the lines, whose counts of it agree with the header's. */
final class Separator {
    private static final char[] CANDIDATES = {',', ';', '\t', '|'};
    private static final int RECORDS = 20;

    private Separator() {}

    /** The candidate that the header has most of among those that all first rows have as many of; a comma if there is none. */
    static char of(String text) {
        int[][] counts = counts(text);
        char best = ',';
        int most = 0;
        for (int candidate = 0; candidate < CANDIDATES.length; candidate++) {
            boolean even = true;
            for (int[] record : counts) {
                even &= record == null || record[candidate] == counts[0][candidate];
            }
            // Agreement outweighs any number.
            int weight = counts[0][candidate] == 0 ? 0 : counts[0][candidate] + (even ? 1 << 20 : 0);
            if (weight > most) {
                most = weight;
                best = CANDIDATES[candidate];
            }
        }
        return best;
    }

    /** How many of each candidate the first records have outside quotes. */
    private static int[][] counts(String text) {
        int[][] counts = new int[RECORDS][];
        counts[0] = new int[CANDIDATES.length];
        boolean quoted = false;
        int record = 0;
        boolean ended = false;
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            quoted ^= letter == '"';
            if (letter == '\n' && !quoted) {
                ended = true;
                continue;
            }
            if (ended && letter != '\r') {
                ended = false;
                if (++record == RECORDS) {
                    break;
                }
                counts[record] = new int[CANDIDATES.length];
            }
            for (int candidate = 0; candidate < CANDIDATES.length && !quoted; candidate++) {
                counts[record][candidate] += letter == CANDIDATES[candidate] ? 1 : 0;
            }
        }
        return counts;
    }
}

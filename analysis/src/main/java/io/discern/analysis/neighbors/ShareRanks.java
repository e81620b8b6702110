package io.discern.analysis.neighbors;

import io.discern.analysis.internal.neighbors.Votes;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The area under the ROC curve of the shares of votes that went to a class.
 */
final class ShareRanks {
    /** Shares of counts over class sizes that are equal differ by rounding only. */
    static final double EQUAL = 1e-12;

    private ShareRanks() {}

    /** The mean area of the classes, each against the rest; empty if a class has no query or all of them. */
    static OptionalDouble macroArea(Votes votes) {
        double[][] shares = votes.shares();
        double[] areas = IntStream.range(0, shares.length)
                .mapToObj(label -> area(votes, label, shares[label]))
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        return areas.length < shares.length
                ? OptionalDouble.empty()
                : Arrays.stream(areas).average();
    }

    /** Of one class against the rest; equal shares count half. */
    private static OptionalDouble area(Votes votes, int label, double[] shares) {
        double[] own = new double[shares.length];
        double[] others = new double[shares.length];
        int in = 0;
        int out = 0;
        for (int query = 0; query < shares.length; query++) {
            if (votes.truth(query) == label) {
                own[in++] = shares[query];
            } else {
                others[out++] = shares[query];
            }
        }
        if (in == 0 || out == 0) {
            return OptionalDouble.empty();
        }
        Arrays.sort(own, 0, in);
        Arrays.sort(others, 0, out);
        double pairs = 0;
        int i = 0;
        int j = 0;
        while (i < in || j < out) {
            int ownBelow = i;
            int othersBelow = j;
            double last;
            do {
                boolean ownIsNext = j == out || i < in && own[i] <= others[j];
                last = ownIsNext ? own[i++] : others[j++];
            } while (i < in && own[i] <= last + EQUAL || j < out && others[j] <= last + EQUAL);
            pairs += (i - ownBelow) * (othersBelow + (j - othersBelow) / 2.0);
        }
        return OptionalDouble.of(pairs / in / out);
    }
}

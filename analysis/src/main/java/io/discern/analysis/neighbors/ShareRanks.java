package io.discern.analysis.neighbors;

import io.discern.analysis.internal.neighbors.Votes;
import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Queries sorted by the share of their votes that went to one class, for the area under the ROC curve.
 */
final class ShareRanks {
    /** Shares of counts over class sizes that are equal differ by rounding only. */
    static final double EQUAL = 1e-12;

    private final boolean[] positive;
    /** Queries in ascending order of their share. */
    private final int[] order;
    /** Whether a place of the order begins a new share. */
    private final boolean[] larger;

    ShareRanks(Votes votes, int label) {
        double[] shares = IntStream.range(0, votes.queries())
                .mapToDouble(query -> votes.share(query, label))
                .toArray();
        this.positive = new boolean[shares.length];
        this.order = IntStream.range(0, shares.length)
                .boxed()
                .sorted(Comparator.comparingDouble(query -> shares[query]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.larger = new boolean[shares.length];
        for (int place = 0; place < order.length; place++) {
            positive[order[place]] = votes.truth(order[place]) == label;
            larger[place] = place > 0 && shares[order[place]] > shares[order[place - 1]] + EQUAL;
        }
    }

    /** The mean area of the classes, each against the rest; empty if a class has no query or all of them. */
    static OptionalDouble macroArea(Votes votes) {
        double[] areas = IntStream.range(0, votes.classes())
                .mapToObj(label -> new ShareRanks(votes, label).area())
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        return areas.length < votes.classes()
                ? OptionalDouble.empty()
                : Arrays.stream(areas).average();
    }

    /** The area; equal shares count half. */
    private OptionalDouble area() {
        double in = 0;
        double out = 0;
        double outBefore = 0;
        double outEqual = 0;
        double pairs = 0;
        double inEqual = 0;
        for (int place = 0; place < order.length; place++) {
            if (larger[place]) {
                pairs += inEqual * (outBefore + outEqual / 2);
                outBefore += outEqual;
                inEqual = 0;
                outEqual = 0;
            }
            int query = order[place];
            if (positive[query]) {
                in++;
                inEqual++;
            } else {
                out++;
                outEqual++;
            }
        }
        pairs += inEqual * (outBefore + outEqual / 2);
        return in == 0 || out == 0 ? OptionalDouble.empty() : OptionalDouble.of(pairs / in / out);
    }
}

package io.discern.analysis.neighbors;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Queries sorted once by the share of their votes that went to one class, so that the area under the ROC curve of many
 * resamples takes one pass each.
 */
final class ShareRanks {
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
            larger[place] = place > 0 && shares[order[place]] > shares[order[place - 1]];
        }
    }

    /** One for each class. */
    static ShareRanks[] of(Votes votes) {
        return IntStream.range(0, votes.classes())
                .mapToObj(label -> new ShareRanks(votes, label))
                .toArray(ShareRanks[]::new);
    }

    /** The mean area of the classes, each against the rest; empty if a class has no query or all of them. */
    static OptionalDouble macroArea(ShareRanks[] ranks, int[] times) {
        double[] areas = Arrays.stream(ranks)
                .map(rank -> rank.area(times))
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        return areas.length < ranks.length
                ? OptionalDouble.empty()
                : Arrays.stream(areas).average();
    }

    /** The area where each query counts so many times; equal shares count half. */
    private OptionalDouble area(int[] times) {
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
                in += times[query];
                inEqual += times[query];
            } else {
                out += times[query];
                outEqual += times[query];
            }
        }
        pairs += inEqual * (outBefore + outEqual / 2);
        return in == 0 || out == 0 ? OptionalDouble.empty() : OptionalDouble.of(pairs / in / out);
    }
}

package io.discern.image;

import java.util.Map;
import java.util.TreeMap;

/**
 * How often each value of deep gray occurs in several images, to choose one {@link GrayRange} for all of them. Filled by
 * {@link ImageDecoder#countGray}; safe for concurrent use.
 */
public final class GrayHistogram {
    /** About 100 MiB; 16-bit files have at most 65,536 different values, unless each is rescaled in its own way. */
    private static final int MOST_VALUES = 1 << 20;

    private final TreeMap<Double, Long> counts = new TreeMap<>();
    private long total;
    private boolean overfull;

    /** An empty one. */
    public GrayHistogram() {}

    /** Counts ascending values. */
    synchronized void add(double[] ascending) {
        for (int from = 0; from < ascending.length && !overfull; ) {
            int to = from + 1;
            while (to < ascending.length && ascending[to] == ascending[from]) {
                to++;
            }
            counts.merge(ascending[from], (long) (to - from), Long::sum);
            from = to;
            overfull = counts.size() > MOST_VALUES;
        }
        total += ascending.length;
    }

    /** How many values were counted; 0 where no image had deep gray. */
    public synchronized long total() {
        return total;
    }

    /**
     * From one percentile of all values to another, as NumPy's {@code percentile} (linear) computes them.
     *
     * @param low in percent
     * @param high in percent, above {@code low}
     * @throws IllegalStateException if nothing was counted
     * @throws RefusedException if there were more different values than can be counted
     */
    public synchronized GrayRange between(double low, double high) throws RefusedException {
        if (total == 0) {
            throw new IllegalStateException("percentiles of no gray values; expected some counted before");
        }
        if (overfull) {
            throw new RefusedException(
                    "more than " + MOST_VALUES + " different values of deep gray; expected whole numbers on one"
                            + " scale. Choose window=CENTER,WIDTH or between=BLACK,WHITE.");
        }
        return GrayRange.between(percentile(low), percentile(high));
    }

    private double percentile(double percent) {
        double place = percent / 100 * (total - 1);
        long below = (long) Math.floor(place);
        return between(value(below), value(Math.min(below + 1, total - 1)), place - below);
    }

    /** The value at a place among all in ascending order. */
    private double value(long place) {
        long passed = 0;
        for (Map.Entry<Double, Long> entry : counts.entrySet()) {
            passed += entry.getValue();
            if (passed > place) {
                return entry.getKey();
            }
        }
        throw new IllegalStateException("place " + place + " of " + total);
    }

    /** What lies so far from one value to the next, in NumPy's two branches, which round differently. */
    static double between(double below, double above, double share) {
        double step = above - below;
        return share < 0.5 ? below + step * share : above - step * (1 - share);
    }
}

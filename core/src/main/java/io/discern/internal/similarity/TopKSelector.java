package io.discern.internal.similarity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;

/**
 * Selects the {@code k} most similar rows of one query out of approximate similarities, exactly.
 *
 * <p>Rows are offered with a similarity that is at most {@code deviation} from the true one. Let {@code s} be the k-th largest
 * seen: a row below {@code s - 2 deviation} is truly less than {@code k} others and is dropped; the rest are computed exactly
 * before they are ranked, by similarity descending and then row ascending. So the result is that of exact similarities, at the
 * cost of a few exact ones. Memory is {@code O(k)} however many rows tie: a full buffer is ranked exactly and cut to k.
 *
 * <p>Each row may be offered once, in any order. Not thread-safe: one selector per query.
 */
public final class TopKSelector {
    private final int k;
    private final double deviation;
    private final IntToDoubleFunction exact;
    private final int[] rows;
    private final double[] similarities;
    /** How many places hold exact similarities, from the first. */
    private int settled;

    private int size;
    private double threshold = Double.NEGATIVE_INFINITY;

    private record Scored(int row, double similarity) {
        static final Comparator<Scored> BEST_FIRST =
                Comparator.comparingDouble(Scored::similarity).reversed().thenComparingInt(Scored::row);
    }

    /**
     * Creates it empty.
     *
     * @param k how many to find, at least 1
     * @param deviation how far an offered similarity may be from the exact one, at least 0
     * @param exact the exact similarity of a row; asked rarely
     */
    public TopKSelector(int k, double deviation, IntToDoubleFunction exact) {
        if (k < 1 || !(deviation >= 0)) {
            throw new IllegalArgumentException(
                    "k " + k + ", deviation " + deviation + "; expected k >= 1, deviation >= 0");
        }
        this.k = k;
        this.deviation = deviation;
        this.exact = exact;
        this.rows = new int[Math.addExact(k, spare())];
        this.similarities = new double[rows.length];
    }

    /** Places beyond k: with few the threshold is up to date, with many it is seldom computed. */
    private int spare() {
        return Math.max(12, k / 2);
    }

    /** What a similarity must reach to be worth offering; grows. */
    public double threshold() {
        return threshold;
    }

    /** Offers a row with its approximate similarity. */
    public void offer(int row, double similarity) {
        if (similarity < threshold) {
            return;
        }
        if (size == rows.length) {
            prune();
            if (size > rows.length - spare() / 2) {
                rank();
            }
            if (similarity < threshold) {
                return;
            }
        }
        rows[size] = row;
        similarities[size++] = similarity;
    }

    /**
     * Writes the result.
     *
     * @param foundRows where the rows go, {@code k} from the offset; -1 where there are fewer
     * @param foundSimilarities where their exact similarities go; negative infinity where there are fewer
     */
    public void finish(int[] foundRows, float[] foundSimilarities, int offset) {
        finish();
        for (int place = 0; place < k; place++) {
            foundRows[offset + place] = place < size ? rows[place] : -1;
            foundSimilarities[offset + place] = place < size ? (float) similarities[place] : Float.NEGATIVE_INFINITY;
        }
    }

    /**
     * Ranks what is left, after the last offer.
     *
     * @return how many were found: k, or fewer where fewer were offered
     */
    public int finish() {
        prune();
        rank();
        return size;
    }

    /** After {@link #finish()}: the row at a place, from the most similar, 0. */
    public int row(int place) {
        return rows[place];
    }

    /** After {@link #finish()}: the exact similarity of the row at a place. */
    public double similarity(int place) {
        return similarities[place];
    }

    /** Drops what cannot be among the best. */
    private void prune() {
        if (size <= k) {
            return;
        }
        threshold = Math.max(threshold, largest(Arrays.copyOf(similarities, size), k) - 2 * deviation);
        int kept = 0;
        int keptSettled = 0;
        for (int i = 0; i < size; i++) {
            if (similarities[i] >= threshold) {
                rows[kept] = rows[i];
                similarities[kept++] = similarities[i];
                keptSettled += i < settled ? 1 : 0;
            }
        }
        size = kept;
        settled = keptSettled;
    }

    /** The k-th largest value, by Hoare's selection (<i>Algorithm 65: find</i>, CACM 4 (1961) 321); reorders the values. */
    private static double largest(double[] values, int k) {
        int place = values.length - k;
        int low = 0;
        int high = values.length - 1;
        while (low < high) {
            double pivot = values[place];
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    double value = values[i];
                    values[i++] = values[j];
                    values[j--] = value;
                }
            }
            if (j < place) {
                low = i;
            }
            if (i > place) {
                high = j;
            }
        }
        return values[place];
    }

    /** Computes what is not yet exact, sorts, and keeps the best k. */
    private void rank() {
        Scored[] scored = new Scored[size];
        for (int i = 0; i < size; i++) {
            scored[i] = new Scored(rows[i], i < settled ? similarities[i] : exact.applyAsDouble(rows[i]));
        }
        Arrays.sort(scored, Scored.BEST_FIRST);
        size = Math.min(size, k);
        settled = size;
        for (int i = 0; i < size; i++) {
            rows[i] = scored[i].row();
            similarities[i] = scored[i].similarity();
        }
        if (size == k) {
            threshold = Math.max(threshold, similarities[k - 1] - 2 * deviation);
        }
    }
}

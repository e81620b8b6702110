package io.discern.analysis.retrieval;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The places of a query's positives among its candidates ordered by similarity.
 *
 * @param places ascending, from 1, at least one; not copied
 * @param candidates how many rows were ordered
 */
record Ranking(int[] places, int candidates) {

    /** Checks that there is a positive. */
    public Ranking {
        if (places.length == 0 || places[0] < 1 || places[places.length - 1] > candidates) {
            throw new IllegalArgumentException("places " + Arrays.toString(places) + " of " + candidates
                    + " candidates; expected at least one, from 1 to the number of candidates");
        }
    }

    private int hits(int k) {
        int hits = 0;
        while (hits < places.length && places[hits] <= k) {
            hits++;
        }
        return hits;
    }

    /** 1 if one of the first k is positive, else 0; what papers on image-text models call recall@k. */
    public double hitRate(int k) {
        return hits(k) > 0 ? 1 : 0;
    }

    /** The share of the positives that are among the first k. */
    public double recall(int k) {
        return (double) hits(k) / places.length;
    }

    /** The share of the first k that are positive. */
    public double precision(int k) {
        return (double) hits(k) / k;
    }

    /** The mean over positives of the precision at their places. */
    public double averagePrecision() {
        return precisions(places.length) / places.length;
    }

    /**
     * With R positives, the mean over the first R places of the precision there, 0 at places that are not positive.
     *
     * <p>Reference: Musgrave, Belongie and Lim, <i>A metric learning reality check</i>, ECCV 2020, sec. 3.2.
     */
    public double averagePrecisionAtR() {
        return precisions(hits(places.length)) / places.length;
    }

    private double precisions(int first) {
        double sum = 0;
        for (int i = 0; i < first; i++) {
            sum += (i + 1.0) / places[i];
        }
        return sum;
    }

    /** All positives in the first places. */
    static Ranking best(int positives, int candidates) {
        return new Ranking(IntStream.rangeClosed(1, positives).toArray(), candidates);
    }

    /** The precision at R, the number of positives. */
    public double rPrecision() {
        return precision(places.length);
    }

    /** One over the place of the first positive. */
    public double reciprocalRank() {
        return 1.0 / places[0];
    }

    /**
     * Discounted cumulative gain {@code sum_i 1 / log2(1 + place_i)}, over that of the best order.
     *
     * <p>Reference: Järvelin and Kekäläinen, <i>Cumulated gain-based evaluation of IR techniques</i>, ACM TOIS 20 (2002)
     * 422-446, with relevance 0 or 1.
     */
    public double ndcg() {
        return Arrays.stream(places).mapToDouble(Ranking::gain).sum() / bestGain(places.length);
    }

    static double gain(int place) {
        return Math.log(2) / Math.log(1.0 + place);
    }

    /** The discounted gain of that many positives in the first places. */
    static double bestGain(int positives) {
        double sum = 0;
        for (int place = 1; place <= positives; place++) {
            sum += gain(place);
        }
        return sum;
    }
}

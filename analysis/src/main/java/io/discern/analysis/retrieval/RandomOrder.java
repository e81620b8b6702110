package io.discern.analysis.retrieval;

/**
 * Candidates in random order, every order equally likely: the expected values of the measures of a {@link Ranking}.
 *
 * <p>Place r holds a positive with probability P/N, and given that, each place before it with (P - 1)/(N - 1).
 *
 * <p>Reference for average precision: Bestgen, <i>Exact expected average precision of the random baseline for system
 * evaluation</i>, Prague Bulletin of Mathematical Linguistics 103 (2015) 131-138.
 *
 * @param positives P
 * @param candidates N, at least P
 */
record RandomOrder(int positives, int candidates) {

    /** Checks that there is a positive. */
    public RandomOrder {
        if (positives < 1 || positives > candidates) {
            throw new IllegalArgumentException(positives + " positives among " + candidates
                    + " candidates; expected at least one and no more than candidates");
        }
    }

    private double prevalence() {
        return (double) positives / candidates;
    }

    /** The probability that one of the first k is positive. */
    public double hitRate(int k) {
        double none = 1;
        for (int i = 0; i < Math.min(k, candidates); i++) {
            none *= (double) Math.max(0, candidates - positives - i) / (candidates - i);
        }
        return 1 - none;
    }

    /** The expected share of the positives among the first k. */
    public double recall(int k) {
        return (double) Math.min(k, candidates) / candidates;
    }

    /** The expected share of the first k that are positive, with k no more than candidates. */
    public double precision(int k) {
        return prevalence();
    }

    /** The expected average precision. */
    public double averagePrecision() {
        return precisions(candidates) / positives;
    }

    /** The expected average precision at R. */
    public double averagePrecisionAtR() {
        return precisions(positives) / positives;
    }

    /** The expected sum of the precisions at the positives among the first places. */
    private double precisions(int places) {
        double othersPositive = candidates == 1 ? 0 : (positives - 1.0) / (candidates - 1.0);
        double sum = 0;
        for (int place = 1; place <= places; place++) {
            sum += prevalence() * (1 + (place - 1) * othersPositive) / place;
        }
        return sum;
    }

    /** The expected precision at R. */
    public double rPrecision() {
        return prevalence();
    }

    /** The expected reciprocal of the first positive's place. */
    public double reciprocalRank() {
        double sum = 0;
        double noneBefore = 1;
        for (int place = 1; place <= candidates - positives + 1; place++) {
            double left = candidates - place + 1.0;
            sum += noneBefore * positives / left / place;
            noneBefore *= (left - positives) / left;
        }
        return sum;
    }

    /** The expected normalised gain. */
    public double ndcg() {
        return prevalence() * Ranking.bestGain(candidates) / Ranking.bestGain(positives);
    }
}

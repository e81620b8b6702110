package io.discern.analysis.neighbors;

import java.util.function.DoubleUnaryOperator;

/**
 * What a neighbour's vote weighs.
 *
 * @param name its part of a variant's name; empty for the plain majority
 * @param weight the weight of a neighbour whose similarity is that far below the nearest one's: 0 or more
 * @param priorCorrected whether the votes for a class are divided by its number of bank rows
 */
public record Voting(String name, DoubleUnaryOperator weight, boolean priorCorrected) {
    /** Every neighbour has one vote. */
    public static final Voting MAJORITY = new Voting("", below -> 1, false);

    /**
     * Every neighbour has one vote, and a class's votes are divided by its number of rows: large classes no longer win by being
     * everywhere.
     */
    public static final Voting PRIOR_CORRECTED = new Voting("vote=prior-corrected", below -> 1, true);

    /**
     * A neighbour weighs {@code exp(s / T)} with s its cosine; the nearest one's is subtracted first, so nothing overflows.
     *
     * <p>Reference: Wu et al., <i>Unsupervised feature learning via non-parametric instance discrimination</i>, CVPR 2018, sec.
     * 3.4 (T = 0.07, as in DINO).
     *
     * @param temperature T, above 0
     */
    public static Voting weighted(double temperature) {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature " + temperature + "; expected above 0");
        }
        return new Voting("vote=weighted,T=" + temperature, below -> Math.exp(-below / temperature), false);
    }
}

package io.discern.analysis.geometry;

import java.util.Locale;
import java.util.Optional;

/**
 * The exponent a of {@code l_k ~ k^-a}, fitted to the logarithms of falling eigenvalues over a range of indices from 1, each
 * index with weight 1/k so that every stretch of the logarithmic axis counts alike.
 *
 * <p>References: Stringer et al., <i>High-dimensional geometry of population responses in visual cortex</i>, Nature 571 (2019)
 * 361-365 (range from 11, weights); Agrawal et al., <i>alpha-ReQ</i>, NeurIPS (2022).
 *
 * @param exponent a
 * @param first the first index
 * @param last the last index
 * @param determination R^2 of the weighted fit
 */
record PowerLaw(double exponent, int first, int last, double determination) {
    private static final int FIRST = 11;
    private static final int LAST = 500;
    private static final int FEWEST = 10;

    static final String TOO_FEW = "fewer than " + (FIRST + FEWEST - 1) + " eigenvalues above 0; expected " + FEWEST
            + " from index " + FIRST + " on to fit a line to";

    /** Over the indices 11 to 500, as far as eigenvalues are above 0; empty if fewer than ten are. */
    static Optional<PowerLaw> fit(double[] falling) {
        int last = 0;
        while (last < Math.min(LAST, falling.length) && falling[last] > 0) {
            last++;
        }
        if (last < FIRST + FEWEST - 1) {
            return Optional.empty();
        }
        double w = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int k = FIRST; k <= last; k++) {
            double weight = 1.0 / k;
            double logIndex = Math.log(k);
            double logValue = Math.log(falling[k - 1]);
            w += weight;
            x += weight * logIndex;
            y += weight * logValue;
            xx += weight * logIndex * logIndex;
            xy += weight * logIndex * logValue;
            yy += weight * logValue * logValue;
        }
        double covariance = xy - x * y / w;
        double spread = xx - x * x / w;
        double variation = yy - y * y / w;
        double explained = variation > 0 ? covariance * covariance / spread / variation : 1;
        return Optional.of(new PowerLaw(-covariance / spread, FIRST, last, explained));
    }

    /** The range and the fit. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "indices %d to %d, R2 %.4f", first, last, determination);
    }
}

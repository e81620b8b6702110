package io.discern.analysis.internal.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Whether two encoders are right equally often on the same independent images, from the images on which only one is right.
 *
 * <p>With b and c such images and {@code X ~ Binomial(b + c, 1/2)}: {@code exactP = min(1, 2 P(X <= min(b, c)))}, never too
 * small but conservative; {@code midP = 2 P(X <= min(b, c)) - P(X = min(b, c))}, which hardly ever errs beyond its level and
 * has the power that the exact test lacks. Both are 1 where no image decides. Images of one patient are not independent: use
 * {@link SignFlip} with their groups.
 *
 * <p>References: McNemar, Psychometrika 12 (1947) 153-157; Fagerland, Lydersen and Laake, <i>The McNemar test for binary
 * matched-pairs data: mid-p and asymptotic are better than exact conditional</i>, BMC Medical Research Methodology 13 (2013)
 * 91.
 *
 * @param onlyFirst b, on how many images only the first is right
 * @param onlySecond c, on how many only the second
 * @param exactP the exact conditional p-value, two-sided
 * @param midP the mid-p-value, two-sided
 */
public record McNemar(int onlyFirst, int onlySecond, double exactP, double midP) {

    /** Of the discordant counts. */
    public static McNemar of(int onlyFirst, int onlySecond) {
        if (onlyFirst < 0 || onlySecond < 0) {
            throw new IllegalArgumentException(
                    "counts " + onlyFirst + " and " + onlySecond + "; expected none below 0");
        }
        if (onlyFirst + onlySecond == 0) {
            return new McNemar(0, 0, 1, 1);
        }
        BinomialDistribution fair = BinomialDistribution.of(onlyFirst + onlySecond, 0.5);
        int fewer = Math.min(onlyFirst, onlySecond);
        double twice = 2 * fair.cumulativeProbability(fewer);
        return new McNemar(onlyFirst, onlySecond, Math.min(1, twice), Math.min(1, twice - fair.probability(fewer)));
    }

    /** Of who was right on each image. */
    public static McNemar of(boolean[] first, boolean[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(first.length + " images of the first, " + second.length
                    + " of the second; expected the same images");
        }
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int image = 0; image < first.length; image++) {
            onlyFirst += first[image] && !second[image] ? 1 : 0;
            onlySecond += second[image] && !first[image] ? 1 : 0;
        }
        return of(onlyFirst, onlySecond);
    }
}

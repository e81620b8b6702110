package io.discern.analysis.zeroshot;

import io.discern.analysis.Tagged;
import java.util.Arrays;

/** How a class's prompts become one direction. Of prompts that have unit length already the first two are the same. */
public enum Ensembling implements Tagged {
    /** {@code unit(mean_t unit(e_t))}: every prompt counts alike. As open_clip and CLIP_benchmark do. */
    NORMALIZE_THEN_MEAN("normalize-then-mean"),
    /** {@code unit(mean_t e_t)}: long embeddings count more. As SCAM does. */
    MEAN_THEN_NORMALIZE("mean-then-normalize"),
    /** {@code unit(e_1)}: the first prompt alone. */
    SINGLE("single");

    private final String id;

    Ensembling(String id) {
        this.id = id;
    }

    @Override
    public String tag() {
        return id;
    }

    /**
     * The direction of a class.
     *
     * @param prompts the embeddings of its prompts, none zero; not modified
     * @return of unit length
     * @throws IllegalArgumentException if the prompts cancel out
     */
    public double[] direction(double[][] prompts) {
        double[] sum = new double[prompts[0].length];
        for (double[] prompt : this == SINGLE ? new double[][] {prompts[0]} : prompts) {
            double factor = this == MEAN_THEN_NORMALIZE ? 1 : 1 / norm(prompt);
            for (int j = 0; j < sum.length; j++) {
                sum[j] += factor * prompt[j];
            }
        }
        double length = norm(sum);
        if (length == 0) {
            throw new IllegalArgumentException("the embeddings of a class's " + prompts.length
                    + " prompts cancel out; expected a mean with a direction");
        }
        return Arrays.stream(sum).map(value -> value / length).toArray();
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
    }
}

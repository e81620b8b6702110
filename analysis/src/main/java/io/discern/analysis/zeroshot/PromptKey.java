package io.discern.analysis.zeroshot;

import io.discern.analysis.ResultKey;

/** How far the wording of prompts decides: results of {@link ZeroShot} besides its scores. */
public enum PromptKey implements ResultKey {
    /** The mean balanced accuracy over prompts used alone. */
    MEAN("prompts,mean,balanced"),
    /** Its standard deviation. */
    SD("prompts,sd,balanced"),
    /** The least. */
    MIN("prompts,min,balanced"),
    /** The largest. */
    MAX("prompts,max,balanced"),
    /** How alike two prompts of a class rank the images. */
    KENDALL_TAU("prompts,kendall-tau");

    private final String variant;

    PromptKey(String variant) {
        this.variant = variant;
    }

    @Override
    public String metric() {
        return ZeroShot.NAME;
    }

    @Override
    public String variant() {
        return variant;
    }
}

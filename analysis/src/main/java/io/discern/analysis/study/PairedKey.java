package io.discern.analysis.study;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.Tagged;
import java.util.Optional;

/**
 * By how much the accuracies of two encoders on these very images differ, the voters held fixed, by exact tests. {@link ComparedKey} compares
 * every headline, for images and voters drawn anew, and is what sentences rest on.
 *
 * @param k how many neighbours vote
 * @param test what is said of the difference; empty for the difference
 */
public record PairedKey(int k, Optional<Test> test) implements FormedKey {
    /** How it prints. */
    public static final KeyForm<PairedKey> FORM = KeyForm.of(PairedKey.class, "paired", "knn,k={k},micro[,{test}]");

    /** A p-value. */
    public enum Test implements Tagged {
        /** By flipping signs of whole groups. */
        P("p"),
        /** That, adjusted by Holm over all pairs and data sets. */
        HOLM("p,holm"),
        /** That, adjusted by Benjamini and Hochberg. */
        BH("p,bh"),
        /** McNemar's, where rows are not grouped. */
        MCNEMAR("mcnemar-mid-p");

        private final String tag;

        Test(String tag) {
            this.tag = tag;
        }

        @Override
        public String tag() {
            return tag;
        }
    }

    /** The difference. */
    public static PairedKey difference() {
        return new PairedKey(AccuracyDifference.K, Optional.empty());
    }

    /** A p-value of the difference. */
    public static PairedKey of(Test test) {
        return new PairedKey(AccuracyDifference.K, Optional.of(test));
    }

    @Override
    public KeyForm<PairedKey> form() {
        return FORM;
    }
}

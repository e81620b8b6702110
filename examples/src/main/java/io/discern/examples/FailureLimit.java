package io.discern.examples;

import java.math.BigDecimal;
import picocli.CommandLine.Option;

/** The option that says how much may fail. */
final class FailureLimit {
    @Option(
            names = "--max-failures",
            defaultValue = "0.1",
            paramLabel = "SHARE",
            description = "The share of a data set that may fail, 0 to 1 (default ${DEFAULT-VALUE}); more is an error.")
    private double share;

    /** The share, checked. */
    double share() {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "--max-failures " + share + "; expected a share from 0 to 1, such as 0.1");
        }
        return share;
    }

    /**
     * Refuses what lost too much.
     *
     * @param first the first failure, for the message
     */
    void require(int failed, int of, String first) {
        if (failed > share() * of) {
            throw new IllegalArgumentException(failed + " of " + of + " rows failed, more than the limit of "
                    + BigDecimal.valueOf(100 * share).stripTrailingZeros().toPlainString() + " %. First: " + first
                    + ". Mend them, or raise --max-failures.");
        }
    }
}

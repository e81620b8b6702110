package io.discern.tokenizers;

import io.discern.EncoderException;
import io.discern.text.TokenLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * What a tokenizer's steps can do to a text, gathered while its file is checked: how much longer they make it, and how much work
 * its expressions are. Native code ends the whole process when it runs out of memory or of its limit for one expression, so
 * texts are kept so short that neither happens. Used by one thread.
 */
final class Limits {
    /** Bytes of a text as the steps leave it, for each byte of it. The native library keeps 16 bytes for each. */
    private static final double MAX_GROWTH = 64;
    /** Half of the retries after which Oniguruma gives up one match. */
    private static final double MAX_WORK = 5_000_000;

    private static final int SHORTEST = 4096;

    private final List<Searched> searched = new ArrayList<>();
    private final int depth;
    private final Limits root;
    private double growth = 1;
    /** What the Unicode forms since the last other step make of it: one form after another adds nothing. */
    private double byForms = 1;

    private boolean hasTemplate;

    /** An expression with the growth of the texts before it. */
    private record Searched(Part part, Expression expression, double growth) {}

    Limits() {
        this.depth = 0;
        this.root = this;
    }

    private Limits(Limits root, int depth) {
        this.root = root;
        this.depth = depth;
    }

    /** The same limits, for a step inside a step. */
    Limits deeper(Part part, int most) {
        part.require(depth < most, "steps inside one another at most " + most + " deep");
        return new Limits(root, depth + 1);
    }

    /** Takes in that a step brings texts into a Unicode form that is up to so many times as long. */
    void growByForm(Part part, double factor) {
        double forms = Math.max(root.byForms, factor);
        multiply(part, forms / root.byForms);
        root.byForms = forms;
    }

    /** Takes in that a step makes texts up to so many times as long. */
    void grow(Part part, double factor) {
        if (factor > 1) {
            multiply(part, factor);
            root.byForms = 1;
        }
    }

    private void multiply(Part part, double factor) {
        root.growth *= factor;
        part.require(
                root.growth <= MAX_GROWTH,
                "steps that together make a text at most " + (int) MAX_GROWTH + " times as long (here up to "
                        + Math.round(root.growth) + ")");
    }

    /** Takes in an expression that every text is searched for. */
    void search(Part part, Expression expression) {
        root.searched.add(new Searched(part, expression, root.growth));
    }

    /** Takes in a template for special tokens: after the first there is no text any more that a second could be filled with. */
    void template(Part part) {
        part.require(!root.hasTemplate, "one template at most");
        root.hasTemplate = true;
    }

    /**
     * How long a text may be.
     *
     * @throws EncoderException if an expression is so much work that only very short texts would do
     */
    int maxChars() {
        int chars = TokenLayout.MAX_CHARS;
        for (Searched search : root.searched) {
            // also where the work is not a number
            while (!(search.expression.work(chars * search.growth) <= MAX_WORK)) {
                chars /= 2;
                search.part.require(
                        chars >= SHORTEST,
                        "an expression that is tried on a text in time proportional to its length (this one backtracks)");
            }
        }
        return chars;
    }
}

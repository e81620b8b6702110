package io.discern.analysis.neighbors;

import io.discern.analysis.stats.ConfusionMatrix;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A number that says how good votes are.
 *
 * @param name its part of a variant's name
 * @param of the score of outcomes; empty where it is not defined
 * @param undefined why it may not be defined
 * @param least the lower end of its range; the upper is 1
 * @param counts whether a row of one class (first) that was voted into another (second) is one of those that the score is a
 *     share of
 */
public record Score(
        String name,
        Function<Outcomes, OptionalDouble> of,
        String undefined,
        double least,
        BiPredicate<Integer, Integer> counts) {
    /** A score in [0, 1] of all rows. */
    public Score(String name, Function<Outcomes, OptionalDouble> of, String undefined) {
        this(name, of, undefined, 0, (truth, predicted) -> true);
    }

    /** The share of rows voted right. */
    public static final Score MICRO = ofCounts("micro", counts -> OptionalDouble.of(counts.micro()), "");
    /** The mean recall of the classes. */
    public static final Score BALANCED = ofCounts("balanced", counts -> OptionalDouble.of(counts.balanced()), "");
    /** The mean F1 of the classes. */
    public static final Score MACRO_F1 = ofCounts("macro-f1", counts -> OptionalDouble.of(counts.macroF1()), "");
    /** Matthews' correlation. */
    public static final Score MCC = new Score(
            "mcc",
            outcomes -> outcomes.counts().mcc(),
            "all rows or all votes are of one class",
            -1,
            (truth, predicted) -> true);
    /** The area under the ROC curve of the vote shares, each class against the rest, mean over classes. */
    public static final Score AUROC = new Score(
            "auroc", outcomes -> outcomes.auroc().get(), "a class has no row, or all", 0, (truth, predicted) -> true);

    /**
     * Counted votes, or a resample of them.
     *
     * @param counts the confusion matrix
     * @param auroc the area under the ROC curve, computed when it is asked for
     */
    public record Outcomes(ConfusionMatrix counts, Supplier<OptionalDouble> auroc) {}

    private static Score ofCounts(String name, Function<ConfusionMatrix, OptionalDouble> of, String undefined) {
        return ofClass(name, of, undefined, (truth, predicted) -> true);
    }

    private static Score ofClass(
            String name,
            Function<ConfusionMatrix, OptionalDouble> of,
            String undefined,
            BiPredicate<Integer, Integer> counts) {
        return new Score(name, outcomes -> of.apply(outcomes.counts()), undefined, 0, counts);
    }

    /** Recall, precision and F1 of one class. */
    static List<Score> ofClass(int label, String name) {
        return List.of(
                ofClass(
                        "recall,class=" + name,
                        counts -> counts.recall(label),
                        "the class has no row",
                        (truth, predicted) -> truth == label),
                ofClass(
                        "precision,class=" + name,
                        counts -> counts.precision(label),
                        "no row was voted into the class",
                        (truth, predicted) -> predicted == label),
                ofClass(
                        "f1,class=" + name,
                        counts -> counts.f1(label),
                        "the class has neither rows nor votes",
                        (truth, predicted) -> truth == label || predicted == label));
    }

    /** The score of counts alone. */
    OptionalDouble ofCounts(ConfusionMatrix counts) {
        return of.apply(new Outcomes(counts, OptionalDouble::empty));
    }
}

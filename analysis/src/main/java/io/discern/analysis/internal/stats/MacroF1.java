package io.discern.analysis.internal.stats;

import io.discern.analysis.internal.stats.SmoothScore.Varying;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.ConfusionMatrix;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.Jackknife;
import io.discern.analysis.stats.ShareIntervals;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@link ConfusionMatrix#macroF1()} of classified rows and its {@linkplain #interval interval}, by the F1 of each class that occurs. With F1 =
 * 2 tp / (t + p), a row that adds tp_i, t_i and p_i to the counts of the class has the derivative {@code (2 tp_i - F1 (t_i + p_i)) / (t +
 * p)}.
 *
 * @param mean the score
 * @param classes the F1 of each class
 * @param marked for each of these whether a row is of the class or predicted to be; aliased, not to be modified
 */
public record MacroF1(SmoothScore mean, List<SmoothScore> classes, List<boolean[]> marked) {

    /** Of rows and what they are predicted to be. */
    public static MacroF1 of(int[] truth, int[] predicted, int classes) {
        ConfusionMatrix matrix = ConfusionMatrix.of(truth, predicted, classes);
        List<boolean[]> marked = IntStream.range(0, classes)
                .mapToObj(label -> marked(truth, predicted, label))
                .toList();
        int[] occurring = IntStream.range(0, classes)
                .filter(label -> matrix.f1(label).isPresent())
                .toArray();
        List<SmoothScore> ofClasses = Arrays.stream(occurring)
                .mapToObj(label ->
                        ofClass(truth, predicted, label, matrix.f1(label).orElseThrow()))
                .toList();
        double[] derivatives = new double[truth.length];
        for (SmoothScore one : ofClasses) {
            Arrays.setAll(derivatives, row -> derivatives[row] + one.derivatives()[row] / occurring.length);
        }
        return new MacroF1(
                new SmoothScore(matrix.macroF1(), derivatives),
                ofClasses,
                Arrays.stream(occurring).mapToObj(marked::get).toList());
    }

    private static boolean[] marked(int[] truth, int[] predicted, int label) {
        boolean[] marked = new boolean[truth.length];
        for (int row = 0; row < marked.length; row++) {
            marked[row] = truth[row] == label || predicted[row] == label;
        }
        return marked;
    }

    private static SmoothScore ofClass(int[] truth, int[] predicted, int label, double f1) {
        double[] marks = new double[truth.length];
        Arrays.setAll(marks, row -> (truth[row] == label ? 1 : 0) + (predicted[row] == label ? 1 : 0));
        double all = Arrays.stream(marks).sum();
        double[] derivatives = new double[truth.length];
        Arrays.setAll(derivatives, row -> ((marks[row] == 2 ? 2 : 0) - f1 * marks[row]) / all);
        return new SmoothScore(f1, derivatives);
    }

    /**
     * The 95 % interval, as {@linkplain ShareIntervals#ofMean that of a mean of shares}.
     *
     * @param clusters drawn anew within their strata
     * @param variance of the score, where that is above the variance that the classes say
     * @return empty if a stratum has {@linkplain Clusters#few() too few} clusters
     */
    public Optional<Interval> interval(Clusters clusters, double variance) {
        if (!clusters.few().isEmpty()) {
            return Optional.empty();
        }
        Varying[] seen = IntStream.range(0, classes.size())
                .mapToObj(i -> classes.get(i).varying(clusters, marked.get(i)))
                .toArray(Varying[]::new);
        return Optional.of(ShareIntervals.ofMean(
                Arrays.stream(seen).map(Varying::jackknife).toArray(Jackknife[]::new),
                Arrays.stream(seen).mapToDouble(Varying::variance).toArray(),
                Arrays.stream(seen).mapToDouble(Varying::clusters).toArray(),
                Math.max(variance, mean.varying(clusters, marked.get(0)).variance())));
    }
}

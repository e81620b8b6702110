package io.discern.analysis.internal.probe;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.stats.GroupedStratifiedFolds;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Readers of every row that saw neither the row's fold nor, when their penalty was chosen, that fold's labels. */
public final class CrossValidation {
    /** Said where rows tell nothing apart. */
    public static final String ALL_EQUAL = "all rows are equal: there is nothing to read";

    private final LabeledEmbeddings data;
    private final LinearLearner learner;
    private final GroupedStratifiedFolds folds;
    private final int[] labels;
    private final int classes;

    private int fits;
    private int unfinished;
    private int mostIterations;

    public CrossValidation(LabeledEmbeddings data, LinearLearner learner, GroupedStratifiedFolds folds) {
        this.data = data;
        this.learner = learner;
        this.folds = folds;
        this.labels = data.classIndices();
        this.classes = data.classes().size();
    }

    /** Why the data cannot be cross-validated, or nothing. */
    public static String reasonAgainst(LabeledEmbeddings data, int folds, long seed) {
        int[] labels = data.classIndices();
        int[] groups = data.groupIndices();
        String reason = GroupedStratifiedFolds.reasonAgainst(data.classes(), labels, groups, folds);
        if (!reason.isEmpty()) {
            return reason;
        }
        if (allEqual(data, IntStream.range(0, labels.length).toArray())) {
            return ALL_EQUAL;
        }
        OptionalInt confined =
                GroupedStratifiedFolds.of(labels, groups, folds, seed).confinedClass();
        return confined.isEmpty()
                ? ""
                : "class " + data.classes().get(confined.getAsInt())
                        + " is in one fold only, because groups span classes; nothing can learn it for that fold";
    }

    /** Whether the given rows, at least one, are all the same: then {@link #ALL_EQUAL} is why nothing can be read. */
    public static boolean allEqual(LabeledEmbeddings data, int[] rows) {
        double[] first = new double[data.dim()];
        double[] row = new double[data.dim()];
        data.readRow(rows[0], first);
        return Arrays.stream(rows).allMatch(i -> {
            data.readRow(i, row);
            return Arrays.equals(row, first);
        });
    }

    /**
     * For each fold k the C of the grid with the least loss over the other folds j, each read by fits without j and k. One fit
     * without both serves k and j alike. Of equal losses the stronger penalty wins.
     */
    public double[] chooseC() {
        double[] grid = learner.grid();
        double[][] losses = new double[folds.count()][grid.length];
        for (int j = 0; j < folds.count(); j++) {
            for (int k = j + 1; k < folds.count(); k++) {
                List<LinearFit> path = path(grid, j, k);
                for (int i = 0; i < grid.length; i++) {
                    losses[k][i] += loss(path.get(i), j);
                    losses[j][i] += loss(path.get(i), k);
                }
            }
        }
        return Arrays.stream(losses).mapToDouble(ofFold -> grid[least(ofFold)]).toArray();
    }

    /** The C of the grid with the least loss over all folds, each read by fits without it. */
    public double chooseOneC() {
        double[] grid = learner.grid();
        double[] losses = new double[grid.length];
        for (int fold = 0; fold < folds.count(); fold++) {
            List<LinearFit> path = path(grid, fold, fold);
            for (int i = 0; i < grid.length; i++) {
                losses[i] += loss(path.get(i), fold);
            }
        }
        return grid[least(losses)];
    }

    private List<LinearFit> path(double[] grid, int j, int k) {
        int[] train = IntStream.range(0, labels.length)
                .filter(row -> folds.of(row) != j && folds.of(row) != k)
                .toArray();
        try (PrincipalAxes axes = PrincipalAxes.of(data, train, Scaling.COLUMNS)) {
            return counted(learner.path(axes, pick(labels, train), classes, grid));
        }
    }

    /** The loss on one fold of a fit that did not see it. */
    private double loss(LinearFit fit, int fold) {
        int[] rows = folds.test(fold);
        double[][] scores = read(fit, rows);
        return IntStream.range(0, rows.length)
                .mapToDouble(i -> learner.loss(scores[i], labels[rows[i]]))
                .sum();
    }

    private double[][] read(LinearFit fit, int[] rows) {
        double[][] scores = fit.classifier().scores(data, rows);
        Arrays.stream(scores).forEach(learner::calibrate);
        return scores;
    }

    private static int least(double[] losses) {
        return IntStream.range(0, losses.length).reduce(0, (best, i) -> losses[i] < losses[best] ? i : best);
    }

    /**
     * The calibrated scores of all rows by fits without their fold, n x classes: first for the true labels, then for each of
     * several others.
     *
     * @param cs the C of each fold
     */
    public double[][][] scores(double[] cs, List<int[]> permuted) {
        LinearLearner rough = learner.rough();
        double[][][] scores = new double[1 + permuted.size()][labels.length][];
        for (int k = 0; k < folds.count(); k++) {
            int[] train = folds.train(k);
            int[] test = folds.test(k);
            try (PrincipalAxes axes = PrincipalAxes.of(data, train, Scaling.COLUMNS)) {
                put(scores[0], test, counted(learner.path(axes, pick(labels, train), classes, cs[k])));
                for (int p = 0; p < permuted.size(); p++) {
                    put(scores[p + 1], test, rough.path(axes, pick(permuted.get(p), train), classes, cs[k]));
                }
            }
        }
        return scores;
    }

    private void put(double[][] scores, int[] rows, List<LinearFit> fit) {
        double[][] read = read(fit.get(0), rows);
        for (int i = 0; i < rows.length; i++) {
            scores[rows[i]] = read[i];
        }
    }

    private List<LinearFit> counted(List<LinearFit> found) {
        fits += found.size();
        unfinished += (int) found.stream().filter(fit -> !fit.converged()).count();
        mostIterations = Math.max(
                mostIterations,
                found.stream().mapToInt(LinearFit::iterations).max().orElseThrow());
        return found;
    }

    private static int[] pick(int[] labels, int[] rows) {
        return Arrays.stream(rows).map(row -> labels[row]).toArray();
    }

    /** How many of all fits ended before their optimum; empty if none did. */
    public String remark() {
        return unfinished == 0
                ? ""
                : unfinished + " of " + fits + " fits ended before the optimum, the longest after " + mostIterations
                        + " iterations";
    }
}

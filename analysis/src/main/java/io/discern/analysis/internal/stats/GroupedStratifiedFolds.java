package io.discern.analysis.internal.stats;

import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Rows cut into k folds: no group is split, and every fold has as nearly as possible the same share of every class.
 *
 * <p>Groups are dealt in random order, but those that weigh most first, each to the fold where
 * {@code sum_f sum_c (n_fc / n_c)^2} grows least, with n_fc the rows of class c in fold f; of equal folds to the one with
 * fewest rows, then to the first. Where every row is a group of its own this is stratified k-fold: the counts of a class
 * differ by at most one between folds.
 *
 * <p>Immutable; decided by the seed alone.
 */
public final class GroupedStratifiedFolds {
    private final int count;
    private final int[] foldOfRow;
    private final int[] classes;

    private GroupedStratifiedFolds(int count, int[] foldOfRow, int[] classes) {
        this.count = count;
        this.foldOfRow = foldOfRow;
        this.classes = classes;
    }

    /**
     * Deals rows to folds.
     *
     * @param classes the class of each row
     * @param groups the group of each row; a group may span classes
     * @param count the number of folds, at least 2
     * @param seed decides the order of dealing
     * @throws IllegalArgumentException if sizes disagree or there are fewer groups than folds
     */
    public static GroupedStratifiedFolds of(int[] classes, int[] groups, int count, long seed) {
        Clusters byGroup = Clusters.of(new int[classes.length], groups);
        Clusters byClass = Clusters.of(new int[classes.length], classes);
        if (count < 2 || byGroup.count() < count) {
            throw new IllegalArgumentException(
                    count + " folds of " + byGroup.count() + " groups; expected at least 2 folds and a group for each");
        }
        double[][] filled = new double[count][byClass.count()];
        int[] rowsInFold = new int[count];
        int[] foldOfRow = new int[classes.length];
        for (int[] rows : dealingOrder(byGroup, byClass, new SplittableRandom(seed))) {
            int fold = IntStream.range(0, count)
                    .boxed()
                    .min(Comparator.<Integer>comparingDouble(candidate -> overlap(filled[candidate], rows, byClass))
                            .thenComparingInt(candidate -> rowsInFold[candidate]))
                    .orElseThrow();
            rowsInFold[fold] += rows.length;
            for (int row : rows) {
                foldOfRow[row] = fold;
                filled[fold][byClass.of(row)]++;
            }
        }
        return new GroupedStratifiedFolds(count, foldOfRow, classes.clone());
    }

    /** The groups' rows, shuffled (Fisher-Yates), then the weightiest first. */
    private static List<int[]> dealingOrder(Clusters byGroup, Clusters byClass, SplittableRandom random) {
        int[][] groups = new int[byGroup.count()][];
        for (int i = 0; i < groups.length; i++) {
            int group = i;
            int j = random.nextInt(i + 1);
            groups[i] = groups[j];
            groups[j] = IntStream.range(0, byGroup.size(group))
                    .map(place -> byGroup.row(group, place))
                    .toArray();
        }
        double[] weights =
                Arrays.stream(groups).mapToDouble(rows -> weight(rows, byClass)).toArray();
        return IntStream.range(0, groups.length)
                .boxed()
                .sorted(Comparator.comparingDouble(group -> -weights[group]))
                .map(group -> groups[group])
                .toList();
    }

    /** What a group alone contributes to the sum of squares. */
    private static double weight(int[] rows, Clusters byClass) {
        double[] own = new double[byClass.count()];
        for (int row : rows) {
            own[byClass.of(row)]++;
        }
        return overlap(own, rows, byClass);
    }

    /** Half of what the sum of squares grows by when rows join a fold, but for their {@link #weight}, equal in all folds. */
    private static double overlap(double[] filled, int[] rows, Clusters byClass) {
        double overlap = 0;
        for (int row : rows) {
            int label = byClass.of(row);
            overlap += filled[label] / byClass.size(label) / byClass.size(label);
        }
        return overlap;
    }

    /**
     * Why not every fold can hold every class; empty if each can.
     *
     * @param names the name of each class, by its number in {@code classes}
     * @return the reason that a result without value gives
     */
    public static String reasonAgainst(List<String> names, int[] classes, int[] groups, int count) {
        if (names.size() < 2) {
            return "one class only (" + names.get(0) + "); expected at least two";
        }
        int[][] clusters = Clusters.of(classes, groups).byStratum();
        for (int label = 0; label < clusters.length; label++) {
            if (clusters[label].length < count) {
                return "class " + names.get(label) + " has " + clusters[label].length + " groups for " + count
                        + " folds; expected at least one for each fold";
            }
        }
        return "";
    }

    /** The number of folds. */
    public int count() {
        return count;
    }

    /** The fold of a row. */
    public int of(int row) {
        return foldOfRow[row];
    }

    /** The rows of a fold, ascending. */
    public int[] test(int fold) {
        return IntStream.range(0, foldOfRow.length)
                .filter(row -> foldOfRow[row] == fold)
                .toArray();
    }

    /** The rows of all other folds, ascending. */
    public int[] train(int fold) {
        return IntStream.range(0, foldOfRow.length)
                .filter(row -> foldOfRow[row] != fold)
                .toArray();
    }

    /**
     * A class whose rows are all in one fold, so that nothing can learn it for that fold. Groups that span classes may
     * leave one even where {@link #reasonAgainst} finds nothing.
     */
    public OptionalInt confinedClass() {
        Clusters foldsOfClasses = Clusters.of(classes, foldOfRow);
        int[][] folds = foldsOfClasses.byStratum();
        return IntStream.range(0, folds.length)
                .filter(label -> folds[label].length == 1)
                .findFirst();
    }
}

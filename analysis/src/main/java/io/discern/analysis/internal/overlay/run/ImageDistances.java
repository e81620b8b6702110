package io.discern.analysis.internal.overlay.run;

import io.discern.analysis.LabeledEmbeddings;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Mean cosine distances of clean images, over pairs of different groups, and what they are without any one group: the units in
 * which shifts are told. With S the sum of unit rows and S_g that of a group:
 *
 * <p>the <em>image unit</em> {@code 1 - (|S|^2 - sum |S_g|^2) / (n^2 - sum n_g^2)}, how far two images are apart;
 *
 * <p>the <em>class unit</em>, the mean over pairs of classes of {@code 1 - m_ab / sqrt(m_aa m_bb)}, m the mean cosine of pairs
 * of images of these classes: how far the centroids of the population are apart. Those of a sample are farther apart by what
 * they err, the more the fewer groups there are; pairs of different groups do not err together.
 */
public final class ImageDistances {
    private static final int LEAST_GROUPS = 5;
    /** Distances below are rounding. */
    private static final double ROUNDING = 1e-12;
    /** The group that leaves nothing out. */
    public static final int NONE = -1;

    private final int groups;
    private final int classes;
    private final double[] sizes;
    private final double[][] sizesOfGroup;
    /** Inner products of the sums of two classes: of all; of a group with itself; of a group with all. */
    private final double[][] all;

    private final double[][][] own;
    private final double[][][] withAll;
    private final double[][] ownOfOthers;
    private final double[][] pairsOfOthers;

    /** Of clean images; each has a direction. */
    public ImageDistances(LabeledEmbeddings clean) {
        int[] labels = clean.classIndices();
        int[] groupOf = clean.groupIndices();
        this.classes = clean.classes().size();
        this.groups = Arrays.stream(groupOf).max().orElse(-1) + 1;
        double[][] sums = new double[classes][clean.dim()];
        double[][][] sumsOfGroup = new double[groups][classes][];
        this.sizes = new double[classes];
        this.sizesOfGroup = new double[groups][classes];
        for (int row = 0; row < labels.length; row++) {
            double[] unit = UnitVectors.of(clean, row);
            UnitVectors.add(sums[labels[row]], unit, 1);
            sizes[labels[row]]++;
            sizesOfGroup[groupOf[row]][labels[row]]++;
            double[] sum = sumsOfGroup[groupOf[row]][labels[row]];
            sumsOfGroup[groupOf[row]][labels[row]] = sum == null ? unit : added(sum, unit);
        }
        this.all = products(sums, sums);
        this.own = new double[groups][][];
        this.withAll = new double[groups][][];
        this.ownOfOthers = new double[classes][classes];
        this.pairsOfOthers = new double[classes][classes];
        for (int group = 0; group < groups; group++) {
            own[group] = products(sumsOfGroup[group], sumsOfGroup[group]);
            withAll[group] = products(sumsOfGroup[group], sums);
            for (int a = 0; a < classes; a++) {
                for (int b = 0; b < classes; b++) {
                    ownOfOthers[a][b] += own[group][a][b];
                    pairsOfOthers[a][b] += sizesOfGroup[group][a] * sizesOfGroup[group][b];
                }
            }
        }
    }

    private static double[] added(double[] sum, double[] unit) {
        UnitVectors.add(sum, unit, 1);
        return sum;
    }

    private static double[][] products(double[][] these, double[][] those) {
        double[][] products = new double[these.length][those.length];
        for (int a = 0; a < these.length; a++) {
            for (int b = 0; b < those.length; b++) {
                products[a][b] = these[a] == null || those[b] == null ? 0 : UnitVectors.dot(these[a], those[b]);
            }
        }
        return products;
    }

    /** Why the class unit has no interval: with few groups of a class its jackknife says too little. */
    public Optional<String> tooFewGroups() {
        int fewest = IntStream.range(0, classes)
                .map(label -> (int) Arrays.stream(sizesOfGroup)
                        .filter(sizesOf -> sizesOf[label] > 0)
                        .count())
                .min()
                .orElse(0);
        return fewest < LEAST_GROUPS
                ? Optional.of("a class of " + fewest + " groups; expected " + LEAST_GROUPS + " of each")
                : Optional.empty();
    }

    /** How many groups of equal size say as much as these: {@code n^2 / sum n_g^2}. */
    public double effectiveGroups() {
        double squares = Arrays.stream(sizesOfGroup)
                .mapToDouble(sizesOf -> Math.pow(Arrays.stream(sizesOf).sum(), 2))
                .sum();
        return Math.pow(Arrays.stream(sizes).sum(), 2) / squares;
    }

    /** For each group the class that most of its images are of. */
    public int[] classOfGroup() {
        return Arrays.stream(sizesOfGroup)
                .mapToInt(sizesOf -> IntStream.range(0, classes)
                        .reduce(0, (most, label) -> sizesOf[label] > sizesOf[most] ? label : most))
                .toArray();
    }

    /** How many groups there are. */
    public int groups() {
        return groups;
    }

    /** The sum of cosines over ordered pairs of images of two classes and of different groups, without one group. */
    private double cosines(int a, int b, int without) {
        double sum = all[a][b] - ownOfOthers[a][b];
        return without == NONE ? sum : sum - withAll[without][a][b] - withAll[without][b][a] + 2 * own[without][a][b];
    }

    /** How many such pairs there are. */
    private double pairs(int a, int b, int without) {
        double count = sizes[a] * sizes[b] - pairsOfOthers[a][b];
        if (without == NONE) {
            return count;
        }
        double ofA = sizesOfGroup[without][a];
        double ofB = sizesOfGroup[without][b];
        return count - ofA * sizes[b] - ofB * sizes[a] + 2 * ofA * ofB;
    }

    /** The mean cosine distance of two images of different groups; 0 where all have one direction, NaN where all are of one group. */
    public double imageUnit(int without) {
        double sum = 0;
        double count = 0;
        for (int a = 0; a < classes; a++) {
            for (int b = 0; b < classes; b++) {
                sum += cosines(a, b, without);
                count += pairs(a, b, without);
            }
        }
        double distance = 1 - sum / count;
        return distance < ROUNDING ? 0 : distance;
    }

    /** The mean cosine distance of two class centroids; NaN where it cannot be told, 0 where there is none. */
    public double classUnit(int without) {
        double sum = 0;
        int count = 0;
        for (int a = 0; a < classes; a++) {
            for (int b = a + 1; b < classes; b++) {
                sum += 1 - mean(a, b, without) / Math.sqrt(mean(a, a, without) * mean(b, b, without));
                count++;
            }
        }
        return sum / count < ROUNDING ? 0 : sum / count;
    }

    private double mean(int a, int b, int without) {
        return cosines(a, b, without) / pairs(a, b, without);
    }
}

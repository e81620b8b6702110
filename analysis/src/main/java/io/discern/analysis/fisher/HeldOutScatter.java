package io.discern.analysis.fisher;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.linalg.Eigen;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.SymmetricMatrix;
import io.discern.analysis.internal.stats.GroupedStratifiedFolds;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.stats.Bootstrap;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The Hotelling-Lawley trace on rows that the scatter did not come from.
 *
 * <p>The C - 1 discriminant directions w of a fold come from all other folds: {@code S_B w = l S* w}, {@code w' S* w = 1}. With
 * z the rows of the fold along them, {@code (C - 1) sum_folds tr S_B(z) / sum_folds tr S_W(z)}. On the rows that the directions
 * came from, without shrinkage, this is the Hotelling-Lawley trace.
 *
 * @param scores z of every row, n x (C - 1)
 * @param folds the fold of each row
 */
record HeldOutScatter(double[][] scores, int[] folds) {
    /** Directions with less than this share of the largest eigenvalue are rounding. */
    private static final double ROUNDING = 1e-10;

    static MetricResult measure(
            ResultKey key, Shrinkage shrinkage, int count, Coordinates coordinates, LabeledEmbeddings data, long seed) {
        int[] labels = data.classIndices();
        int[] groups = data.groupIndices();
        String reason = GroupedStratifiedFolds.reasonAgainst(data.classes(), labels, groups, count);
        if (!reason.isEmpty()) {
            return MetricResult.absent(key, reason, data, seed);
        }
        GroupedStratifiedFolds folds = GroupedStratifiedFolds.of(labels, groups, count, seed);
        if (folds.confinedClass().isPresent()) {
            return MetricResult.absent(
                    key,
                    "class " + data.classes().get(folds.confinedClass().getAsInt())
                            + " lies in one fold, its groups spanning classes; expected rows to learn from",
                    data,
                    seed);
        }
        double[][] scores = new double[data.rows()][];
        for (int fold = 0; fold < count; fold++) {
            int[] test = folds.test(fold);
            double[][] directions = directions(
                    coordinates, folds.train(fold), labels, data.classes().size(), shrinkage);
            if (directions.length == 0) {
                return MetricResult.absent(
                        key, "the within-class scatter of the other folds is singular; expected shrinkage", data, seed);
            }
            Products.dots(coordinates.rows().select(test), directions, (i, z) -> scores[test[i]] = z);
        }
        HeldOutScatter heldOut = new HeldOutScatter(
                scores, IntStream.range(0, data.rows()).map(folds::of).toArray());
        return heldOut.result(key, data, seed);
    }

    /** At most C - 1 directions, of length 1 in S*; none if S* is singular. */
    static double[][] directions(Coordinates coordinates, int[] rows, int[] labels, int classes, Shrinkage shrinkage) {
        int[] own = Arrays.stream(rows).map(row -> labels[row]).toArray();
        Coordinates selected = new Coordinates(coordinates.rows().select(rows), coordinates.fullDim());
        try (ClassScatter scatter = new ClassScatter(selected, own, classes)) {
            double[][] solved = scatter.solve(shrinkage.of(scatter)).orElse(new double[0][]);
            return solved.length == 0 ? solved : directions(solved, scatter.againstBetween(solved));
        }
    }

    /** {@code w = sum_c q_c S*^-1 b_c / sqrt(l)} for the eigenvectors q of {@code b_k' S*^-1 b_l}. */
    private static double[][] directions(double[][] solved, double[][] products) {
        try (SymmetricMatrix matrix = SymmetricMatrix.of(products);
                Eigen eigen = matrix.eigen()) {
            double largest = eigen.values()[solved.length - 1];
            return IntStream.range(1, solved.length)
                    .filter(i -> eigen.values()[i] > ROUNDING * largest)
                    .mapToObj(i -> {
                        double[] direction = new double[solved[0].length];
                        double[] q = eigen.vectors().row(i);
                        for (int c = 0; c < solved.length; c++) {
                            for (int j = 0; j < direction.length; j++) {
                                direction[j] += q[c] * solved[c][j] / Math.sqrt(eigen.values()[i]);
                            }
                        }
                        return direction;
                    })
                    .toArray(double[][]::new);
        }
    }

    private MetricResult result(ResultKey key, LabeledEmbeddings data, long seed) {
        int[] labels = data.classIndices();
        int classes = data.classes().size();
        double value = ratio(labels, classes);
        if (!Double.isFinite(value)) {
            return MetricResult.absent(key, "no spread within classes on held-out rows", data, seed);
        }
        return MetricResult.of(key, value, data, seed)
                .withNull(permuted(labels, data.groupIndices(), classes, seed))
                .withNote("null: mean of " + LabelPermutation.REPLICATES + " permutations within folds")
                .withoutInterval("other training rows would turn the directions");
    }

    /** The ratio for these labels. */
    double ratio(int[] labels, int classes) {
        double[] spread = new double[labels.length];
        double[] excess = new double[labels.length];
        int[] cells = new int[labels.length];
        Arrays.setAll(cells, row -> folds[row] * classes + labels[row]);
        addSquares(cells, spread);
        addSquares(folds, excess);
        double within = 0;
        double between = 0;
        for (int row = 0; row < cells.length; row++) {
            excess[row] -= spread[row];
            within += spread[row];
            between += excess[row];
        }
        return (classes - 1) * between / within;
    }

    private void addSquares(int[] parts, double[] squares) {
        int count = Arrays.stream(parts).max().orElseThrow() + 1;
        int[] sizes = new int[count];
        double[][] means = new double[count][];
        for (int row = 0; row < parts.length; row++) {
            double[] z = scores[row];
            if (means[parts[row]] == null) {
                means[parts[row]] = new double[z.length];
            }
            sizes[parts[row]]++;
            for (int j = 0; j < z.length; j++) {
                means[parts[row]][j] += z[j];
            }
        }
        for (int row = 0; row < parts.length; row++) {
            for (int j = 0; j < scores[row].length; j++) {
                double deviation = scores[row][j] - means[parts[row]][j] / sizes[parts[row]];
                squares[row] += deviation * deviation;
            }
        }
    }

    /** The mean over labels dealt anew to the clusters of each fold. */
    private double permuted(int[] labels, int[] groups, int classes, long seed) {
        return Arrays.stream(Bootstrap.streams(seed, LabelPermutation.REPLICATES))
                .parallel()
                .mapToDouble(random -> ratio(LabelPermutation.withinParts(labels, groups, folds, random), classes))
                .average()
                .orElseThrow();
    }
}

package io.discern.analysis.geometry;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.linalg.PairTiles;
import io.discern.analysis.internal.linalg.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Silhouettes by Euclidean distance, over all pairs of centred rows in tiles: {@code |x - y|^2 = |x|^2 + |y|^2 - 2 x.y}. */
final class EuclideanSilhouette {
    /** What sums of all pieces may take, in numbers. */
    private static final long MOST_SUMS = 1L << 25;
    /** Below this share of {@code |x|^2 + |y|^2} a squared distance has lost too much of what float32 keeps. */
    private static final double CANCELLED = 1.0 / 64;

    private EuclideanSilhouette() {}

    static double[] samples(LabeledEmbeddings data) {
        int[] labels = data.classIndices();
        int[] counts = new int[data.classes().size()];
        Arrays.setAll(counts, data::classCount);
        // rows of a class beside each other, so that their distances are summed together
        int[] order = IntStream.range(0, labels.length)
                .boxed()
                .sorted((a, b) -> Integer.compare(labels[a], labels[b]))
                .mapToInt(row -> row)
                .toArray();
        int[] sorted = IntStream.of(order).map(row -> labels[row]).toArray();
        Rows centered = Rows.of(data).centered().select(order);
        double[] squares = centered.squares();
        int pieces = (int) Math.max(1, Math.min(PairSums.PIECES, MOST_SUMS / labels.length / counts.length));
        List<Distances> distances = PairTiles.walk(
                centered,
                pieces,
                Optional.of(
                        (row, firstColumn, products, from, to) -> keeps(squares, row, firstColumn, products, from, to)),
                () -> new Distances(sorted, counts.length, squares));
        double[] samples = new double[labels.length];
        IntStream.range(0, labels.length).parallel().forEach(place -> {
            double[] sums = new double[counts.length];
            Arrays.setAll(
                    sums,
                    label -> distances.stream()
                            .mapToDouble(piece -> piece.sums[label][place])
                            .sum());
            samples[order[place]] =
                    SilhouetteValue.of(sums, counts, sorted[place]).value();
        });
        return samples;
    }

    private static boolean keeps(double[] squares, int row, int firstColumn, double[] products, int from, int to) {
        double least = Double.POSITIVE_INFINITY;
        double own = squares[row];
        for (int j = from; j < to; j++) {
            least = Math.min(least, (1 - CANCELLED) * (own + squares[firstColumn + j]) - 2 * products[j]);
        }
        return least >= 0;
    }

    /** The sums of the distances of each row to the rows of each class. */
    private static final class Distances implements PairTiles.Visitor {
        private final int[] labels;
        private final double[] squares;
        /** Classes x rows. */
        private final double[][] sums;

        Distances(int[] labels, int classes, double[] squares) {
            this.labels = labels;
            this.squares = squares;
            this.sums = new double[classes][labels.length];
        }

        @Override
        public void line(int row, int firstColumn, double[] products, int from, int to) {
            double own = squares[row];
            double[] ofClass = sums[labels[row]];
            for (int j = from; j < to; j++) {
                products[j] = Math.sqrt(Math.max(0, own + squares[firstColumn + j] - 2 * products[j]));
            }
            for (int j = from; j < to; j++) {
                ofClass[firstColumn + j] += products[j];
            }
            int start = from;
            while (start < to) {
                int label = labels[firstColumn + start];
                int end = start + 1;
                while (end < to && labels[firstColumn + end] == label) {
                    end++;
                }
                sums[label][row] += PairSums.sum(products, start, end);
                start = end;
            }
        }
    }
}

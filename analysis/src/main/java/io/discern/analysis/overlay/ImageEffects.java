package io.discern.analysis.overlay;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.neighbors.NearestNeighbors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the overlays did to each image: distances moved, and predictions against the bank of clean images. */
final class ImageEffects {
    private final Conditions conditions;

    ImageEffects(Conditions conditions) {
        this.conditions = conditions;
    }

    /** {@code 1 - cos} of each clean image and its overlaid version. */
    double[] shift(LabeledEmbeddings overlaid) {
        return IntStream.range(0, overlaid.rows())
                .mapToDouble(row -> 1 - cosine(unit(conditions.clean(), row), unit(overlaid, row)))
                .toArray();
    }

    /** The mean of {@code 1 - cos} over pairs of class centroids of clean unit rows; NaN with fewer than two classes. */
    double centroidDistance() {
        LabeledEmbeddings clean = conditions.clean();
        int[] labels = clean.classIndices();
        double[][] centroids = new double[clean.classes().size()][clean.dim()];
        for (int row = 0; row < labels.length; row++) {
            double[] unit = unit(clean, row);
            for (int j = 0; j < unit.length; j++) {
                centroids[labels[row]][j] += unit[j];
            }
        }
        double sum = 0;
        int pairs = 0;
        for (int a = 0; a < centroids.length; a++) {
            for (int b = a + 1; b < centroids.length; b++) {
                sum += 1 - cosine(centroids[a], centroids[b]);
                pairs++;
            }
        }
        return sum / pairs;
    }

    /**
     * Predictions of the k nearest clean images of other groups; an image never sees its own clean version.
     *
     * @return the predicted class of each row; null if some row has at most k candidates
     */
    int[] predictions(LabeledEmbeddings queries, int k) {
        LabeledEmbeddings bank = conditions.clean();
        int[] groups = bank.groupIndices();
        int[] sizes = new int[groups.length];
        int largest = 0;
        for (int group : groups) {
            largest = Math.max(largest, ++sizes[group]);
        }
        if (k >= bank.rows() - largest) {
            return null;
        }
        NearestNeighbors neighbors = NearestNeighbors.find(queries, groups, bank, groups, k);
        int[] labels = bank.classIndices();
        return IntStream.range(0, queries.rows())
                .map(row -> neighbors.vote(row, k, labels, bank.classes().size()))
                .toArray();
    }

    /** The rows whose text names a class that is not what the clean image is taken for, so that a flip to it can happen. */
    int[] canFlipToNamed(int[] cleanPredictions) {
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < cleanPredictions.length; row++) {
            if (conditions.named()[row] >= 0 && cleanPredictions[row] != conditions.named()[row]) {
                rows.add(row);
            }
        }
        return rows.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double[] unit(LabeledEmbeddings data, int row) {
        double[] values = new double[data.dim()];
        data.readRow(row, values);
        double norm = data.norm(row);
        for (int j = 0; j < values.length; j++) {
            values[j] /= norm;
        }
        return values;
    }

    private static double cosine(double[] a, double[] b) {
        double dot = 0;
        double aSquares = 0;
        double bSquares = 0;
        for (int j = 0; j < a.length; j++) {
            dot += a[j] * b[j];
            aSquares += a[j] * a[j];
            bSquares += b[j] * b[j];
        }
        return dot / Math.sqrt(aSquares * bSquares);
    }
}

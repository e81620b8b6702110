package io.discern.benchmarks;

import io.discern.analysis.LabeledEmbeddings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows from a known population: Gaussian around class means {@code distance} from the origin along axes of their own, of
 * total variance 1 in each direction, of which {@code shared} is common to a group.
 *
 * @param groupsOfClass how many groups each class has
 * @param mostRows groups have 1 to that many rows, in turn
 * @param dim d, at least the number of classes
 * @param distance of the class means from the origin
 * @param shared in [0, 1)
 */
record ClusteredRows(int[] groupsOfClass, int mostRows, int dim, double distance, double shared) {

    LabeledEmbeddings draw(SplittableRandom random) {
        List<double[]> rows = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (int label = 0; label < groupsOfClass.length; label++) {
            for (int group = 0; group < groupsOfClass[label]; group++) {
                double[] common = noise(random, Math.sqrt(shared));
                for (int i = 0; i <= group % mostRows; i++) {
                    double[] row = noise(random, Math.sqrt(1 - shared));
                    for (int j = 0; j < dim; j++) {
                        row[j] += common[j] + (j == label ? distance : 0);
                    }
                    rows.add(row);
                    labels.add("c" + label);
                    groups.add("c" + label + "g" + group);
                }
            }
        }
        return LabeledEmbeddings.of(Nd4j.create(rows.toArray(double[][]::new)), labels, groups);
    }

    private double[] noise(SplittableRandom random, double scale) {
        double[] noise = new double[dim];
        for (int j = 0; j < dim; j++) {
            noise[j] = scale * gaussian(random);
        }
        return noise;
    }

    /** tr S_B / tr S_W of the population, classes weighted by their rows or alike. */
    double traceRatio(boolean balanced) {
        double[] weights = new double[groupsOfClass.length];
        double total = 0;
        for (int label = 0; label < weights.length; label++) {
            for (int group = 0; group < groupsOfClass[label]; group++) {
                weights[label] += balanced ? 1.0 / groupsOfClass[label] : 1 + group % mostRows;
            }
            total += weights[label];
        }
        double squares = 0;
        for (double weight : weights) {
            squares += weight / total * (weight / total);
        }
        // Means are orthogonal and of equal length: sum_c w_c |mu_c - mu|^2 = distance^2 (1 - sum_c w_c^2).
        return distance * distance * (1 - squares) / dim;
    }

    /** Box and Muller. */
    static double gaussian(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    @Override
    public String toString() {
        return String.format(
                "%s groups, 1-%d rows, d=%d, distance %.1f, shared %.1f",
                Arrays.toString(groupsOfClass), mostRows, dim, distance, shared);
    }
}

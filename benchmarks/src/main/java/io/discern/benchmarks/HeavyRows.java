package io.discern.benchmarks;

import io.discern.analysis.LabeledEmbeddings;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows that no estimator of this library assumes: Student's t noise with 4 degrees of freedom, three classes of half, three and
 * two tenths of the groups, groups of 1 to 8 rows drawn at random that share an effect with tails as heavy.
 *
 * @param groups how many, at least 10
 * @param dim d, at least 3
 * @param distance of the class means from the origin, along axes of their own
 * @param shared the part of the variance that a group shares, in [0, 1)
 */
record HeavyRows(int groups, int dim, double distance, double shared) {
    private static final int MOST_ROWS = 8;

    LabeledEmbeddings draw(SplittableRandom random) {
        List<double[]> rows = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            int label = group < groups * 5 / 10 ? 0 : group < groups * 8 / 10 ? 1 : 2;
            double[] common = noise(random, Math.sqrt(shared));
            int size = 1 + random.nextInt(MOST_ROWS);
            for (int i = 0; i < size; i++) {
                double[] row = noise(random, Math.sqrt(1 - shared));
                for (int j = 0; j < dim; j++) {
                    row[j] += common[j] + (j == label ? distance : 0);
                }
                rows.add(row);
                labels.add("c" + label);
                names.add("g" + group);
            }
        }
        return LabeledEmbeddings.of(Nd4j.create(rows.toArray(double[][]::new)), labels)
                .withGroups(names);
    }

    private double[] noise(SplittableRandom random, double scale) {
        double[] noise = new double[dim];
        for (int j = 0; j < dim; j++) {
            noise[j] = scale * student(random);
        }
        return noise;
    }

    /** t(4), of variance 1. */
    static double student(SplittableRandom random) {
        double squares = 0;
        for (int i = 0; i < 4; i++) {
            double z = ClusteredRows.gaussian(random);
            squares += z * z;
        }
        return ClusteredRows.gaussian(random) / Math.sqrt(squares / 4) / Math.sqrt(2);
    }

    @Override
    public String toString() {
        return String.format("%d groups, d=%d, distance %.1f, shared %.1f", groups, dim, distance, shared);
    }
}

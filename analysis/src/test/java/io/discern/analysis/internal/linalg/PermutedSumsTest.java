package io.discern.analysis.internal.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PermutedSumsTest {
    private static final int CLASSES = 3;
    private static final int SEED = 5;
    private static final double[][] X = rows();
    private static final Clusters CLUSTERS = Clusters.of(
            IntStream.range(0, X.length).map(i -> i % CLASSES).toArray(),
            IntStream.range(0, X.length).map(i -> i / 4).toArray());

    private static double[][] rows() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] rows = new double[300][];
        Arrays.setAll(rows, i -> random.doubles(5).toArray());
        return rows;
    }

    /** However many permutations are made together, they are those of the labels, one after the other. */
    @Test
    void permutationsAreThoseOfTheLabelsHoweverManyAtOnce() {
        for (int atOnce : new int[] {1, 33, 1000}) {
            SplittableRandom[] streams = Bootstrap.streams(SEED, LabelPermutation.REPLICATES);
            List<Integer> sizes = new ArrayList<>();
            int[] next = new int[1];
            PermutedSums.forEach(Rows.of(X), CLUSTERS, CLASSES, SEED, atOnce, some -> {
                sizes.add(some.permutations());
                for (int p = 0; p < some.permutations(); p++) {
                    int[] labels = LabelPermutation.ofRows(CLUSTERS, streams[next[0]++]);
                    double[][] expected = new double[CLASSES][5];
                    int[] counts = new int[CLASSES];
                    for (int row = 0; row < X.length; row++) {
                        counts[labels[row]]++;
                        for (int j = 0; j < 5; j++) {
                            expected[labels[row]][j] += X[row][j];
                        }
                    }
                    assertThat(some.labels()[p]).isEqualTo(labels);
                    assertThat(some.counts(p)).isEqualTo(counts);
                    assertThat(some.sums()[p]).isDeepEqualTo(expected);
                }
            });
            assertThat(next[0]).isEqualTo(LabelPermutation.REPLICATES);
            assertThat(sizes.get(0)).isEqualTo(Math.min(atOnce, LabelPermutation.REPLICATES));
        }
    }
}

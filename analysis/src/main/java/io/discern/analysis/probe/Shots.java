package io.discern.analysis.probe;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The rows that few-shot classifiers may be fitted on, by class and group.
 *
 * @param byClass for each class, for each of its groups, the rows
 */
record Shots(int[][][] byClass) {

    /** Those among the given rows. */
    static Shots of(LabeledEmbeddings data, int[] rows) {
        int[] labels = data.classIndices();
        int[] groups = data.groupIndices();
        Clusters clusters = Clusters.of(
                Arrays.stream(rows).map(row -> labels[row]).toArray(),
                Arrays.stream(rows).map(row -> groups[row]).toArray());
        int[][][] byClass = Arrays.stream(clusters.byStratum())
                .map(members -> Arrays.stream(members)
                        .mapToObj(cluster -> IntStream.range(0, clusters.size(cluster))
                                .map(i -> rows[clusters.row(cluster, i)])
                                .toArray())
                        .toArray(int[][]::new))
                .toArray(int[][][]::new);
        return new Shots(byClass);
    }

    /** The number of groups of the class that has fewest. */
    int most() {
        return Arrays.stream(byClass).mapToInt(groups -> groups.length).min().orElseThrow();
    }

    /** One row each of so many groups of every class, drawn without replacement. */
    int[] draw(int shots, SplittableRandom random) {
        int[] drawn = new int[byClass.length * shots];
        int next = 0;
        for (int[][] groups : byClass) {
            int[][] left = groups.clone();
            for (int shot = 0; shot < shots; shot++) {
                int chosen = shot + random.nextInt(left.length - shot);
                int[] rows = left[chosen];
                left[chosen] = left[shot];
                drawn[next++] = rows[random.nextInt(rows.length)];
            }
        }
        return drawn;
    }
}

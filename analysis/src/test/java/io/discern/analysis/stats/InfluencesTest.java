package io.discern.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InfluencesTest {
    private static final int CLUSTERS = 12;
    private final SplittableRandom random = new SplittableRandom(5);

    /** A sum of many magnitudes depends on its order in every bit; another JVM must have the same. */
    @Test
    void chanceIsAddedUpInTheOrderOfTheClusters() {
        Map<Long, Double> chance = new TreeMap<>();
        for (long where = 0; where < CLUSTERS * CLUSTERS; where++) {
            chance.put(where, Math.exp(random.nextDouble(-9, -3)));
        }
        double[] changes = random.doubles(CLUSTERS, -1, 1).toArray();
        Clusters clusters =
                Clusters.of(new int[CLUSTERS], IntStream.range(0, CLUSTERS).toArray());
        List<String> names =
                IntStream.range(0, CLUSTERS).mapToObj(Integer::toString).toList();
        Influences rows = Influences.ofChanges(changes, clusters, names);
        double all = rows.spread().orElseThrow().variance();
        double shrink = (CLUSTERS - 1.0) / CLUSTERS;

        double variance = rows.ofVotes(new double[CLUSTERS], chance)
                .spread()
                .orElseThrow()
                .variance();

        double noise = chance.values().stream()
                .mapToDouble(change -> change * shrink * change * shrink)
                .sum();
        assertThat(variance).isEqualTo(all - noise).isLessThan(all);
    }
}

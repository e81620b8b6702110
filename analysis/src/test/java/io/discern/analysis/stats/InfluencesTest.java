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

    /** The last bit of a sum depends, now and then, on its order; another JVM must have the same. */
    @Test
    void chanceIsAddedUpInTheOrderOfTheClusters() {
        Clusters clusters =
                Clusters.of(new int[CLUSTERS], IntStream.range(0, CLUSTERS).toArray());
        List<String> names =
                IntStream.range(0, CLUSTERS).mapToObj(Integer::toString).toList();
        double shrink = (CLUSTERS - 1.0) / CLUSTERS;
        for (int draw = 0; draw < 200; draw++) {
            Map<Long, Double> chance = new TreeMap<>();
            for (long where = 0; where < CLUSTERS * CLUSTERS; where++) {
                chance.put(where, Math.exp(random.nextDouble(-9, -3)));
            }
            Influences rows =
                    Influences.ofChanges(random.doubles(CLUSTERS, -.2, .2).toArray(), clusters, names);

            double variance = rows.ofVotes(new double[CLUSTERS], chance)
                    .spread()
                    .orElseThrow()
                    .variance();

            double noise = chance.values().stream()
                    .mapToDouble(change -> change * shrink * change * shrink)
                    .sum();
            double all = rows.spread().orElseThrow().variance();
            assertThat(variance).isEqualTo(all - noise).isBetween(0.0, all);
        }
    }
}

package io.discern.analysis.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.stats.Clusters;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainedJackknifeTest {
    private static final List<String> GROUPS = List.of("a", "b", "c", "d");

    private static TrainedJackknife fourRows() {
        return new TrainedJackknife(new double[4], Clusters.of(new int[4], new int[] {0, 1, 2, 3}));
    }

    @Test
    void whatOneClusterChangesInAllOthersIsVariance() {
        TrainedJackknife jackknife = fourRows();
        for (int other = 1; other < 4; other++) {
            jackknife.add(0, other, 0.3);
        }
        // 0.9 with three rows of four, and 0, 0, 0: 3/4 of the sum of squares about the mean 0.3.
        assertThat(jackknife.changes()).containsExactly(new double[] {1.2, 0, 0, 0}, within(1e-15));
        assertThat(jackknife.seen()).isCloseTo(0.81, within(1e-15));
        assertThat(jackknife.variance()).isCloseTo(0.81, within(1e-15));
    }

    @Test
    void whatItChangesInOneOnlyIsChance() {
        TrainedJackknife jackknife = fourRows();
        jackknife.add(0, 1, 0.3);
        assertThat(jackknife.seen()).isCloseTo(0.09, within(1e-15));
        assertThat(jackknife.variance()).isCloseTo(0, within(1e-15));
    }

    @Test
    void influencesVaryAsMuchAsTheScore() {
        TrainedJackknife jackknife = fourRows();
        jackknife.add(0, 1, 0.3);
        assertThat(jackknife.influences(0.02, GROUPS).spread().orElseThrow().variance())
                .isCloseTo(0.02, within(1e-15));
        assertThat(fourRows().influences(0.02, GROUPS).spread().orElseThrow().variance())
                .isCloseTo(0.02, within(1e-15));
    }
}

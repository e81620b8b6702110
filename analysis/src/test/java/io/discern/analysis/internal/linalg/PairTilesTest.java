package io.discern.analysis.internal.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.Planted;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PairTilesTest {
    /** Two whole tiles and a part. */
    private static final int ROWS = 2 * FloatTiles.TILE + 77;

    private static final double[][] X = Planted.classes(ROWS, 5, 3, 2, 1);

    /** What each row's products with all others sum to, and how many there were. */
    private static final class Sums implements PairTiles.Visitor {
        private final double[] sums = new double[ROWS];
        private final int[] partners = new int[ROWS];

        @Override
        public void line(int row, int firstColumn, double[] products, int from, int to) {
            for (int j = from; j < to; j++) {
                for (int of : new int[] {row, firstColumn + j}) {
                    sums[of] += products[j];
                    partners[of]++;
                }
            }
        }
    }

    private static double[] walked(int pieces, boolean inFloat, Optional<PairTiles.Check> check) {
        List<Sums> visitors = PairTiles.walk(Rows.of(X), pieces, inFloat, check, Sums::new);
        int[] partners = new int[ROWS];
        double[] sums = new double[ROWS];
        for (Sums visitor : visitors) {
            Arrays.setAll(partners, row -> partners[row] + visitor.partners[row]);
            Arrays.setAll(sums, row -> sums[row] + visitor.sums[row]);
        }
        assertThat(partners).containsOnly(ROWS - 1);
        return sums;
    }

    private static double[] expected() {
        double[] total = new double[5];
        for (double[] row : X) {
            Arrays.setAll(total, j -> total[j] + row[j]);
        }
        double[] sums = new double[ROWS];
        Arrays.setAll(sums, i -> {
            double sum = 0;
            for (int j = 0; j < total.length; j++) {
                sum += X[i][j] * (total[j] - X[i][j]);
            }
            return sum;
        });
        return sums;
    }

    @Test
    void everyPairIsSeenOnceInEitherPrecision() {
        assertThat(walked(1, false, Optional.empty())).containsExactly(expected(), within(1e-8));
        assertThat(walked(16, false, Optional.empty())).containsExactly(expected(), within(1e-8));
        double[] floats = walked(3, true, Optional.empty());
        assertThat(floats).containsExactly(expected(), within(1e-2));
        assertThat(floats).isNotEqualTo(walked(3, false, Optional.empty()));
        assertThat(walked(3, true, Optional.empty())).isEqualTo(floats);
    }

    @Test
    void tilesThatFloatsWillNotDoForAreMultipliedInDouble() {
        AtomicInteger asked = new AtomicInteger();
        double[] sums = walked(2, true, Optional.of((row, firstColumn, products, from, to) -> {
            asked.incrementAndGet();
            return false;
        }));
        assertThat(sums).isEqualTo(walked(2, false, Optional.empty()));
        assertThat(asked.get()).as("one line of each tile").isEqualTo(6);
    }

    @Test
    void whoIsInterruptedStops() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> PairTiles.walk(Rows.of(X), 2, Optional.empty(), Sums::new))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}

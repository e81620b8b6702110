package io.discern.internal.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopKSelectorTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0",
        "5, 3, 0.1",
        "1000, 1, 0.01",
        "1000, 10, 0.05",
        "1000, 100, 1",
        "4099, 31, 0",
        "4099, 31, 0.001"
    })
    void whateverTheRoundingTheResultIsThatOfExactSimilarities(int rows, int k, double deviation) {
        Random random = new Random(rows + k);
        // A grid of 500 values, so that there are ties, exact and near.
        double[] exact = IntStream.range(0, rows)
                .mapToDouble(i -> random.nextInt(500) / 500.0)
                .toArray();
        TopKSelector selector = new TopKSelector(k, deviation, row -> exact[row]);
        int[] order = IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparingInt(i -> i * 7919 % rows))
                .mapToInt(i -> i)
                .toArray();
        for (int row : order) {
            selector.offer(row, exact[row] + deviation * (2 * random.nextDouble() - 1));
        }
        int[] expected = IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -exact[i]).thenComparingInt(i -> i))
                .mapToInt(i -> i)
                .limit(k)
                .toArray();
        assertThat(found(selector, k, expected.length)).isEqualTo(expected);
    }

    @Test
    void rowsThatAllTieNeedNoMoreMemoryAndKeepTheLowest() {
        TopKSelector selector = new TopKSelector(3, 1e-6, row -> 0.5);
        for (int row = 100_000; row-- > 0; ) {
            selector.offer(row, 0.5);
        }
        assertThat(found(selector, 3, 3)).containsExactly(0, 1, 2);
    }

    @Test
    void exactSimilaritiesAreAskedRarely() {
        AtomicInteger asked = new AtomicInteger();
        double[] exact = new Random(1).doubles(100_000).toArray();
        TopKSelector selector = new TopKSelector(10, 1e-7, row -> {
            asked.incrementAndGet();
            return exact[row];
        });
        for (int row = 0; row < exact.length; row++) {
            selector.offer(row, exact[row]);
        }
        found(selector, 10, 10);
        assertThat(asked).hasValueLessThan(30);
    }

    @Test
    void placesWithoutARowAreEmpty() {
        TopKSelector selector = new TopKSelector(2, 0, row -> -0.25);
        selector.offer(7, -0.25);
        int[] rows = new int[3];
        float[] similarities = new float[3];
        selector.finish(rows, similarities, 1);
        assertThat(rows).containsExactly(0, 7, -1);
        assertThat(similarities).containsExactly(0, -0.25f, Float.NEGATIVE_INFINITY);
    }

    private static int[] found(TopKSelector selector, int k, int expected) {
        int[] rows = new int[k];
        selector.finish(rows, new float[k], 0);
        return IntStream.of(rows).limit(expected).toArray();
    }
}

package io.discern.analysis.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepulsionTest {
    private static final JsonNode LAYOUTS = Golden.json("map/tsne.json").get("layouts");
    private static final int ROWS = 600;

    /** A map of 600 points and its repulsion, in double by NumPy. */
    private record Layout(double[] x, double[] y, double[] forceX, double[] forceY, double nearness) {

        static Layout of(String name) {
            int layout = IntStream.range(0, LAYOUTS.size())
                    .filter(i -> LAYOUTS.get(i).get("name").asText().equals(name))
                    .findFirst()
                    .orElseThrow();
            double[] values = Golden.array("map/repulsion.npy").toDoubles();
            double[][] columns = new double[4][ROWS];
            for (int column = 0; column < 4; column++) {
                int at = column;
                Arrays.setAll(columns[column], row -> values[4 * (layout * ROWS + row) + at]);
            }
            double nearness = LAYOUTS.get(layout).get("nearness").asDouble();
            return new Layout(columns[0], columns[1], columns[2], columns[3], nearness);
        }

        Found by(Repulsion repulsion) {
            Found found = new Found(new double[ROWS], new double[ROWS], new double[1]);
            found.nearness[0] = repulsion.repel(x, y, found.forceX, found.forceY);
            return found;
        }

        /** Root mean square of errors by that of forces. */
        double error(Found found) {
            double errors = 0;
            double forces = 0;
            for (int row = 0; row < ROWS; row++) {
                errors += square(found.forceX[row] - forceX[row]) + square(found.forceY[row] - forceY[row]);
                forces += square(forceX[row]) + square(forceY[row]);
            }
            return Math.sqrt(errors / forces);
        }
    }

    private record Found(double[] forceX, double[] forceY, double[] nearness) {}

    private static double square(double value) {
        return value * value;
    }

    /** Bounds are the documented ones. */
    @ParameterizedTest
    @CsvSource({
        "collapsed, 1e-5, 1e-5",
        "start, 1e-5, 1e-5",
        "unfolding, 1e-3, 1e-4",
        "late, 1e-2, 2e-3",
        "outlier, 1e-2, 2e-3",
        "tight, 1e-2, 2e-3"
    })
    void forcesByTheGridAreCloseToThoseOfNumPy(String name, double bound, double boundOfNearness) {
        Layout layout = Layout.of(name);
        Found found = layout.by(new GridRepulsion(ROWS));
        assertThat(layout.error(found)).isLessThan(bound);
        assertThat(found.nearness[0]).isCloseTo(layout.nearness, within(boundOfNearness * layout.nearness));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unfolding", "late", "outlier", "tight"})
    void forcesOfPairsAreThoseOfNumPyButForRounding(String name) {
        Layout layout = Layout.of(name);
        Found found = layout.by(new PairRepulsion());
        assertThat(layout.error(found)).isLessThan(3e-6);
        assertThat(found.nearness[0]).isCloseTo(layout.nearness, within(1e-6 * layout.nearness));
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "unfolding", "late", "outlier", "tight"})
    void forcesByTheGridAreTogetherZero(String name) {
        Found found = Layout.of(name).by(new GridRepulsion(ROWS));
        double sizes = IntStream.range(0, ROWS)
                .mapToDouble(row -> Math.hypot(found.forceX[row], found.forceY[row]))
                .sum();
        assertThat(Arrays.stream(found.forceX).sum()).isCloseTo(0, within(1e-6 * sizes));
        assertThat(Arrays.stream(found.forceY).sum()).isCloseTo(0, within(1e-6 * sizes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unfolding", "outlier"})
    void forcesByTheGridDependOnNeitherThreadsNorWhatWasBefore(String name) {
        Layout layout = Layout.of(name);
        GridRepulsion used = new GridRepulsion(ROWS);
        Found first = layout.by(used);
        Found again = layout.by(used);
        ForkJoinPool one = new ForkJoinPool(1);
        Found alone = one.submit(() -> layout.by(new GridRepulsion(ROWS))).join();
        one.shutdown();
        for (Found found : new Found[] {again, alone}) {
            assertThat(found.forceX).isEqualTo(first.forceX);
            assertThat(found.forceY).isEqualTo(first.forceY);
            assertThat(found.nearness).isEqualTo(first.nearness);
        }
    }

    @Test
    void aGridThatIsKeptOrLeftForAnotherIsAsAccurate() {
        GridRepulsion used = new GridRepulsion(ROWS);
        for (String name : new String[] {"start", "late", "tight", "late", "outlier", "late", "unfolding"}) {
            Layout layout = Layout.of(name);
            assertThat(layout.error(layout.by(used))).as(name).isLessThan(1e-2);
        }
    }

    @Test
    void fewPointsFarApartGoPairByPairAndOthersByTheGrid() {
        for (String name : new String[] {"late", "outlier", "tight"}) {
            Layout layout = Layout.of(name);
            assertThat(layout.error(layout.by(new QuickRepulsion(ROWS))))
                    .as(name)
                    .isLessThan(3e-6);
        }
        Layout unfolding = Layout.of("unfolding");
        assertThat(unfolding.by(new QuickRepulsion(ROWS)).forceX)
                .isEqualTo(unfolding.by(new GridRepulsion(ROWS)).forceX);
        Layout collapsed = Layout.of("collapsed");
        assertThat(collapsed.error(collapsed.by(new QuickRepulsion(ROWS)))).isLessThan(1e-5);
    }

    @Test
    void aFewPointsTooCloseForFloat32StillRepelEachOther() {
        double[] x = IntStream.range(0, 50).mapToDouble(i -> 1e-60 * i).toArray();
        double[] forceX = new double[50];
        double[] forceY = new double[50];
        new QuickRepulsion(50).repel(x, new double[50], forceX, forceY);
        for (int i = 0; i < 50; i++) {
            // the sum of the differences
            assertThat(forceX[i]).isCloseTo(50e-60 * (i - 24.5), within(1e-4 * 1225e-60));
        }
    }

    @Test
    void aPointFarAwayDoesNotTakeAllMemory() {
        Layout layout = Layout.of("late");
        layout.x[17] = 1e9;
        Found found = layout.by(new QuickRepulsion(ROWS));
        assertThat(found.forceX[17]).isCloseTo(0, within(1e-20));
        assertThat(found.nearness[0]).isCloseTo(layout.nearness, within(0.01 * layout.nearness));
    }

    @Test
    void pointsInOnePlaceDoNotMove() {
        double[] x = new double[500];
        Arrays.fill(x, 3);
        double[] forceX = new double[500];
        double[] forceY = new double[500];
        double nearness = new QuickRepulsion(500).repel(x, x, forceX, forceY);
        assertThat(nearness).isCloseTo(500 * 499, within(5.0));
        for (int i = 0; i < 500; i++) {
            assertThat(Math.hypot(forceX[i], forceY[i])).isLessThan(1e-3);
        }
    }
}

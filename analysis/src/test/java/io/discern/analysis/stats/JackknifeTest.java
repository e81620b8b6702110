package io.discern.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class JackknifeTest {
    private static final JsonNode GOLDEN = Golden.json("stats/stats.json");

    private static double[][] leftOut(JsonNode example) {
        return StreamSupport.stream(example.get("left_out").spliterator(), false)
                .map(Golden::doubles)
                .toArray(double[][]::new);
    }

    @Test
    void aBootstrapReachesFartherThanTheNormalQuantileByWhatFewClustersAsk() {
        // 0.975 quantile of Student's t with 3 degrees of freedom, from a table
        assertThat(Jackknife.of(2, new double[] {1, 2, 3, 2}).reach())
                .isCloseTo(Math.sqrt(4 / 3.0) * 3.182446, within(1e-6));
        assertThat(Jackknife.of(2, new double[] {2, 2, 2}).reach()).isEqualTo(Interval.NORMAL_REACH);
    }

    @Test
    void bcaIntervalsOfOneAndTwoSamplesEqualSciPy() {
        for (String name : new String[] {"bca_mean", "bca_variance", "bca_two_samples"}) {
            JsonNode example = GOLDEN.get(name);
            double value = example.get("value").asDouble();
            Jackknife jackknife = Jackknife.ofStrata(value, leftOut(example));
            Interval interval = Interval.bca(
                            Golden.doubles(example.get("replicates")),
                            value,
                            jackknife.acceleration(),
                            Interval.NORMAL_REACH)
                    .orElseThrow();
            double[] expected = Golden.doubles(example.get("interval"));
            assertThat(interval.low()).as(name).isCloseTo(expected[0], within(1e-9));
            assertThat(interval.high()).as(name).isCloseTo(expected[1], within(1e-9));
            assertThat(jackknife.standardError())
                    .isCloseTo(example.get("standard_error").asDouble(), within(1e-12));
        }
    }

    @Test
    void bcaIntervalOfAnAccuracyEqualsTheSharedReference() {
        double[] correct = Arrays.stream(Golden.array("boot_correct.npy").toLongs())
                .asDoubleStream()
                .toArray();
        long[] drawn = Golden.array("boot_idx.npy").toLongs();
        double[] means = new double[500];
        for (int i = 0; i < drawn.length; i++) {
            means[i / 200] += correct[(int) drawn[i]];
        }
        double[] replicates = Arrays.stream(means).map(sum -> sum / 200).toArray();
        double total = Arrays.stream(correct).sum();
        Jackknife jackknife = Jackknife.of(total / 200, 200, i -> (total - correct[i]) / 199);
        JsonNode golden = Golden.json("bootstrap.json");
        assertThat(jackknife.acceleration())
                .isCloseTo(golden.get("acceleration").asDouble(), within(1e-12));
        // The reference lets ties count as not below, so the value is set just under them.
        Interval interval = Interval.bca(replicates, 0.825 - 1e-9, jackknife.acceleration(), Interval.NORMAL_REACH)
                .orElseThrow();
        double[] expected = Golden.doubles(golden.get("bca95"));
        assertThat(interval.low()).isCloseTo(expected[0], within(1e-12));
        assertThat(interval.high()).isCloseTo(expected[1], within(1e-12));
    }

    @Test
    void intervalOfAMeanIsStudents() {
        JsonNode student = GOLDEN.get("t_interval");
        double[] sample = Golden.doubles(student.get("sample"));
        double sum = Arrays.stream(sample).sum();
        Jackknife jackknife =
                Jackknife.of(sum / sample.length, sample.length, i -> (sum - sample[i]) / (sample.length - 1));
        double[] expected = Golden.doubles(student.get("interval"));
        assertThat(jackknife.interval().low()).isCloseTo(expected[0], within(1e-12));
        assertThat(jackknife.interval().high()).isCloseTo(expected[1], within(1e-12));
        assertThat(jackknife.degreesOfFreedom()).isCloseTo(24, within(1e-9));
        assertThat(jackknife.estimate()).isCloseTo(jackknife.value(), within(1e-12));
    }

    @Test
    void theBiasOfThePlugInVarianceIsTakenOutExactly() {
        double[] x = new SplittableRandom(5).doubles(12).toArray();
        double mean = Arrays.stream(x).average().orElseThrow();
        double squares = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum();
        Jackknife jackknife = Jackknife.of(squares / 12, 12, left -> {
            double[] rest = IntStream.range(0, 12)
                    .filter(i -> i != left)
                    .mapToDouble(i -> x[i])
                    .toArray();
            double center = Arrays.stream(rest).average().orElseThrow();
            return Arrays.stream(rest)
                    .map(v -> (v - center) * (v - center))
                    .average()
                    .orElseThrow();
        });
        assertThat(jackknife.estimate()).isCloseTo(squares / 11, within(1e-12));
    }

    @Test
    void strataWithOneClusterCountAsKnownAndFreedomIsSatterthwaites() {
        double[] first = {1, 2, 4};
        double[] second = {3, 3.5};
        Jackknife jackknife = Jackknife.ofStrata(2, new double[][] {first, second, {7}});
        double a = 2 / 3.0 * (14 / 3.0);
        double b = 0.5 * 0.125;
        assertThat(jackknife.standardError()).isCloseTo(Math.sqrt(a + b), within(1e-12));
        assertThat(jackknife.degreesOfFreedom()).isCloseTo((a + b) * (a + b) / (a * a / 2 + b * b), within(1e-12));
        assertThat(jackknife.reach()).isGreaterThan(4);
    }

    @Test
    void nothingThatVariesHasNoErrorAndOneClusterIsRefused() {
        Jackknife constant = Jackknife.of(0.5, new double[] {0.5, 0.5, 0.5});
        assertThat(constant.interval()).isEqualTo(new Interval(0.5, 0.5));
        assertThat(constant.acceleration()).isZero();
        assertThatThrownBy(() -> Jackknife.of(1, new double[] {1}))
                .hasMessageContaining("no stratum with two clusters");
    }

    private static Jackknife ofMean(double[] values) {
        return Jackknife.ofStrataMean(
                values,
                Clusters.of(
                        new int[values.length],
                        IntStream.range(0, values.length).toArray()));
    }

    @Test
    void atTheEndsOfARatioTheDifferenceIsTStandardErrorsFromNothing() {
        SplittableRandom random = new SplittableRandom(5);
        double[] a = random.doubles(15).toArray();
        double[] b = random.doubles(15).map(v -> v + 0.5).toArray();
        double[] sum = IntStream.range(0, 15).mapToDouble(i -> a[i] + b[i]).toArray();
        Interval ratio = Jackknife.ratio(ofMean(a), ofMean(b), ofMean(sum)).orElseThrow();
        for (double end : new double[] {ratio.low(), ratio.high()}) {
            Jackknife difference = ofMean(
                    IntStream.range(0, 15).mapToDouble(i -> a[i] - end * b[i]).toArray());
            assertThat(Math.abs(difference.value()) / difference.standardError())
                    .isCloseTo(difference.t(), within(1e-9));
        }
        double[] nothing = IntStream.range(0, 15).mapToDouble(i -> b[i] - 1).toArray();
        assertThat(Jackknife.ratio(ofMean(a), ofMean(nothing), ofMean(nothing))).isEmpty();
    }

    @Test
    void theCorrectedIntervalLiesAroundTheValueLessItsBias() {
        Jackknife jackknife = Jackknife.of(2, new double[] {1, 2, 2.5});
        Interval interval = jackknife.correctedInterval();
        assertThat((interval.low() + interval.high()) / 2).isCloseTo(3 * 2 - 2 * (5.5 / 3), within(1e-12));
        assertThat(interval.high() - interval.low())
                .isCloseTo(2 * jackknife.t() * jackknife.standardError(), within(1e-12));
    }

    @Test
    void aClusterThatTakesTheStatisticAwayLeavesNoUncertainty() {
        Jackknife jackknife = Jackknife.of(1, new double[] {1, Double.NaN, 2});
        assertThat(jackknife.value()).isEqualTo(1);
        assertThat(jackknife.standardError()).isNaN();
        assertThat(jackknife.degreesOfFreedom()).isNaN();
        assertThat(jackknife.reach()).isNaN();
        assertThat(jackknife.t()).isNaN();
    }
}

package io.discern.analysis.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.EncoderInfo;
import io.discern.analysis.Extent;
import io.discern.analysis.Headline;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Planted;
import io.discern.analysis.Results;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.probe.LinearProbe;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page's sentences about encoders whose truth is planted: how often those that would be wrong are said, and those that are right. */
class AttackedSentencesTest {
    private static final List<Metric> METRICS = List.of(new TraceRatio(), KnnAccuracy.of(5));
    private static final List<Headline> RANKED = METRICS.stream()
            .flatMap(metric -> metric.headlines().stream())
            .filter(Headline::ranked)
            .toList();
    private static final int ROWS = 72;
    private static final int CLASSES = 3;
    private static final int RUNS = 20;

    /** What an encoder makes of an image: its class, what all encoders see of it and of its group, and its own noise. */
    private interface Look {
        double[] at(int row, int label, double[] shared, SplittableRandom random);
    }

    /** Classes that far from the origin, along axes of their own. */
    private static Look apart(double distance) {
        return (row, label, shared, random) -> {
            double[] x = new double[shared.length];
            Arrays.setAll(x, j -> shared[j] + 0.6 * Planted.gaussian(random) + (j == label ? distance : 0));
            return x;
        };
    }

    /** Every class in two clumps about the origin, which its mean does not tell and neighbours do. */
    private static Look clumped(double distance) {
        return (row, label, shared, random) -> {
            double side = row / 6 % 2 == 0 ? distance : -distance;
            double[] x = new double[shared.length];
            Arrays.setAll(x, j -> shared[j] + 0.6 * Planted.gaussian(random) + (j == label ? side : 0));
            return x;
        };
    }

    /** A study of 36 groups of two images. Encoders whose names start with "floor" are baselines. */
    private static StudyResult study(Map<String, Look> looks, List<Metric> metrics, SplittableRandom random) {
        double[][] shared = new double[ROWS][6];
        for (int row = 0; row < ROWS; row++) {
            for (int j = 0; j < 6; j++) {
                shared[row][j] = 0.5 * Planted.gaussian(random) + (row % 2 == 0 ? 0.7 * Planted.gaussian(random) : 0);
            }
        }
        for (int row = 1; row < ROWS; row += 2) {
            for (int j = 0; j < 6; j++) {
                shared[row][j] += 0.5 * shared[row - 1][j];
            }
        }
        List<String> labels =
                IntStream.range(0, ROWS).mapToObj(i -> "c" + i / 2 % CLASSES).toList();
        List<String> groups =
                IntStream.range(0, ROWS).mapToObj(i -> "g" + i / 2).toList();
        StudyResult.Builder study = new StudyResult.Builder(1)
                .pages(new StudyPages(RANKED, List.of(), List.of(), List.of(), Optional.empty()))
                .dataset(new StudyData("d", ROWS, ROWS, Map.of("c0", 24, "c1", 24, "c2", 24), List.of()));
        Map<String, Results> results = new LinkedHashMap<>();
        looks.forEach((name, look) -> {
            double[][] rows = new double[ROWS][];
            Arrays.setAll(rows, row -> look.at(row, row / 2 % CLASSES, shared[row], random));
            List<MetricResult> found;
            try (LabeledEmbeddings data =
                    LabeledEmbeddings.of(Planted.array(rows), labels).withGroups(groups)) {
                found = metrics.stream()
                        .flatMap(metric -> metric.measure(data, 1).stream())
                        .toList();
            }
            results.put(name, Results.of(found));
            Map<String, String> tags =
                    name.startsWith("floor") ? Map.of(StudyEncoder.ROLE, StudyEncoder.BASELINE) : Map.of();
            study.encoder(name, EncoderInfo.of(name, 6), tags);
            found.forEach(result -> study.row(new StudyRow(name, "d", result)));
        });
        StudyResult single = study.build();
        List<Headline> compared = Stream.concat(RANKED.stream(), StandardMetrics.comparedBesides().stream())
                .toList();
        new PairedResults(compared, (encoder, dataset) -> results.get(encoder), single.compared(), single.baselines())
                .rows(List.of("d"))
                .forEach(study::comparison);
        return study.build();
    }

    private static Map<String, Look> looks(int equal, Look look) {
        Map<String, Look> looks = new LinkedHashMap<>();
        for (int i = 0; i < equal; i++) {
            looks.put("e" + i, look);
        }
        return looks;
    }

    /** In how many studies of all something is said. */
    private static int said(Map<String, Look> looks, Predicate<StudyResult> said) {
        SplittableRandom random = new SplittableRandom(17);
        int count = 0;
        for (int run = 0; run < RUNS; run++) {
            count += said.test(study(looks, METRICS, random)) ? 1 : 0;
        }
        return count;
    }

    @Test
    void theLuckiestOfEqualEncodersIsToldApartFromNobody() {
        // In each of two measures one study in twenty may err: two of 20, and three binomial errors more.
        assertThat(said(
                        looks(5, apart(1.5)),
                        study -> StandingFinding.of(study).stream()
                                .anyMatch(finding -> !finding.lower().isEmpty())))
                .isLessThanOrEqualTo(6);
    }

    @Test
    void aBetterEncoderStandsFirstAndTheOthersAreLower() {
        Map<String, Look> looks = looks(3, apart(1));
        looks.put("best", apart(4));
        assertThat(said(
                        looks,
                        study -> StandingFinding.of(study).stream()
                                .allMatch(finding -> finding.first().equals("best")
                                        && finding.lower().size() == 3)))
                .isGreaterThan(RUNS * 3 / 4);
    }

    @Test
    void whoKnowsNoMoreThanABaselineIsSaidNotToBeatIt() {
        Map<String, Look> looks = looks(1, apart(1.5));
        looks.put("floor", apart(1.5));
        assertThat(said(looks, study -> BaselineFinding.of(study).size() < RANKED.size()))
                .isLessThanOrEqualTo(6);
        looks.put("e0", apart(4));
        assertThat(said(looks, study -> BaselineFinding.of(study).isEmpty())).isGreaterThan(RUNS * 3 / 4);
    }

    @Test
    void measuresThatDisagreeByChanceAreSaidTo() {
        assertThat(said(
                        looks(4, apart(1.5)),
                        study -> OrderFinding.of(study).stream().anyMatch(OrderFinding::shown)))
                .isLessThanOrEqualTo(6);
        OrderFinding chance = new OrderFinding("d", List.of("Fisher: a", "5-NN: b"), false);
        assertThat(chance.sentence()).contains("it may be chance").doesNotContain("clumps");
    }

    @Test
    void clumpsAreWhyNeighboursAndFisherDisagree() {
        Map<String, Look> looks = new LinkedHashMap<>();
        looks.put("one cloud", apart(1.8));
        looks.put("two clumps", clumped(9));
        SplittableRandom random = new SplittableRandom(2);
        List<Metric> withProbe = List.of(METRICS.get(0), METRICS.get(1), LinearProbe.ridge());
        assertThat(OrderFinding.of(study(looks, withProbe, random)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.first())
                            .anyMatch(each -> each.endsWith(": one cloud"))
                            .anyMatch(each -> each.endsWith(": two clumps"))
                            .hasSize(3);
                    assertThat(finding.shown()).isTrue();
                    assertThat(finding.sentence()).contains("several clumps");
                });
        looks.put("two clumps", apart(9));
        assertThat(OrderFinding.of(study(looks, METRICS, random))).isEmpty();
    }

    /** Values of encoders of two tags over four data sets. */
    private static GroupFinding groups(int encoders, double effect, SplittableRandom random) {
        Headline headline = RANKED.get(0);
        List<String> datasets = List.of("d0", "d1", "d2", "d3");
        StudyResult.Builder study = new StudyResult.Builder(1)
                .pages(new StudyPages(List.of(headline), List.of(), List.of(), List.of(), Optional.empty()));
        datasets.forEach(name -> study.dataset(new StudyData(name, 9, 9, Map.of("a", 9), List.of())));
        double[] ofDataset = datasets.stream()
                .mapToDouble(name -> 0.2 * Planted.gaussian(random))
                .toArray();
        for (int i = 0; i < encoders; i++) {
            boolean medical = i < encoders / 2;
            String name = "e" + i;
            study.encoder(name, EncoderInfo.of(name, 2), Map.of("domain", medical ? "medical" : "general"));
            double ofEncoder = 0.05 * Planted.gaussian(random) + (medical ? effect : 0);
            for (int d = 0; d < ofDataset.length; d++) {
                double value = 1 + ofDataset[d] + ofEncoder + 0.03 * Planted.gaussian(random);
                study.row(new StudyRow(
                        name, datasets.get(d), MetricResult.of(headline.keys().get(0), value, new Extent(9, 2, 2), 1)));
            }
        }
        StudyResult single = study.build();
        new TaggedGroups(List.of(headline), single::results, single.tags(), datasets, 1)
                .rows()
                .forEach(study::comparison);
        return GroupFinding.of(study.build()).get(0);
    }

    @Test
    void groupsOfEncodersDifferOneTimeInTwentyWithoutAnEffectAndNeverWithTwoAgainstTwo() {
        SplittableRandom random = new SplittableRandom(4);
        int runs = 100;
        int wrong = 0;
        int right = 0;
        for (int run = 0; run < runs; run++) {
            wrong += groups(10, 0, random).differ() ? 1 : 0;
            right += groups(10, 0.15, random).differ() ? 1 : 0;
            GroupFinding two = groups(4, 3, random);
            assertThat(two.differ()).isFalse();
            assertThat(two.sentence()).contains("cannot be told apart");
        }
        assertThat(wrong / (double) runs).isLessThan(0.05 + 2 * Math.sqrt(0.05 * 0.95 / runs));
        assertThat(right / (double) runs).isGreaterThan(0.8);
    }
}

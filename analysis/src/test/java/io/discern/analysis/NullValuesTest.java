package io.discern.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.LogitRule;
import io.discern.analysis.between.BetweenMetric;
import io.discern.analysis.between.Cknna;
import io.discern.analysis.between.LinearCka;
import io.discern.analysis.between.MutualKnn;
import io.discern.analysis.between.Procrustes;
import io.discern.analysis.fisher.ClusterIndices;
import io.discern.analysis.fisher.Pairwise;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.geometry.ModalityGap;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.retrieval.ClassRetrieval;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.study.StandardMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The null value of every metric is what the metric gives on average where labels, or pairs of rows, are dealt at random. */
class NullValuesTest {
    private static final int DEALS = 12;
    /** What deals cannot tell: a share of rows that hardly ever happens. */
    private static final double RARE = 0.01;
    /** Null values that speak of something else than labels: directions, neighbours and prompts drawn at random. */
    private static final Set<String> NOT_OF_LABELS = Set.of(
            "prompts,kendall-tau",
            "anisotropy",
            "hubness,k=10,skewness",
            "hubness,k=10,robin-hood",
            "hubness,k=10,antihubs");

    private final Map<String, List<double[]>> found = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void labelsDealtAnewGiveTheNullValue(boolean grouped) {
        try (LabeledEmbeddings data = rows(grouped)) {
            Clusters clusters = Clusters.of(data.classIndices(), data.groupIndices());
            for (SplittableRandom random : Bootstrap.streams(11, DEALS)) {
                List<String> dealt = Arrays.stream(LabelPermutation.ofRows(clusters, random))
                        .mapToObj(data.classes()::get)
                        .toList();
                LabeledEmbeddings labelled =
                        LabeledEmbeddings.of(data.array(), dealt).withGroups(data.groups());
                List<Metric> metrics = new ArrayList<>(grouped ? StandardMetrics.all() : closedForms());
                metrics.addAll(StandardMetrics.ofTexts(ResultInvariantsTest.prompts(), LogitRule.softmax(20)));
                metrics.forEach(metric -> add(metric.measure(labelled, random.nextLong())));
            }
        }
        found.keySet().removeAll(NOT_OF_LABELS);
        found.remove("modality-gap");
        assertThat(found).hasSizeGreaterThan(grouped ? 100 : 40);
        agree();
    }

    /** Those that have another null value where rows stand for themselves. */
    private static List<Metric> closedForms() {
        return List.of(new TraceRatio(), new Pairwise(), new ClusterIndices(), ClassRetrieval.standard());
    }

    @Test
    void rowsDealtAnewGiveTheNullValueBetweenEncoders() {
        try (LabeledEmbeddings a = rows(false)) {
            for (SplittableRandom random : Bootstrap.streams(12, DEALS)) {
                try (LabeledEmbeddings b = a.select(shuffled(a.rows(), random))) {
                    LabeledEmbeddings same = LabeledEmbeddings.of(b.array(), a.labels());
                    for (BetweenMetric metric :
                            List.of(new LinearCka(), MutualKnn.standard(), Cknna.standard(), new Procrustes())) {
                        add(metric.measure(a, same, random.nextLong()));
                    }
                }
            }
        }
        assertThat(found).hasSize(5);
        agree();
    }

    @Test
    void rowsOfOneCloudGiveTheNullValueOfTheGap() {
        try (LabeledEmbeddings all = rows(false)) {
            for (SplittableRandom random : Bootstrap.streams(13, DEALS)) {
                int[] order = shuffled(all.rows(), random);
                try (LabeledEmbeddings images = all.select(Arrays.copyOf(order, 40));
                        LabeledEmbeddings texts = all.select(Arrays.copyOfRange(order, 40, order.length))) {
                    add(ModalityGap.measure(images, texts, random.nextLong()));
                }
            }
        }
        assertThat(found).containsOnlyKeys("modality-gap");
        agree();
    }

    private void add(List<MetricResult> results) {
        for (MetricResult result : results) {
            if (result.value().isPresent() && result.nullValue().isPresent()) {
                found.computeIfAbsent(result.variant(), unseen -> new ArrayList<>())
                        .add(new double[] {
                            result.value().getAsDouble(), result.nullValue().getAsDouble()
                        });
            }
        }
    }

    /** Means of values and null values within four standard errors of their difference, but for what hardly ever happens. */
    private void agree() {
        List<String> apart = new ArrayList<>();
        found.forEach((variant, pairs) -> {
            if (pairs.size() < DEALS) {
                return; // a score that most deals leave without denominator
            }
            double mean = pairs.stream()
                    .mapToDouble(pair -> pair[0] - pair[1])
                    .average()
                    .orElseThrow();
            double squares = pairs.stream()
                    .mapToDouble(pair -> Math.pow(pair[0] - pair[1] - mean, 2))
                    .sum();
            double error = Math.sqrt(squares / pairs.size() / Math.max(1, pairs.size() - 1));
            if (Math.abs(mean) > 4 * error + RARE) {
                apart.add(String.format(
                        "%s: value %.4f, null value %.4f, standard error %.4f",
                        variant,
                        pairs.stream().mapToDouble(pair -> pair[0]).average().orElseThrow(),
                        pairs.stream().mapToDouble(pair -> pair[1]).average().orElseThrow(),
                        error));
            }
        });
        assertThat(apart).isEmpty();
    }

    private static int[] shuffled(int rows, SplittableRandom random) {
        int[] order = IntStream.range(0, rows).toArray();
        for (int i = rows - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int at = order[i];
            order[i] = order[j];
            order[j] = at;
        }
        return order;
    }

    /** 60 rows of three classes, in groups of one to three that lie near each other. */
    private static LabeledEmbeddings rows(boolean grouped) {
        double[][] x = Planted.classes(60, 6, 3, 0, 8);
        List<String> labels = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (int group = 0; labels.size() < 60; group++) {
            double[] center = x[labels.size()].clone();
            for (int i = 0; i <= group % 3 && labels.size() < 60; i++) {
                int row = labels.size();
                for (int j = 0; grouped && j < 6; j++) {
                    x[row][j] = 0.5 * x[row][j] + center[j];
                }
                labels.add("c" + (group % 5 < 2 ? 0 : group % 5 < 4 ? 1 : 2));
                groups.add(grouped ? "g" + group : "g" + row);
            }
        }
        return LabeledEmbeddings.of(Planted.array(x), labels).withGroups(groups);
    }
}

package io.discern.benchmarks;

import io.discern.Embeddings;
import io.discern.LogitRule;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.fisher.Pairwise;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.geometry.PairAuroc;
import io.discern.analysis.geometry.PairCosines;
import io.discern.analysis.geometry.Silhouette;
import io.discern.analysis.geometry.Uniformity;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.Score;
import io.discern.analysis.neighbors.Voting;
import io.discern.analysis.probe.LinearProbe;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.study.StandardMetrics;
import io.discern.analysis.zeroshot.PromptEmbeddings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How often every interval that is printed holds the truth on {@link HeavyRows}: the mean of the value over these and as
 * many other data sets of the same size; and how often it does not hold the null value 0. The arguments are the number of data sets
 * of each row (300 without one), the names of metrics (all without one) and the numbers of groups (10, 30, 50 and 100 without one).
 */
public final class HeavyCoverage {
    private static final List<Integer> GROUPS = List.of(10, 30, 50, 100);
    private static final int DIM = 32;
    private static final double SHARED = 0.3;

    private static final String TRAIN_TEST = "train-test";
    private static final String PAIRS = "pairs";
    private static final String UNEQUAL_PAIRS = "unequal-pairs";

    private HeavyCoverage() {}

    /** Runs it. */
    public static void main(String[] args) {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 300;
        Map<String, Metric> metrics = ofRows();
        Set<String> names = new LinkedHashSet<>(metrics.keySet());
        names.addAll(List.of(TRAIN_TEST, PAIRS, UNEQUAL_PAIRS));
        List<String> wanted =
                Arrays.stream(args).skip(1).filter(arg -> !number(arg)).toList();
        List<Integer> sizes = Arrays.stream(args)
                .skip(1)
                .filter(HeavyCoverage::number)
                .map(Integer::valueOf)
                .toList();
        if (!names.containsAll(wanted)) {
            throw new IllegalArgumentException("metrics " + wanted + "; expected some of " + names);
        }
        System.out.printf("%d data sets a row; binomial error of 0.95: %.3f%n", runs, Math.sqrt(0.95 * 0.05 / runs));
        System.out.printf(
                "%-52s %6s %8s %9s %6s %8s %6s %6s %8s %6s %6s%n",
                "variant",
                "groups",
                "effect",
                "truth",
                "sd",
                "coverage",
                "below",
                "above",
                "printed",
                "width",
                "not 0");
        for (String name : wanted.isEmpty() ? names : wanted) {
            for (double distance : new double[] {0, 2}) {
                Metric metric = name.equals(TRAIN_TEST)
                        ? new HeldTrainingRows(new HeavyRows(60, DIM, distance, SHARED))
                        : name.equals(PAIRS)
                                ? new EncoderPair(DIM, 30, -30)
                                : name.equals(UNEQUAL_PAIRS) ? new EncoderPair(DIM, 0, 60) : metrics.get(name);
                int dim = metric instanceof EncoderPair ? 2 * DIM : DIM;
                for (int groups : sizes.isEmpty() ? GROUPS : sizes) {
                    print(metric, new HeavyRows(groups, dim, distance, SHARED), runs);
                }
            }
        }
    }

    private static boolean number(String argument) {
        return argument.chars().allMatch(Character::isDigit);
    }

    private static Map<String, Metric> ofRows() {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        metrics.put("fisher", new TraceRatio());
        metrics.put("pairwise", new Pairwise());
        metrics.put(
                "knn",
                KnnAccuracy.of(5)
                        .withVotings(Voting.MAJORITY)
                        .withScores(Score.MICRO, Score.BALANCED, Score.MACRO_F1, Score.MCC, Score.AUROC)
                        .withScoresOfClasses()
                        .withFolds(5));
        metrics.put("ridge", LinearProbe.ridge());
        metrics.put("logistic", LinearProbe.logistic());
        metrics.put("silhouette", new Silhouette());
        metrics.put("cosines", new PairCosines());
        metrics.put("pair-auroc", new PairAuroc());
        metrics.put("uniformity", new Uniformity());
        metrics.put("texts", new Texts(StandardMetrics.ofTexts(prompts(), LogitRule.softmax(20))));
        return metrics;
    }

    /** Metrics of images beside texts that are the same for all data sets. */
    private record Texts(List<Metric> metrics) implements Metric {
        @Override
        public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
            return metrics.stream()
                    .flatMap(metric -> metric.measure(data, seed).stream())
                    .toList();
        }
    }

    /** Five prompts of each class, along its axis and off it by as much. */
    static PromptEmbeddings prompts() {
        SplittableRandom random = new SplittableRandom(3);
        float[] rows = new float[15 * DIM];
        List<String> classes = new ArrayList<>();
        for (int prompt = 0; prompt < 15; prompt++) {
            classes.add("c" + prompt / 5);
            for (int j = 0; j < DIM; j++) {
                rows[prompt * DIM + j] =
                        (float) (ClusteredRows.gaussian(random) / Math.sqrt(DIM) + (j == prompt / 5 ? 1 : 0));
            }
        }
        List<String> texts = IntStream.range(0, 15).mapToObj(i -> "prompt " + i).toList();
        return PromptEmbeddings.of(Embeddings.ofRows(DIM, rows), classes, texts);
    }

    private static void print(Metric metric, HeavyRows design, int runs) {
        Map<String, Coverage> all = new TreeMap<>();
        measured(metric, design, runs, 7)
                .forEach(results -> results.forEach(result ->
                        result.value().ifPresent(value -> of(all, result).truths.add(value))));
        measured(metric, design, runs, 20261126)
                .forEach(results -> results.forEach(result -> of(all, result).add(result)));
        all.forEach((variant, coverage) -> coverage.print(variant, design, runs));
    }

    private static Coverage of(Map<String, Coverage> all, MetricResult result) {
        return all.computeIfAbsent(result.variant(), unseen -> new Coverage());
    }

    private static List<List<MetricResult>> measured(Metric metric, HeavyRows design, int runs, long seed) {
        SplittableRandom[] random = Bootstrap.streams(seed, runs);
        return IntStream.range(0, runs)
                .parallel()
                .mapToObj(run -> {
                    try (LabeledEmbeddings data = design.draw(random[run])) {
                        return metric.measure(data, run);
                    }
                })
                .toList();
    }

    /** What is known of one variant. */
    private static final class Coverage {
        private final List<Double> truths = new ArrayList<>();
        private final List<double[]> intervals = new ArrayList<>();

        void add(MetricResult result) {
            if (result.ciLow().isPresent()) {
                intervals.add(new double[] {
                    result.ciLow().orElseThrow(), result.ciHigh().orElseThrow()
                });
            }
        }

        void print(String variant, HeavyRows design, int runs) {
            if (intervals.isEmpty()) {
                return;
            }
            double truth =
                    truths.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            double below = intervals.stream().filter(ends -> ends[1] < truth).count();
            double above = intervals.stream().filter(ends -> ends[0] > truth).count();
            double squares = truths.stream()
                    .mapToDouble(value -> (value - truth) * (value - truth))
                    .average()
                    .orElseThrow();
            double width = intervals.stream()
                    .mapToDouble(ends -> ends[1] - ends[0])
                    .average()
                    .orElseThrow();
            System.out.printf(
                    "%-52s %6d %8.1f %9.4f %6.3f %8.3f %6.3f %6.3f %8.2f %6.3f %6.3f%n",
                    variant,
                    design.groups(),
                    design.distance(),
                    truth,
                    Math.sqrt(squares),
                    1 - (below + above) / intervals.size(),
                    below / intervals.size(),
                    above / intervals.size(),
                    (double) intervals.size() / runs,
                    width,
                    intervals.stream()
                                    .filter(ends -> ends[0] > 0 || ends[1] < 0)
                                    .count()
                            / (double) intervals.size());
        }
    }
}

package io.discern.analysis.zeroshot;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.probe.ScoreSheet;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.CalibrationError;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.ConfusionMatrix;
import io.discern.analysis.stats.LabelPermutation;
import io.discern.analysis.stats.ShareIntervals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The results of one ensembling, from cosines; {@link ZeroShot} says what they are. */
final class ZeroShotScores {
    static final List<String> NAMES = List.of("micro", "balanced", "macro-f1", "auroc,cosine", "auroc", "top-5", "ece");

    private static final int TOP = 5;

    private final ScoreSheet sheet;
    private final List<String> classes;
    private final LogitRule rule;
    private final List<int[]> permuted;

    private ZeroShotScores(ScoreSheet sheet, List<String> classes, LogitRule rule) {
        this.sheet = sheet;
        this.classes = classes;
        this.rule = rule;
        Clusters clusters = Clusters.of(sheet.truth(), sheet.data().groupIndices());
        this.permuted = Arrays.stream(Bootstrap.streams(sheet.seed(), LabelPermutation.REPLICATES))
                .map(random -> LabelPermutation.ofRows(clusters, random))
                .toList();
    }

    /**
     * In the order of {@link #NAMES}, then the recalls of all classes.
     *
     * @param sheet of cosines
     * @param classes the names of its columns
     */
    static List<MetricResult> of(ScoreSheet sheet, List<String> classes, LogitRule rule) {
        ZeroShotScores scores = new ZeroShotScores(sheet, classes, rule);
        List<MetricResult> results = new ArrayList<>(scores.accuracies());
        results.add(sheet.auroc("auroc,cosine"));
        results.addAll(scores.ofProbabilities());
        results.add(results.size() - 1, scores.top());
        IntStream.range(0, classes.size()).mapToObj(scores::recall).forEach(results::add);
        return results;
    }

    private List<MetricResult> accuracies() {
        int[] predicted = sheet.predicted();
        List<ConfusionMatrix> chance =
                permuted.stream().map(labels -> ConfusionMatrix.of(labels, predicted, classes.size())).toList();
        LabeledEmbeddings data = sheet.data();
        int largest = IntStream.range(0, data.classes().size()).map(data::classCount).max().orElseThrow();
        return List.of(
                sheet.micro()
                        .withNull(mean(chance, ConfusionMatrix::micro))
                        .withNote("majority class rate " + (double) largest / data.rows()),
                sheet.balanced().withNull(mean(chance, ConfusionMatrix::balanced)),
                sheet.macroF1().withNull(mean(chance, ConfusionMatrix::macroF1)));
    }

    private static <T> double mean(List<T> all, ToDoubleFunction<T> score) {
        return all.stream().mapToDouble(score).average().orElseThrow();
    }

    private List<MetricResult> ofProbabilities() {
        if (rule.scale().isEmpty()) {
            String reason = "no logit scale is known, so cosines give no probabilities; state one";
            return List.of(absent("auroc", reason), absent("ece", reason));
        }
        double[][] probabilities = Arrays.stream(sheet.scores()).map(rule::probabilities).toArray(double[][]::new);
        int[] predicted = sheet.predicted();
        double[] confidence = new double[predicted.length];
        boolean[] correct = new boolean[predicted.length];
        for (int row = 0; row < predicted.length; row++) {
            confidence[row] = probabilities[row][predicted[row]];
            correct[row] = predicted[row] == sheet.truth()[row];
        }
        double error = CalibrationError.of(confidence, correct);
        return List.of(
                sheet.withScores(probabilities).auroc("auroc"),
                MetricResult.of(ZeroShot.NAME, variant("ece"), error, sheet.data(), sheet.seed())
                        .withNote("no interval: resampling inflates a calibration error"));
    }

    private MetricResult top() {
        if (classes.size() <= TOP) {
            return absent("top-5", classes.size() + " classes, so all are among the nearest 5; expected more");
        }
        int[][] nearest = Arrays.stream(sheet.scores()).map(ZeroShotScores::nearest).toArray(int[][]::new);
        return sheet.share("top-5", hits(nearest, sheet.truth()))
                .withNull(mean(permuted, labels -> Arrays.stream(hits(nearest, labels)).average().orElseThrow()));
    }

    private static int[] nearest(double[] cosines) {
        return IntStream.range(0, cosines.length)
                .boxed()
                .sorted((a, b) -> Double.compare(cosines[b], cosines[a]))
                .limit(TOP)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double[] hits(int[][] nearest, int[] truth) {
        return IntStream.range(0, truth.length)
                .mapToDouble(row -> Arrays.stream(nearest[row]).anyMatch(label -> label == truth[row]) ? 1 : 0)
                .toArray();
    }

    private MetricResult recall(int label) {
        String name = "recall,class=" + classes.get(label);
        int[] rows = IntStream.range(0, sheet.truth().length).filter(row -> sheet.truth()[row] == label).toArray();
        if (rows.length == 0) {
            return absent(name, "the class has no rows");
        }
        int[] predicted = sheet.predicted();
        int[] groups = sheet.data().groupIndices();
        double[] right = Arrays.stream(rows).mapToDouble(row -> predicted[row] == label ? 1 : 0).toArray();
        double chance = Arrays.stream(predicted).filter(p -> p == label).count() / (double) predicted.length;
        MetricResult result = MetricResult.of(
                        ZeroShot.NAME, variant(name), Arrays.stream(right).average().orElseThrow(), sheet.data(), sheet.seed())
                .withN(rows.length)
                .withNull(chance);
        return ShareIntervals.means(new double[][] {right}, Arrays.stream(rows).map(row -> groups[row]).toArray())
                .map(all -> result.withInterval(all.get(0)))
                .orElseGet(() -> result.withNote("no interval: nothing to resample, expected at least two groups"));
    }

    private MetricResult absent(String name, String reason) {
        return MetricResult.absent(ZeroShot.NAME, variant(name), reason, sheet.data(), sheet.seed());
    }

    private String variant(String name) {
        return sheet.prefix() + "," + name;
    }
}

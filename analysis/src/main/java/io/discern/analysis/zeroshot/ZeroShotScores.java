package io.discern.analysis.zeroshot;

import io.discern.LogitRule;
import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.probe.ScoreSheet;
import io.discern.analysis.internal.probe.Softmax;
import io.discern.analysis.internal.stats.CalibrationError;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.ConfusionMatrix;
import io.discern.analysis.stats.ShareIntervals;
import io.discern.analysis.zeroshot.ZeroShot.Score;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The results of one ensembling, from cosines; {@link ZeroShot} says what they are. */
final class ZeroShotScores {
    /** The scores that are not of one class, in order. */
    static final List<Score> OVER_ALL =
            Arrays.stream(Score.values()).filter(score -> score != Score.RECALL).toList();

    private static final int TOP = 5;
    private static final String NO_SCALE = "no logit scale is known, so cosines give no probabilities; state one";

    private final Ensembling ensembling;
    private final ScoreSheet sheet;
    private final int[] predicted;
    private final List<String> classes;
    private final List<int[]> permuted;

    private ZeroShotScores(Ensembling ensembling, ScoreSheet sheet, List<String> classes) {
        this.ensembling = ensembling;
        this.sheet = sheet;
        this.predicted = sheet.predicted();
        this.classes = classes;
        Clusters clusters = Clusters.of(sheet.truth(), sheet.data().groupIndices());
        this.permuted = Arrays.stream(Bootstrap.streams(sheet.seed(), LabelPermutation.REPLICATES))
                .map(random -> LabelPermutation.ofRows(clusters, random))
                .toList();
    }

    /**
     * In the order of {@link #OVER_ALL}, then the recalls of all classes.
     *
     * @param sheet of cosines
     * @param classes the names of its columns
     */
    static List<MetricResult> of(Ensembling ensembling, ScoreSheet sheet, List<String> classes, LogitRule rule) {
        ZeroShotScores scores = new ZeroShotScores(ensembling, sheet, classes);
        Optional<double[][]> probabilities = rule.scale().isPresent()
                ? Optional.of(Arrays.stream(sheet.scores())
                        .map(cosines -> probabilities(cosines, rule))
                        .toArray(double[][]::new))
                : Optional.empty();
        List<MetricResult> results = new ArrayList<>(sheet.accuracies(
                scores.key(Score.MICRO), scores.key(Score.BALANCED), scores.key(Score.MACRO_F1), scores.chance()));
        results.add(sheet.auroc(scores.key(Score.AUROC_OF_COSINES)));
        results.add(probabilities
                .map(known -> sheet.withScores(known).auroc(scores.key(Score.AUROC)))
                .orElseGet(() -> sheet.absent(scores.key(Score.AUROC), NO_SCALE)));
        results.add(scores.top());
        results.add(
                probabilities.map(scores::calibration).orElseGet(() -> sheet.absent(scores.key(Score.ECE), NO_SCALE)));
        IntStream.range(0, classes.size()).mapToObj(scores::recall).forEach(results::add);
        return results;
    }

    /** They sum to 1 only under softmax. */
    private static double[] probabilities(double[] cosines, LogitRule rule) {
        double factor = rule.scale().orElseThrow();
        double shift = rule.bias().orElse(0);
        double[] logits =
                Arrays.stream(cosines).map(cosine -> factor * cosine + shift).toArray();
        if (rule.bias().isPresent()) {
            return Arrays.stream(logits)
                    .map(logit -> 1 / (1 + Math.exp(-logit)))
                    .toArray();
        }
        Softmax.inPlace(logits);
        return logits;
    }

    private ZeroShot.Key key(Score score) {
        return ZeroShot.Key.of(ensembling, score);
    }

    private List<ConfusionMatrix> chance() {
        return permuted.stream()
                .map(labels -> ConfusionMatrix.of(labels, predicted, classes.size()))
                .toList();
    }

    private MetricResult calibration(double[][] probabilities) {
        double[] confidence = new double[predicted.length];
        boolean[] correct = new boolean[predicted.length];
        for (int row = 0; row < predicted.length; row++) {
            confidence[row] = probabilities[row][predicted[row]];
            correct[row] = predicted[row] == sheet.truth()[row];
        }
        return result(key(Score.ECE), CalibrationError.of(confidence, correct))
                .withoutInterval("resampling inflates a calibration error");
    }

    private MetricResult top() {
        if (classes.size() <= TOP) {
            return sheet.absent(
                    key(Score.TOP_5), classes.size() + " classes, so all are among the nearest 5; expected more");
        }
        int[][] nearest =
                Arrays.stream(sheet.scores()).map(ZeroShotScores::nearest).toArray(int[][]::new);
        double chance = permuted.stream()
                .mapToDouble(
                        labels -> Arrays.stream(hits(nearest, labels)).average().orElseThrow())
                .average()
                .orElseThrow();
        return sheet.share(key(Score.TOP_5), hits(nearest, sheet.truth())).withNull(chance);
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
        ZeroShot.Key key = ZeroShot.Key.recall(ensembling, classes.get(label));
        int[] rows = IntStream.range(0, sheet.truth().length)
                .filter(row -> sheet.truth()[row] == label)
                .toArray();
        if (rows.length == 0) {
            return sheet.absent(key, "the class has no rows");
        }
        int[] groups = sheet.data().groupIndices();
        double[] right = Arrays.stream(rows)
                .mapToDouble(row -> predicted[row] == label ? 1 : 0)
                .toArray();
        double chance = Arrays.stream(predicted).filter(p -> p == label).count() / (double) predicted.length;
        MetricResult result = result(key, Arrays.stream(right).average().orElseThrow())
                .withN(rows.length)
                .withNull(chance);
        Clusters clusters = Clusters.of(
                new int[rows.length],
                Arrays.stream(rows).map(row -> groups[row]).toArray());
        return result.withInterval(
                ShareIntervals.strataMeans(new double[][] {right}, clusters).map(all -> all.get(0)), clusters.few());
    }

    private MetricResult result(ZeroShot.Key key, double value) {
        return MetricResult.of(key, value, sheet.data(), sheet.seed());
    }
}

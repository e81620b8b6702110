package io.discern.analysis.zeroshot;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.stats.KendallTau;
import io.discern.analysis.stats.ConfusionMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How far the wording decides.
 *
 * <p>{@code prompts,mean,balanced}, {@code prompts,sd,balanced} (division by T - 1), {@code prompts,min,balanced} and
 * {@code prompts,max,balanced}: balanced accuracy when the t-th prompt of every class is used alone, over t = 1..T; the
 * classes must have equally many. {@code prompts,kendall-tau}: {@linkplain KendallTau Kendall's tau} between the cosines of
 * all images to one and to another prompt of the same class, mean over all such pairs; 1 if the wording does not matter, 0
 * for unrelated rankings.
 */
final class PromptSensitivity {
    private static final List<PromptKey> ACCURACIES =
            List.of(PromptKey.MEAN, PromptKey.SD, PromptKey.MIN, PromptKey.MAX);
    private static final String NO_SAMPLE = "prompts are few, and no sample";

    private final LabeledEmbeddings data;
    private final long seed;

    private PromptSensitivity(LabeledEmbeddings data, long seed) {
        this.data = data;
        this.seed = seed;
    }

    static List<MetricResult> measure(LabeledEmbeddings data, int[] truth, PromptEmbeddings prompts, long seed) {
        PromptSensitivity sensitivity = new PromptSensitivity(data, seed);
        double[][][] cosines = prompts.classes().stream()
                .map(name -> ofPrompts(data, prompts.ofClass(name)))
                .toArray(double[][][]::new);
        List<MetricResult> results = new ArrayList<>(sensitivity.accuracies(truth, cosines));
        results.add(sensitivity.tau(cosines));
        return results;
    }

    /** For each prompt the cosines of all images. */
    private static double[][] ofPrompts(LabeledEmbeddings data, double[][] prompts) {
        double[][] directions = Arrays.stream(prompts)
                .map(prompt -> Ensembling.SINGLE.direction(new double[][] {prompt}))
                .toArray(double[][]::new);
        double[][] cosines = ZeroShot.cosines(data, directions);
        return IntStream.range(0, directions.length)
                .mapToObj(prompt ->
                        Arrays.stream(cosines).mapToDouble(row -> row[prompt]).toArray())
                .toArray(double[][]::new);
    }

    private List<MetricResult> accuracies(int[] truth, double[][][] cosines) {
        int[] counts = Arrays.stream(cosines)
                .mapToInt(ofClass -> ofClass.length)
                .distinct()
                .sorted()
                .toArray();
        if (counts.length > 1 || counts[0] < 2) {
            String reason = counts.length > 1
                    ? "classes have between " + counts[0] + " and " + counts[counts.length - 1]
                            + " prompts; expected equally many, so that the t-th of each belong together"
                    : "one prompt for each class; expected at least two to compare";
            return ACCURACIES.stream().map(key -> absent(key, reason)).toList();
        }
        double[] accuracies = IntStream.range(0, counts[0])
                .mapToDouble(t -> balanced(truth, cosines, t))
                .toArray();
        double mean = Arrays.stream(accuracies).average().orElseThrow();
        double squares = Arrays.stream(accuracies)
                .map(accuracy -> (accuracy - mean) * (accuracy - mean))
                .sum();
        double[] values = {
            mean,
            Math.sqrt(squares / (accuracies.length - 1)),
            Arrays.stream(accuracies).min().orElseThrow(),
            Arrays.stream(accuracies).max().orElseThrow()
        };
        return IntStream.range(0, values.length)
                .mapToObj(i -> MetricResult.of(ACCURACIES.get(i), values[i], data, seed)
                        .withoutInterval(NO_SAMPLE)
                        .withNote("over " + counts[0] + " prompts for each class"))
                .toList();
    }

    private static double balanced(int[] truth, double[][][] cosines, int prompt) {
        int[] predicted = IntStream.range(0, truth.length)
                .map(row -> IntStream.range(1, cosines.length)
                        .reduce(
                                0,
                                (best, label) ->
                                        cosines[label][prompt][row] > cosines[best][prompt][row] ? label : best))
                .toArray();
        return ConfusionMatrix.of(truth, predicted, cosines.length).balanced();
    }

    private MetricResult tau(double[][][] cosines) {
        List<double[][]> pairs = new ArrayList<>();
        for (double[][] ofClass : cosines) {
            for (int a = 0; a < ofClass.length; a++) {
                for (int b = 0; b < a; b++) {
                    pairs.add(new double[][] {ofClass[b], ofClass[a]});
                }
            }
        }
        if (pairs.isEmpty()) {
            return absent(PromptKey.KENDALL_TAU, "one prompt for each class; expected two for some class");
        }
        OptionalDouble[] taus = new OptionalDouble[pairs.size()];
        Arrays.parallelSetAll(taus, i -> KendallTau.of(pairs.get(i)[0], pairs.get(i)[1]));
        if (Arrays.stream(taus).anyMatch(OptionalDouble::isEmpty)) {
            return absent(
                    PromptKey.KENDALL_TAU, "all images have the same cosine to some prompt, so that it ranks none");
        }
        double mean = Arrays.stream(taus)
                .mapToDouble(OptionalDouble::getAsDouble)
                .average()
                .orElseThrow();
        return MetricResult.of(PromptKey.KENDALL_TAU, mean, data, seed)
                .withNull(0)
                .withoutInterval(NO_SAMPLE)
                .withNote("over " + pairs.size() + " pairs of prompts");
    }

    private MetricResult absent(PromptKey key, String reason) {
        return MetricResult.absent(key, reason, data, seed);
    }
}

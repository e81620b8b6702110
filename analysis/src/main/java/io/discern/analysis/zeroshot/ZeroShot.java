package io.discern.analysis.zeroshot;

import io.discern.LogitRule;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Tagged;
import io.discern.analysis.internal.probe.LinearClassifier;
import io.discern.analysis.internal.probe.ScoreSheet;
import io.discern.analysis.internal.rows.ZeroRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How well an image's nearest text names its class.
 *
 * <p>{@code prediction_i = argmax_c cos(x_i, w_c)} with w_c the {@linkplain Ensembling ensembled} prompts of class c; equal
 * cosines go to the class whose prompts come first. For each ensembling: {@code micro}, {@code balanced}, {@code macro-f1};
 * {@code auroc,cosine}, one class versus the rest by cosine, mean over the classes that have rows; {@code auroc}, the same by
 * probability; {@code top-5}, the share of rows whose class is among the five nearest; {@code ece}, the calibration error of
 * the probability of the prediction; {@code recall,class=NAME}. Then how far the wording decides: {@code prompts,mean,balanced}
 * with {@code sd}, {@code min} and {@code max} over single prompts, and {@code prompts,kendall-tau}.
 *
 * <p>Where there are {@linkplain LabeledEmbeddings#trainAndTest() training and test rows}, the test rows are measured.
 *
 * <p><b>Interval.</b> Of {@link ScoreSheet}. <b>Null value.</b> The mean over permutations of the
 * labels, whole groups at a time, with the predictions kept; 0.5 for AUROC, the share of rows predicted so for a recall. Zero
 * rows have no direction: they are excluded and counted in the note.
 *
 * <p>References: Radford et al., <i>Learning transferable visual models from natural language supervision</i>, ICML (2021),
 * sec. 3.1; Zhai et al., <i>Sigmoid loss for language image pre-training</i>, ICCV (2023).
 */
public final class ZeroShot implements Metric {
    /** The name of this metric in results. */
    public static final String NAME = "zeroshot";

    /** What is said of the predictions. */
    public enum Score implements Tagged {
        /** The share of rows told right. */
        MICRO("micro"),
        /** The mean recall of the classes. */
        BALANCED("balanced"),
        /** The mean F1 of the classes. */
        MACRO_F1("macro-f1"),
        /** One class versus the rest by cosine, mean. */
        AUROC_OF_COSINES("auroc,cosine"),
        /** The same by probability. */
        AUROC("auroc"),
        /** The share of rows whose class is among the five nearest. */
        TOP_5("top-5"),
        /** The calibration error of the probability of the prediction. */
        ECE("ece"),
        /** The share of a class's rows told right. */
        RECALL("recall");

        private final String tag;

        Score(String tag) {
            this.tag = tag;
        }

        @Override
        public String tag() {
            return tag;
        }
    }

    /**
     * A score.
     *
     * @param ensembling how a class's prompts become one direction
     * @param score which
     * @param name the class, of a recall
     */
    public record Key(Ensembling ensembling, Score score, Optional<String> name) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM = KeyForm.of(Key.class, NAME, "{ensembling},{score}[,class={name}]");

        /** A score over all classes. */
        public static Key of(Ensembling ensembling, Score score) {
            return new Key(ensembling, score, Optional.empty());
        }

        /** The recall of a class. */
        public static Key recall(Ensembling ensembling, String name) {
            return new Key(ensembling, Score.RECALL, Optional.of(name));
        }

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    private final PromptEmbeddings prompts;
    private final LogitRule rule;

    private ZeroShot(PromptEmbeddings prompts, LogitRule rule) {
        this.prompts = prompts;
        this.rule = rule;
    }

    /**
     * With prompts that were embedded before, by the encoder of the images.
     *
     * @param rule {@link LogitRule#unknown()} leaves out what needs probabilities
     */
    public static ZeroShot of(PromptEmbeddings prompts, LogitRule rule) {
        return new ZeroShot(prompts, rule);
    }

    /** With prompts that the encoder embeds now, and the logit scale and bias that it states. */
    public static ZeroShot of(Prompts prompts, VisionLanguageEncoder encoder) {
        return of(prompts.encode(encoder), encoder.info().logits());
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        if (data.trainAndTest()) {
            try (LabeledEmbeddings test = data.select(data.rowsOf(LabeledEmbeddings.TEST))) {
                return measureAll(test, seed).stream()
                        .map(result -> result.withNote("test rows only"))
                        .toList();
            }
        }
        return measureAll(data, seed);
    }

    private List<MetricResult> measureAll(LabeledEmbeddings data, long seed) {
        return ZeroRows.leftOut(
                data,
                (directions, excluded) -> measureDirections(directions, seed, excluded),
                reason -> absent(reason, data, seed));
    }

    private List<MetricResult> measureDirections(LabeledEmbeddings data, long seed, String excluded) {
        String reason = reasonAgainst(data);
        if (!reason.isEmpty()) {
            return absent(MetricResult.joined(excluded, reason), data, seed);
        }
        int[] truth =
                data.labels().stream().mapToInt(prompts.classes()::indexOf).toArray();
        List<MetricResult> results = new ArrayList<>();
        for (Ensembling ensembling : Ensembling.values()) {
            double[][] directions = prompts.classes().stream()
                    .map(name -> ensembling.direction(prompts.ofClass(name)))
                    .toArray(double[][]::new);
            ScoreSheet sheet = new ScoreSheet(data, truth, cosines(data, directions), new int[data.rows()], seed);
            results.addAll(ZeroShotScores.of(ensembling, sheet, prompts.classes(), rule));
        }
        results.addAll(PromptSensitivity.measure(data, truth, prompts, seed));
        return results.stream().map(result -> result.withNote(excluded)).toList();
    }

    private String reasonAgainst(LabeledEmbeddings data) {
        if (data.dim() != prompts.dim()) {
            return "image embeddings of " + data.dim() + " components, prompt embeddings of " + prompts.dim()
                    + "; expected those of one encoder";
        }
        if (!prompts.classes().containsAll(data.classes())) {
            List<String> unknown = new ArrayList<>(data.classes());
            unknown.removeAll(prompts.classes());
            return "no prompts for the classes " + unknown + "; there are some for " + prompts.classes();
        }
        return data.reasonAgainstClasses();
    }

    /** The cosine of each row, none zero, to each unit direction, n x directions. */
    static double[][] cosines(LabeledEmbeddings data, double[][] directions) {
        double[][] cosines = new LinearClassifier(directions, new double[directions.length])
                .scores(data, IntStream.range(0, data.rows()).toArray());
        for (int row = 0; row < cosines.length; row++) {
            double norm = data.norm(row);
            cosines[row] =
                    Arrays.stream(cosines[row]).map(product -> product / norm).toArray();
        }
        return cosines;
    }

    private List<MetricResult> absent(String reason, LabeledEmbeddings data, long seed) {
        List<ResultKey> keys = new ArrayList<>();
        for (Ensembling ensembling : Ensembling.values()) {
            ZeroShotScores.OVER_ALL.forEach(score -> keys.add(Key.of(ensembling, score)));
            prompts.classes().forEach(name -> keys.add(Key.recall(ensembling, name)));
        }
        keys.addAll(List.of(PromptKey.values()));
        return keys.stream()
                .map(key -> MetricResult.absent(key, reason, data, seed))
                .toList();
    }
}

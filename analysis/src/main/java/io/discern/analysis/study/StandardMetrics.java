package io.discern.analysis.study;

import io.discern.LogitRule;
import io.discern.analysis.Headline;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.fisher.ClusterIndices;
import io.discern.analysis.fisher.HotellingLawley;
import io.discern.analysis.fisher.Pairwise;
import io.discern.analysis.fisher.PerFeature;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.geometry.Hubness;
import io.discern.analysis.geometry.ModalityGap;
import io.discern.analysis.geometry.PairAuroc;
import io.discern.analysis.geometry.PairCosines;
import io.discern.analysis.geometry.Silhouette;
import io.discern.analysis.geometry.SpectralRanks;
import io.discern.analysis.geometry.Uniformity;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.Score;
import io.discern.analysis.neighbors.Voting;
import io.discern.analysis.probe.FewShotProbe;
import io.discern.analysis.probe.LinearProbe;
import io.discern.analysis.retrieval.ClassRetrieval;
import io.discern.analysis.retrieval.CrossModalRetrieval;
import io.discern.analysis.zeroshot.Ensembling;
import io.discern.analysis.zeroshot.PromptEmbeddings;
import io.discern.analysis.zeroshot.ZeroShot;
import java.util.Arrays;
import java.util.List;

/** Which metrics of labelled rows programs measure unless told otherwise. */
public final class StandardMetrics {
    private static final int FOLDS = 5;
    /** The temperature of DINO's k-NN evaluation (Caron et al. 2021). */
    private static final double DINO_TEMPERATURE = 0.07;

    private StandardMetrics() {}

    /**
     * What encoders are compared by besides their headlines, where it was measured: silhouette, linear probes, zero-shot accuracy.
     */
    public static List<Headline> comparedBesides() {
        return List.of(
                Headline.of("Silhouette", Silhouette.Key.BALANCED).higherIsBetter(),
                probe(LinearProbe.logistic().key(LinearProbe.Score.BALANCED)),
                probe(LinearProbe.ridge().key(LinearProbe.Score.BALANCED)),
                Headline.of(
                                "Zero-shot accuracy",
                                Arrays.stream(Ensembling.values())
                                        .map(ensembling -> ZeroShot.Key.of(ensembling, ZeroShot.Score.BALANCED))
                                        .toArray(ResultKey[]::new))
                        .higherIsBetter());
    }

    private static Headline probe(LinearProbe.Key key) {
        return Headline.of("Linear probe, " + key.learner(), key).higherIsBetter();
    }

    /** Those that answer the main question and take no time: trace ratios, k-NN accuracy, silhouette. */
    public static List<Metric> ofTheMainQuestion() {
        return List.of(new TraceRatio(), KnnAccuracy.standard(), new Silhouette());
    }

    /** Every metric of this library that one matrix of labelled rows is enough for; takes seconds for a thousand rows. */
    public static List<Metric> all() {
        return List.of(
                new TraceRatio(),
                HotellingLawley.standard(),
                new Pairwise(),
                new PerFeature(),
                new ClusterIndices(),
                KnnAccuracy.standard()
                        .withVotings(Voting.MAJORITY, Voting.weighted(DINO_TEMPERATURE), Voting.PRIOR_CORRECTED)
                        .withScores(Score.MICRO, Score.BALANCED, Score.MACRO_F1, Score.MCC, Score.AUROC)
                        .withScoresOfClasses()
                        .withFolds(FOLDS),
                ClassRetrieval.standard(),
                LinearProbe.logistic(),
                LinearProbe.ridge(),
                new FewShotProbe(),
                new Silhouette(),
                new PairCosines(),
                new PairAuroc(),
                new Uniformity(),
                new SpectralRanks(),
                Hubness.standard());
    }

    /**
     * Every metric of images beside the prompts of their classes, embedded by the same encoder: zero-shot classification, retrieval
     * both ways, the gap between images and texts. They refuse images of another length of rows.
     */
    public static List<Metric> ofTexts(PromptEmbeddings prompts, LogitRule rule) {
        return List.of(ZeroShot.of(prompts, rule), new TextRetrieval(prompts), new TextGap(prompts));
    }

    /** Retrieval of prompts by images, and the other way round. */
    private record TextRetrieval(PromptEmbeddings prompts) implements Metric {
        @Override
        public List<MetricResult> measure(LabeledEmbeddings images, long seed) {
            try (LabeledEmbeddings texts = prompts.labeled()) {
                return CrossModalRetrieval.of(1, 5).measure(images, texts, seed);
            }
        }
    }

    /** The gap between images and prompts. */
    private record TextGap(PromptEmbeddings prompts) implements Metric {
        @Override
        public List<MetricResult> measure(LabeledEmbeddings images, long seed) {
            try (LabeledEmbeddings texts = prompts.labeled()) {
                return ModalityGap.measure(images, texts, seed);
            }
        }
    }
}

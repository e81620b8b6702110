package io.discern.analysis.study;

import io.discern.analysis.Headline;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.between.BetweenMetric;
import io.discern.analysis.between.Cknna;
import io.discern.analysis.between.LinearCka;
import io.discern.analysis.between.MutualKnn;
import io.discern.analysis.between.Procrustes;
import io.discern.analysis.map.MapMethod;
import io.discern.analysis.map.PcaMap;
import io.discern.analysis.overlay.OverlayExperiment;
import io.discern.analysis.overlay.OverlayScreening;
import io.discern.analysis.zeroshot.Prompts;
import io.discern.run.EmbeddingStore;
import io.discern.similarity.CosineSimilarity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a study does, with what. Changed only while it is copied. */
final class StudyParts {
    List<Metric> metrics = StandardMetrics.ofTheMainQuestion();
    List<BetweenMetric> between = List.of(new LinearCka(), MutualKnn.standard(), Cknna.standard(), new Procrustes());
    List<Headline> headlines = List.of();
    List<MapMethod> maps = List.of(new PcaMap());
    Optional<Prompts> prompts = Optional.empty();
    Optional<OverlayExperiment> overlay = Optional.of(OverlayScreening.standard());
    long seed = Study.DEFAULT_SEED;
    List<Long> furtherSeeds = List.of();
    /** 0 for each encoder's own. */
    int batchSize;

    Optional<CosineSimilarity> similarity = Optional.empty();
    double maxFailures = 1;
    boolean images = true;
    Optional<EmbeddingStore> store = Optional.empty();
    Optional<Duration> budget = Optional.empty();
    /** Data sets that could not be opened, and why. */
    Map<String, String> lost = Map.of();

    StudyListener listener = StudyListener.SILENT;

    /** A changed copy. */
    StudyParts with(Consumer<StudyParts> change) {
        StudyParts copy = new StudyParts();
        copy.metrics = metrics;
        copy.between = between;
        copy.headlines = headlines;
        copy.maps = maps;
        copy.prompts = prompts;
        copy.overlay = overlay;
        copy.seed = seed;
        copy.furtherSeeds = furtherSeeds;
        copy.batchSize = batchSize;
        copy.maxFailures = maxFailures;
        copy.images = images;
        copy.store = store;
        copy.budget = budget;
        copy.lost = lost;
        copy.similarity = similarity;
        copy.listener = listener;
        change.accept(copy);
        return copy;
    }

    /** What a metric gives, with every seed. */
    List<MetricResult> measured(Metric metric, LabeledEmbeddings data) {
        return new SeedSpread(
                        seed,
                        furtherSeeds.stream().filter(other -> other != seed).toList())
                .of(metric, data);
    }

    /** These rows, or the same compared by the study's similarity. */
    LabeledEmbeddings compared(LabeledEmbeddings rows) {
        return similarity.map(rows::comparedBy).orElse(rows);
    }

    /** What pages show of it. */
    StudyPages pages() {
        return StudyPages.of(metrics, between, overlay, headlines);
    }
}

package io.discern.analysis.study;

import io.discern.EncoderConfig;
import io.discern.analysis.Headline;
import io.discern.analysis.Metric;
import io.discern.analysis.between.BetweenMetric;
import io.discern.analysis.between.Cknna;
import io.discern.analysis.between.LinearCka;
import io.discern.analysis.between.MutualKnn;
import io.discern.analysis.between.Procrustes;
import io.discern.analysis.map.MapMethod;
import io.discern.analysis.map.PcaMap;
import io.discern.analysis.overlay.OverlayBias;
import io.discern.analysis.overlay.OverlayExperiment;
import io.discern.analysis.zeroshot.Prompts;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a study does, with what. Changed only while it is copied. */
final class StudyParts {
    List<Metric> metrics = StandardMetrics.ofTheMainQuestion();
    List<BetweenMetric> between = List.of(new LinearCka(), MutualKnn.standard(), Cknna.standard(), new Procrustes());
    List<Headline> headlines = List.of();
    List<MapMethod> maps = List.of(new PcaMap());
    Optional<Prompts> prompts = Optional.empty();
    Optional<OverlayExperiment> overlay = Optional.of(OverlayBias.standard());
    long seed = ComparisonStudy.DEFAULT_SEED;
    int batchSize = EncoderConfig.DEFAULT_BATCH_SIZE;
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
        copy.batchSize = batchSize;
        copy.listener = listener;
        change.accept(copy);
        return copy;
    }

    /** What pages show of it. */
    StudyPages pages() {
        return StudyPages.of(metrics, between, overlay, headlines);
    }
}

package io.discern.analysis.study;

import io.discern.EncoderConfig;
import io.discern.analysis.Metric;
import io.discern.analysis.map.MapMethod;
import io.discern.analysis.map.PcaMap;
import io.discern.analysis.overlay.OverlayBias;
import io.discern.analysis.overlay.OverlayExperiment;
import io.discern.analysis.zeroshot.Prompts;
import io.discern.dataset.LabeledImages;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Encoders times data sets, measured alike. Immutable; each {@code with...} gives a changed copy.
 *
 * <p>The same images, named classes and resamples serve every encoder, so differences between encoders are paired. The embeddings
 * of all encoders are kept until the last had its turn, n x d float32 each: pairs of them are compared then.
 */
public final class ComparisonStudy {
    /** The metric of a row that stands for a stage that failed: without value, the variant names the stage. */
    public static final String FAILED_STAGE = "study";
    /** The seed unless another is given. */
    public static final long DEFAULT_SEED = 1;

    private final List<StudyEncoder> encoders;
    private final List<LabeledImages> datasets;
    private final List<Metric> metrics;
    private final List<MapMethod> maps;
    private final Optional<Prompts> prompts;
    private final Optional<OverlayExperiment> overlay;
    private final long seed;
    private final int batchSize;
    private final StudyListener listener;

    private ComparisonStudy(
            List<StudyEncoder> encoders,
            List<LabeledImages> datasets,
            List<Metric> metrics,
            List<MapMethod> maps,
            Optional<Prompts> prompts,
            Optional<OverlayExperiment> overlay,
            long seed,
            int batchSize,
            StudyListener listener) {
        this.encoders = List.copyOf(encoders);
        this.datasets = List.copyOf(datasets);
        this.metrics = List.copyOf(metrics);
        this.maps = List.copyOf(maps);
        this.prompts = prompts;
        this.overlay = overlay;
        this.seed = seed;
        this.batchSize = batchSize;
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /**
     * A study with the metrics of {@link StandardMetrics#ofTheMainQuestion}, those of images beside texts for encoders that read, the maps of principal
     * components and the quick overlay measure.
     *
     * @throws IllegalArgumentException if there is no encoder or no data set, or a name occurs twice
     */
    public static ComparisonStudy of(List<StudyEncoder> encoders, List<LabeledImages> datasets) {
        unique("encoder", encoders.stream().map(StudyEncoder::label).toList());
        unique("data set", datasets.stream().map(LabeledImages::name).toList());
        return new ComparisonStudy(
                encoders,
                datasets,
                StandardMetrics.ofTheMainQuestion(),
                List.of(new PcaMap()),
                Optional.empty(),
                Optional.of(OverlayBias.standard()),
                DEFAULT_SEED,
                EncoderConfig.DEFAULT_BATCH_SIZE,
                StudyListener.SILENT);
    }

    private static void unique(String what, List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("0 of " + what + "; expected at least one " + what);
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(
                        "two of " + what + " named '" + name + "' among " + names + "; expected unique names");
            }
        }
    }

    /** The same with other metrics. */
    public ComparisonStudy withMetrics(List<Metric> metrics) {
        return new ComparisonStudy(encoders, datasets, metrics, maps, prompts, overlay, seed, batchSize, listener);
    }

    /** The same with other maps; none if empty. */
    public ComparisonStudy withMaps(List<MapMethod> maps) {
        return new ComparisonStudy(encoders, datasets, metrics, maps, prompts, overlay, seed, batchSize, listener);
    }

    /**
     * The same with these prompts for encoders that read; without them a class's name and "an image of" the name are the prompts. A
     * data set takes those of its classes; where one has none, the data set's rows of the stage are lost with that reason.
     */
    public ComparisonStudy withPrompts(Prompts prompts) {
        return new ComparisonStudy(
                encoders, datasets, metrics, maps, Optional.of(prompts), overlay, seed, batchSize, listener);
    }

    /** The same with another overlay measure; its batch size and listener are replaced by the study's. */
    public ComparisonStudy withOverlay(OverlayExperiment overlay) {
        return new ComparisonStudy(
                encoders, datasets, metrics, maps, prompts, Optional.of(overlay), seed, batchSize, listener);
    }

    /** The same without overlays. */
    public ComparisonStudy withoutOverlay() {
        return new ComparisonStudy(
                encoders, datasets, metrics, maps, prompts, Optional.empty(), seed, batchSize, listener);
    }

    /** The same from another seed. */
    public ComparisonStudy withSeed(long seed) {
        return new ComparisonStudy(encoders, datasets, metrics, maps, prompts, overlay, seed, batchSize, listener);
    }

    /** The same handing that many images to an encoder at once. */
    public ComparisonStudy withBatchSize(int batchSize) {
        return new ComparisonStudy(encoders, datasets, metrics, maps, prompts, overlay, seed, batchSize, listener);
    }

    /** The same telling a listener. */
    public ComparisonStudy withListener(StudyListener listener) {
        return new ComparisonStudy(encoders, datasets, metrics, maps, prompts, overlay, seed, batchSize, listener);
    }

    /** Runs the study: encoder by encoder, and for each data set by data set. Never fails for a single encoder or image. */
    public StudyResult run() {
        StudyRun run = new StudyRun(metrics, maps, prompts, overlay, seed, batchSize, listener);
        encoders.forEach(encoder -> run.encoder(encoder, datasets));
        run.compareEncoders(datasets);
        return run.result(datasets);
    }
}

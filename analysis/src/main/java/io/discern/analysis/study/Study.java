package io.discern.analysis.study;

import io.discern.analysis.Headline;
import io.discern.analysis.Metric;
import io.discern.analysis.baseline.Baselines;
import io.discern.analysis.between.BetweenMetric;
import io.discern.analysis.map.MapMethod;
import io.discern.analysis.overlay.OverlayExperiment;
import io.discern.analysis.zeroshot.Prompts;
import io.discern.dataset.LabeledImages;
import io.discern.run.EmbeddingStore;
import io.discern.similarity.CosineSimilarity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What is asked of encoders and data sets, as one object: encoders with their tags and options, data sets, metrics, overlays, prompts, baselines, a seed, a
 * budget of time. {@link #run} measures all alike. Immutable; each {@code with...} gives a changed copy.
 *
 * <p>The same images, named classes and resamples serve every encoder, so differences between encoders are paired. The embeddings
 * of all encoders are kept until the last had its turn, n x d float32 each: pairs of them are compared then.
 */
public final class Study {
    /** The seed unless another is given. */
    public static final long DEFAULT_SEED = 1;

    private final List<StudyEncoder> encoders;
    private final List<LabeledImages> datasets;
    private final StudyParts parts;

    private Study(List<StudyEncoder> encoders, List<LabeledImages> datasets, StudyParts parts) {
        this.encoders = List.copyOf(encoders);
        this.datasets = List.copyOf(datasets);
        this.parts = parts;
    }

    /**
     * A study with the metrics of {@link StandardMetrics#ofTheMainQuestion}, those of images beside texts for encoders that read, the maps of principal
     * components and the quick overlay measure.
     *
     * @throws IllegalArgumentException if there is no encoder or no data set, or a name occurs twice
     */
    public static Study of(List<StudyEncoder> encoders, List<LabeledImages> datasets) {
        unique("encoder", encoders.stream().map(StudyEncoder::label).toList());
        unique("data set", datasets.stream().map(LabeledImages::name).toList());
        return new Study(encoders, datasets, new StudyParts());
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

    /**
     * The same with the {@linkplain Baselines baselines} besides, which know nothing. The metrics are measured of them as of every
     * encoder; they are not mapped, nothing is drawn over their images, and they take no part in ranks, groups and pairs of encoders; an encoder that does not beat them is {@linkplain BaselineFinding named}.
     */
    public Study withBaselines() {
        List<StudyEncoder> all = new ArrayList<>(encoders);
        Baselines.all()
                .forEach(baseline ->
                        all.add(StudyEncoder.of(baseline).withTags(Map.of(StudyEncoder.ROLE, StudyEncoder.BASELINE))));
        unique("encoder", all.stream().map(StudyEncoder::label).toList());
        return new Study(all, datasets, parts);
    }

    private Study with(Consumer<StudyParts> change) {
        return new Study(encoders, datasets, parts.with(change));
    }

    /** The same with other metrics; their {@linkplain Metric#headlines() headlines} are shown and ranked by. */
    public Study withMetrics(List<Metric> metrics) {
        return with(parts -> parts.metrics = List.copyOf(metrics));
    }

    /** The same with other measures between encoders; none if empty. */
    public Study withBetween(List<BetweenMetric> between) {
        return with(parts -> parts.between = List.copyOf(between));
    }

    /**
     * The same with these headlines on its pages besides those that metrics and overlays bring along. Encoders are ranked by those
     * that are {@linkplain Headline#ranked() rankings}.
     */
    public Study withHeadlines(List<Headline> headlines) {
        return with(parts -> parts.headlines = List.copyOf(headlines));
    }

    /** The same with other maps; none if empty. */
    public Study withMaps(List<MapMethod> maps) {
        return with(parts -> parts.maps = List.copyOf(maps));
    }

    /**
     * The same with these prompts for encoders that read; without them a class's name and "an image of" the name are the prompts. A
     * data set takes those of its classes; where one has none, the data set's rows of the stage are lost with that reason.
     */
    public Study withPrompts(Prompts prompts) {
        return with(parts -> parts.prompts = Optional.of(prompts));
    }

    /** The same with another overlay measure; its batch size and listener are replaced by the study's. */
    public Study withOverlay(OverlayExperiment overlay) {
        return with(parts -> parts.overlay = Optional.of(overlay));
    }

    /** The same without overlays. */
    public Study withoutOverlay() {
        return with(parts -> parts.overlay = Optional.empty());
    }

    /** The same from another seed. */
    public Study withSeed(long seed) {
        return with(parts -> parts.seed = seed);
    }

    /**
     * The same that measures embeddings with these seeds too, and says of each value that depends on the seed how it moves: its mean and standard
     * deviation over all seeds ({@link SeedKey}). Everything else, intervals, overlays and maps included, comes from the {@linkplain #withSeed study's seed} alone.
     *
     * @param seeds further ones, each once; none for no such results
     * @throws IllegalArgumentException if one stands there twice
     */
    public Study withFurtherSeeds(List<Long> seeds) {
        if (new HashSet<>(seeds).size() < seeds.size()) {
            throw new IllegalArgumentException("seeds " + seeds + "; expected each once");
        }
        return with(parts -> parts.furtherSeeds = List.copyOf(seeds));
    }

    /**
     * The same with rows compared by a similarity that somebody opened, on a GPU for instance: neighbours, rankings and sums by
     * class of the encoders' images are computed there. Results are equal to the last digit. Rows that have groups need one that
     * {@linkplain CosineSimilarity#excludesGroups() excludes groups}; with another their results are absent, and say so.
     *
     * @param similarity stays the caller's, who closes it after the run
     */
    public Study withSimilarity(CosineSimilarity similarity) {
        return with(parts -> parts.similarity = Optional.of(similarity));
    }

    /** The same handing that many images to an encoder at once, instead of the encoder's own batch size. */
    public Study withBatchSize(int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize " + batchSize + "; expected at least 1");
        }
        return with(parts -> parts.batchSize = batchSize);
    }

    /**
     * The same giving up an encoder on a data set of which more than that share of the images fails; the rows are lost with that reason.
     *
     * @param share 0 to 1 (the default: all but one may fail)
     */
    public Study withMaxFailures(double share) {
        return with(parts -> parts.maxFailures = share);
    }

    /**
     * The same keeping embeddings in a store, and taking what lies there: stopped, it goes on where it was, and whatever
     * is added to it later, an encoder or a data set, is all that is encoded then.
     */
    public Study keptIn(EmbeddingStore store) {
        return with(parts -> parts.store = Optional.of(store));
    }

    /** The same whose result holds no picture of any image, for data that must not leave: neither small ones nor overlaid examples. */
    public Study withoutImages() {
        return with(parts -> parts.images = false);
    }

    /**
     * The same spending no more than that time: what has not begun when it is over is lost, with that reason, and an embedding or overlay under way ends
     * at its next batch. What was encoded until then stays in the {@linkplain #keptIn store}, so that the same study goes on from there.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Study withBudget(Duration budget) {
        if (budget.isNegative() || budget.isZero()) {
            throw new IllegalArgumentException("budget " + budget + "; expected a time above zero");
        }
        return with(parts -> parts.budget = Optional.of(budget));
    }

    /**
     * The same with a data set that could not be opened: for each encoder a cell that says why.
     *
     * @param dataset its name, none of the study's others
     */
    public Study withLost(String dataset, String reason) {
        unique(
                "data set",
                Stream.of(datasets.stream().map(LabeledImages::name), parts.lost.keySet().stream(), Stream.of(dataset))
                        .flatMap(names -> names)
                        .toList());
        return with(parts -> {
            parts.lost = new LinkedHashMap<>(parts.lost);
            parts.lost.put(dataset, reason);
        });
    }

    /** The same telling a listener. */
    public Study withListener(StudyListener listener) {
        Objects.requireNonNull(listener, "listener");
        return with(parts -> parts.listener = listener);
    }

    /**
     * What is to be done, and about how long encoding takes: opens each encoder and encodes two batches of each data set, which a {@linkplain #keptIn store}
     * keeps for the run. Never fails for a single encoder or image.
     */
    public StudyPlan plan() {
        StudyProbe probe = new StudyProbe(parts);
        return new StudyPlan(encoders.stream()
                .flatMap(encoder -> probe.cells(encoder, datasets).stream())
                .toList());
    }

    /** Runs the study: encoder by encoder, and for each data set by data set. Never fails for a single encoder, image or metric. */
    public StudyResult run() {
        StudyRun run = new StudyRun(parts, encoders.size() * datasets.size());
        encoders.forEach(encoder -> run.encoder(encoder, datasets));
        run.compareEncoders(datasets);
        return run.result(datasets);
    }
}

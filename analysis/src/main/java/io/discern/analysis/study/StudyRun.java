package io.discern.analysis.study;

import io.discern.Capability;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.Extent;
import io.discern.analysis.Headline;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import io.discern.analysis.internal.map.Mapping;
import io.discern.analysis.map.MapMethod;
import io.discern.analysis.overlay.OverlayExperiment;
import io.discern.analysis.overlay.OverlayResult;
import io.discern.analysis.zeroshot.PromptEmbeddings;
import io.discern.analysis.zeroshot.Prompts;
import io.discern.dataset.LabeledImages;
import io.discern.run.EmbeddingRun;
import io.discern.run.ImageFailure;
import io.discern.run.RunListener;
import io.discern.run.RunResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A study under way: what it has gathered so far. */
final class StudyRun {
    /** The prompts of a class that everybody can state, unless the study has better ones. */
    private static final List<String> TEMPLATES = List.of(Prompts.PLACE, "an image of " + Prompts.PLACE);

    private final StudyParts parts;
    private final Optional<OverlayExperiment> overlay;
    private final StudyFailures failures;
    private final RunListener progress;
    private final StudyResult.Builder found;
    private final List<EncodedImages> encoded = new ArrayList<>();
    private final long began = System.nanoTime();
    private final int allCells;
    private int cells;

    StudyRun(StudyParts parts, int allCells) {
        this.parts = parts;
        this.allCells = allCells;
        this.found = new StudyResult.Builder(parts.seed).pages(parts.pages());
        this.failures = new StudyFailures(parts.seed, this::fail);
        this.progress = new RunListener() {
            @Override
            public void onProgress(int done, int total) {
                parts.listener.onProgress(done, total);
                requireTime();
            }
        };
        this.overlay = parts.overlay.map(
                measure -> compared(parts.batchSize == 0 ? measure : measure.batchSize(parts.batchSize))
                        .listener(progress));
    }

    private OverlayExperiment compared(OverlayExperiment experiment) {
        return parts.similarity.map(experiment::similarity).orElse(experiment);
    }

    /** Ends whatever is under way when the study's time is over. */
    private void requireTime() {
        if (parts.budget.isPresent()
                && Duration.ofNanos(System.nanoTime() - began).compareTo(parts.budget.get()) > 0) {
            throw new IllegalStateException("the study's budget of "
                    + parts.budget.get().toString().substring(2).toLowerCase(Locale.ROOT) + " is spent");
        }
    }

    private interface Work<T> {
        T done() throws IOException;
    }

    void encoder(StudyEncoder source, List<LabeledImages> datasets) {
        // A third-party encoder may throw anything; whatever it throws must not take the other encoders' results along.
        parts.lost.forEach((dataset, reason) -> {
            fail(new StudyFailure(source.label(), dataset, "", "", reason));
            found.row(failures.lost(source.label(), dataset, StudyTime.Stage.OPEN, reason));
        });
        Optional<VisionLanguageEncoder> open = attempt(
                source.label(),
                "",
                StudyTime.Stage.OPEN,
                () -> {
                    requireTime();
                    return source.source().open();
                },
                reason -> datasets.forEach(images ->
                        found.row(failures.lost(source.label(), images.name(), StudyTime.Stage.OPEN, reason))));
        if (open.isEmpty()) {
            cells += datasets.size();
            tellCell(datasets);
            return;
        }
        VisionLanguageEncoder encoder = open.get();
        try {
            found.encoder(source.label(), encoder.info(), source.tags());
            encoder.preprocessing().ifPresent(spec -> found.preprocessing(source.label(), spec));
            for (LabeledImages images : datasets) {
                attempt(source.label(), images.name(), StudyTime.Stage.EMBED, () -> {
                            requireTime();
                            return embed(encoder, images);
                        })
                        .ifPresent(clean -> measure(source, encoder, images, clean));
                cells++;
                tellCell(datasets);
            }
        } finally {
            if (source.owned()) {
                close(source.label(), encoder);
            }
        }
    }

    /** What is found so far, with the data sets it was found on; pictures and comparisons come last. */
    private void tellCell(List<LabeledImages> datasets) {
        StudyResult.Builder soFar = found.copy()
                .partial(cells + " of " + allCells
                        + " cells (an encoder on a data set) are done; comparisons of encoders"
                        + " and pictures follow when all are.");
        datasets.forEach(images -> soFar.dataset(StudyData.of(images)));
        parts.listener.onCell(soFar.build());
    }

    private void close(String label, VisionLanguageEncoder encoder) {
        try {
            encoder.close();
        } catch (RuntimeException failed) {
            fail(new StudyFailure(label, "", "", "", "closing failed: " + failed.getMessage()));
        }
    }

    private RunResult embed(VisionLanguageEncoder encoder, LabeledImages images) {
        if (encoder instanceof StoredRows stored) {
            return stored.of(images);
        }
        EmbeddingRun plain =
                EmbeddingRun.with(encoder).maxFailures(parts.maxFailures).listener(progress);
        EmbeddingRun run = parts.store.map(plain::keptIn).orElse(plain);
        return (parts.batchSize == 0 ? run : run.batchSize(parts.batchSize)).run(images);
    }

    /** A baseline is measured by what encoders are compared by; nobody asks for its map or what text does to it. */
    private void measure(StudyEncoder source, VisionLanguageEncoder encoder, LabeledImages images, RunResult clean) {
        String label = source.label();
        clean.failures().forEach(failure -> fail(label, images.name(), failure));
        if (clean.images().size() == 0) {
            String reason = "the data set holds no image";
            found.row(failures.lost(label, images.name(), StudyTime.Stage.EMBED, reason));
            fail(new StudyFailure(label, images.name(), "", "", reason));
            return;
        }
        encoded.add(new EncodedImages(label, images.name(), clean));
        attempt(label, images.name(), StudyTime.Stage.MEASURE, () -> {
            try (LabeledEmbeddings own = LabeledEmbeddings.of(clean);
                    LabeledEmbeddings data = parts.compared(own)) {
                parts.metrics.forEach(metric -> add(
                        label,
                        images,
                        StudyTime.Stage.MEASURE,
                        metric,
                        metric.headlines(),
                        data,
                        () -> parts.measured(metric, data)));
                found.readings(new ImageReadings(label, images.name(), data).byNeighbours());
                if (!source.isBaseline()) {
                    parts.maps.forEach(method -> map(label, images, data, method));
                }
            }
            return true;
        });
        if (encoder.info().capabilities().contains(Capability.TEXT)
                && images.classes().size() > 1) {
            attempt(label, images.name(), StudyTime.Stage.TEXTS, () -> {
                texts(label, encoder, images, clean);
                return true;
            });
        }
        overlay.filter(experiment -> !source.isBaseline() && !(encoder instanceof StoredRows))
                .ifPresent(experiment -> attempt(label, images.name(), StudyTime.Stage.OVERLAY, () -> {
                    requireTime();
                    OverlayResult result = overlaid(experiment, encoder, images, clean);
                    add(label, images, result.results());
                    Results.of(result.results())
                            .losses()
                            .forEach(loss -> fail(new StudyFailure(label, images.name(), "", "", loss.note())));
                    found.verdict(new StudyVerdict(label, images.name(), result.verdict()));
                    found.overlaid(label, images.name(), result.images());
                    result.failures().stream()
                            .filter(failure -> !clean.failures().contains(failure))
                            .forEach(failure -> fail(label, images.name(), failure));
                    return true;
                }));
    }

    private OverlayResult overlaid(
            OverlayExperiment experiment, VisionLanguageEncoder encoder, LabeledImages images, RunResult clean)
            throws IOException {
        return parts.store.isEmpty()
                ? experiment.measure(encoder, images, clean, parts.seed)
                : parts.store
                        .get()
                        .keeping(encoder, images, kept -> experiment.measure(kept, images, clean, parts.seed));
    }

    private void map(String label, LabeledImages images, LabeledEmbeddings data, MapMethod method) {
        add(label, images, StudyTime.Stage.MEASURE, method, List.of(), data, () -> {
            Mapping mapping = Mapping.of(data, method, parts.seed);
            List<MetricResult> results = mapping.results(data, parts.seed);
            found.map(StudyMap.of(label, images.name(), data, mapping));
            return results;
        });
    }

    private void texts(String label, VisionLanguageEncoder encoder, LabeledImages images, RunResult clean) {
        List<String> classes = images.classes();
        PromptEmbeddings texts = parts.prompts
                .map(given -> given.only(classes))
                .orElseGet(() -> Prompts.of(classes, TEMPLATES))
                .encode(encoder);
        try (LabeledEmbeddings own = LabeledEmbeddings.of(clean);
                LabeledEmbeddings data = parts.compared(own)) {
            StandardMetrics.ofTexts(texts, encoder.info().logits())
                    .forEach(metric -> add(
                            label,
                            images,
                            StudyTime.Stage.TEXTS,
                            metric,
                            metric.headlines(),
                            data,
                            () -> parts.measured(metric, data)));
            found.readings(new ImageReadings(label, images.name(), data).byTexts(texts));
        }
    }

    private void add(String label, LabeledImages images, List<MetricResult> results) {
        results.forEach(result -> found.row(new StudyRow(label, images.name(), result)));
    }

    private void add(
            String label,
            LabeledImages images,
            StudyTime.Stage stage,
            Object measure,
            List<Headline> headlines,
            LabeledEmbeddings data,
            Supplier<List<MetricResult>> results) {
        add(
                label,
                images,
                failures.orAbsent(label, images.name(), stage, measure, headlines, Extent.of(data), results));
    }

    /** What only all encoders together tell: pairs of them on each data set, and their ranks over all data sets. */
    void compareEncoders(List<LabeledImages> datasets) {
        List<String> names = datasets.stream().map(LabeledImages::name).toList();
        String encoder = RankedEncoders.EVERYBODY;
        String dataset = RankedEncoders.EVERYWHERE;
        attempt(
                encoder,
                dataset,
                StudyTime.Stage.COMPARE,
                () -> {
                    StudyResult soFar = found.build();
                    List<String> compared = soFar.compared();
                    PairedEncoders.compare(
                                    encoded.stream()
                                            .filter(images -> compared.contains(images.encoder()))
                                            .toList(),
                                    parts,
                                    failures)
                            .forEach(found::comparison);
                    new PairedResults(headlines(soFar), soFar::results, compared, soFar.baselines())
                            .rows(names)
                            .forEach(found::comparison);
                    List<Headline> ranked = soFar.pages().ranked();
                    new TaggedGroups(ranked, soFar::results, soFar.tags(), names, parts.seed)
                            .rows()
                            .forEach(found::comparison);
                    new RankedEncoders(ranked, soFar::results, compared, names, parts.seed)
                            .ranks()
                            .forEach(found::comparison);
                    return true;
                },
                reason -> found.comparison(failures.lost(encoder, dataset, StudyTime.Stage.COMPARE, reason)));
    }

    /** What pairs are compared in, where it was measured with how it moves without a group. */
    private static List<Headline> headlines(StudyResult study) {
        return Stream.concat(study.pages().summary().stream(), StandardMetrics.comparedBesides().stream())
                .toList();
    }

    /** As below; what failed leaves one row. */
    private <T> Optional<T> attempt(String encoder, String dataset, StudyTime.Stage stage, Work<T> work) {
        return attempt(
                encoder, dataset, stage, work, reason -> found.row(failures.lost(encoder, dataset, stage, reason)));
    }

    /**
     * Does a stage, or notes its failure.
     *
     * @param lost takes the reason and leaves rows for what is lost
     */
    private <T> Optional<T> attempt(
            String encoder, String dataset, StudyTime.Stage stage, Work<T> work, Consumer<String> lost) {
        parts.listener.onStage(encoder, dataset, stage);
        long start = System.nanoTime();
        try {
            T done = work.done();
            found.time(new StudyTime(encoder, dataset, stage, (System.nanoTime() - start) * 1e-9));
            return Optional.of(done);
        } catch (IOException | RuntimeException | LinkageError failed) {
            String reason = failed.getMessage() == null ? failed.toString() : failed.getMessage();
            fail(new StudyFailure(encoder, dataset, "", "", reason));
            lost.accept(reason);
            return Optional.empty();
        }
    }

    private void fail(String encoder, String dataset, ImageFailure failure) {
        fail(new StudyFailure(encoder, dataset, failure.id(), failure.path(), failure.reason()));
    }

    private void fail(StudyFailure failure) {
        found.failure(failure);
        parts.listener.onFailure(failure);
    }

    StudyResult result(List<LabeledImages> datasets) {
        if (parts.images) {
            overlay.ifPresent(experiment ->
                    Examples.of(datasets, experiment.styles(), parts.seed).forEach(found::example));
            StudyResult soFar = found.build();
            overlay.ifPresent(experiment -> datasets.forEach(images -> found.flips(FlipPicture.of(
                    images,
                    experiment.style(),
                    soFar.compared().stream()
                            .flatMap(encoder -> soFar.overlaid(encoder, images.name()).stream())
                            .toList()))));
            datasets.forEach(images -> found.thumbnails(Thumbnail.of(images)));
        }
        datasets.forEach(images -> found.dataset(StudyData.of(images)));
        return found.build();
    }
}

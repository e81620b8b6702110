package io.discern.analysis.study;

import io.discern.Capability;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.map.MapMethod;
import io.discern.analysis.map.MapMetric;
import io.discern.analysis.map.Mapping;
import io.discern.analysis.overlay.OverlayExperiment;
import io.discern.analysis.overlay.OverlayResult;
import io.discern.analysis.zeroshot.LogitRule;
import io.discern.analysis.zeroshot.PromptEmbeddings;
import io.discern.analysis.zeroshot.Prompts;
import io.discern.dataset.LabeledImages;
import io.discern.run.EmbeddingRun;
import io.discern.run.ImageFailure;
import io.discern.run.RunListener;
import io.discern.run.RunResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A study under way: what it has gathered so far. */
final class StudyRun {
    /** The prompts of a class that everybody can state, unless the study has better ones. */
    private static final List<String> TEMPLATES = List.of(Prompts.PLACE, "an image of " + Prompts.PLACE);

    private final List<Metric> metrics;
    private final List<MapMethod> methods;
    private final Optional<Prompts> prompts;
    private final Optional<OverlayExperiment> overlay;
    private final long seed;
    private final int batchSize;
    private final StudyListener listener;
    private final RunListener progress;
    private final Map<String, EncoderInfo> encoders = new LinkedHashMap<>();
    private final List<StudyRow> rows = new ArrayList<>();
    private final List<StudyRow> comparisons = new ArrayList<>();
    private final List<StudyFailure> failures = new ArrayList<>();
    private final List<StudyMap> maps = new ArrayList<>();
    private final List<StudyTime> times = new ArrayList<>();
    private final List<EncodedImages> encoded = new ArrayList<>();

    StudyRun(
            List<Metric> metrics,
            List<MapMethod> methods,
            Optional<Prompts> prompts,
            Optional<OverlayExperiment> overlay,
            long seed,
            int batchSize,
            StudyListener listener) {
        this.metrics = metrics;
        this.methods = methods;
        this.prompts = prompts;
        this.seed = seed;
        this.batchSize = batchSize;
        this.listener = listener;
        this.progress = new RunListener() {
            @Override
            public void onProgress(int done, int total) {
                listener.onProgress(done, total);
            }
        };
        this.overlay = overlay.map(measure -> measure.batchSize(batchSize).listener(progress));
    }

    private interface Work<T> {
        T done() throws IOException;
    }

    void encoder(StudyEncoder source, List<LabeledImages> datasets) {
        // A third-party encoder may throw anything; whatever it throws must not take the other encoders' results along.
        Optional<VisionLanguageEncoder> opened = attempt(
                source.label(),
                "",
                StudyTime.Stage.OPEN,
                source.source()::open,
                reason -> datasets.forEach(
                        images -> rows.add(absent(source.label(), images.name(), StudyTime.Stage.OPEN, reason))));
        if (opened.isEmpty()) {
            return;
        }
        VisionLanguageEncoder encoder = opened.get();
        try {
            encoders.put(source.label(), encoder.info());
            for (LabeledImages images : datasets) {
                attempt(source.label(), images.name(), StudyTime.Stage.EMBED, () -> embed(encoder, images))
                        .ifPresent(clean -> measure(source.label(), encoder, images, clean));
            }
        } finally {
            if (source.owned()) {
                close(source.label(), encoder);
            }
        }
    }

    private void close(String label, VisionLanguageEncoder encoder) {
        try {
            encoder.close();
        } catch (RuntimeException failed) {
            fail(new StudyFailure(label, "", "", "", "closing failed: " + failed.getMessage()));
        }
    }

    private RunResult embed(VisionLanguageEncoder encoder, LabeledImages images) {
        return EmbeddingRun.with(encoder)
                .batchSize(batchSize)
                .listener(progress)
                .run(images);
    }

    private void measure(String label, VisionLanguageEncoder encoder, LabeledImages images, RunResult clean) {
        clean.failures().forEach(failure -> fail(label, images.name(), failure));
        if (clean.images().size() == 0) {
            rows.add(absent(label, images.name(), StudyTime.Stage.EMBED, "the data set holds no image"));
            fail(new StudyFailure(label, images.name(), "", "", "the data set holds no image"));
            return;
        }
        encoded.add(new EncodedImages(label, images.name(), clean));
        attempt(label, images.name(), StudyTime.Stage.MEASURE, () -> {
            try (LabeledEmbeddings data = LabeledEmbeddings.of(clean)) {
                metrics.forEach(metric -> add(label, images, metric.measure(data, seed)));
                for (MapMethod method : methods) {
                    Mapping mapping = Mapping.of(data, method, seed);
                    maps.add(StudyMap.of(label, images.name(), data, mapping));
                    add(label, images, MapMetric.results(mapping, data, seed));
                }
            }
            return true;
        });
        if (encoder.info().capabilities().contains(Capability.TEXT)
                && images.classes().size() > 1) {
            attempt(label, images.name(), StudyTime.Stage.TEXTS, () -> {
                List<String> classes = images.classes();
                PromptEmbeddings texts = prompts.map(given -> given.only(classes))
                        .orElseGet(() -> Prompts.of(classes, TEMPLATES))
                        .encode(encoder);
                try (LabeledEmbeddings data = LabeledEmbeddings.of(clean)) {
                    add(label, images, StandardMetrics.ofTexts(data, texts, LogitRule.of(encoder.info()), seed));
                }
                return true;
            });
        }
        overlay.ifPresent(experiment -> attempt(label, images.name(), StudyTime.Stage.OVERLAY, () -> {
            OverlayResult result = experiment.measure(encoder, images, clean, seed);
            add(label, images, result.results());
            result.failures().stream()
                    .filter(failure -> !clean.failures().contains(failure))
                    .forEach(failure -> fail(label, images.name(), failure));
            return true;
        }));
    }

    private void add(String label, LabeledImages images, List<MetricResult> results) {
        results.forEach(result -> rows.add(new StudyRow(label, images.name(), result)));
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
                    comparisons.addAll(PairedEncoders.compare(encoded, seed));
                    return comparisons.addAll(
                            new RankedEncoders(rows, List.copyOf(encoders.keySet()), names, seed).ranks());
                },
                reason -> comparisons.add(absent(encoder, dataset, StudyTime.Stage.COMPARE, reason)));
    }

    /** As below; what failed leaves one row. */
    private <T> Optional<T> attempt(String encoder, String dataset, StudyTime.Stage stage, Work<T> work) {
        return attempt(encoder, dataset, stage, work, reason -> rows.add(absent(encoder, dataset, stage, reason)));
    }

    /**
     * Does a stage, or notes its failure.
     *
     * @param lost takes the reason and leaves rows for what is lost
     */
    private <T> Optional<T> attempt(
            String encoder, String dataset, StudyTime.Stage stage, Work<T> work, Consumer<String> lost) {
        listener.onStage(encoder, dataset, stage);
        long start = System.nanoTime();
        try {
            T done = work.done();
            times.add(new StudyTime(encoder, dataset, stage, (System.nanoTime() - start) * 1e-9));
            return Optional.of(done);
        } catch (IOException | RuntimeException | LinkageError failed) {
            String reason = failed.getMessage() == null ? failed.toString() : failed.getMessage();
            fail(new StudyFailure(encoder, dataset, "", "", reason));
            lost.accept(reason);
            return Optional.empty();
        }
    }

    /** A row that stands for all those a failed stage did not give, so that the loss shows in every report. */
    private StudyRow absent(String encoder, String dataset, StudyTime.Stage stage, String reason) {
        String variant = stage.name().toLowerCase(Locale.ROOT);
        return new StudyRow(
                encoder, dataset, MetricResult.absent(ComparisonStudy.FAILED_STAGE, variant, reason, 0, 0, 0, seed));
    }

    private void fail(String encoder, String dataset, ImageFailure failure) {
        fail(new StudyFailure(encoder, dataset, failure.id(), failure.path(), failure.reason()));
    }

    private void fail(StudyFailure failure) {
        failures.add(failure);
        listener.onFailure(failure);
    }

    StudyResult result(List<LabeledImages> datasets) {
        List<OverlayExample> examples = overlay.map(experiment -> Examples.of(datasets, experiment.style(), seed))
                .orElse(List.of());
        List<StudyData> data = datasets.stream().map(StudyData::of).toList();
        return new StudyResult(encoders, data, rows, comparisons, failures, maps, examples, times, seed);
    }
}

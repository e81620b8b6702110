package io.discern.analysis.study;

import io.discern.EncoderInfo;
import io.discern.analysis.Extent;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.map.Mapping;
import io.discern.analysis.map.MapMethod;
import io.discern.analysis.zeroshot.PromptEmbeddings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A study of one matrix of embeddings that was made elsewhere: no encoder is opened and no pixel read, and the result is one as of every study.
 *
 * @param encoder facts of whoever made them
 * @param dataset what the rows are called
 * @param metrics what is measured
 * @param maps pictures of the rows
 * @param prompts the prompts of the classes, embedded by the same encoder, if there are any
 * @param remarks what there is to know of the rows, for people
 * @param seed of everything random
 */
public record EmbeddingsStudy(
        EncoderInfo encoder,
        String dataset,
        List<Metric> metrics,
        List<MapMethod> maps,
        Optional<PromptEmbeddings> prompts,
        List<String> remarks,
        long seed) {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddingsStudy.class);

    /** Copies. */
    public EmbeddingsStudy {
        metrics = List.copyOf(metrics);
        maps = List.copyOf(maps);
        remarks = List.copyOf(remarks);
    }

    /**
     * Measures; a metric that throws leaves absent results with the reason.
     *
     * @param data stays the caller's
     * @throws IllegalArgumentException if prompts and rows differ in length
     */
    public StudyResult run(LabeledEmbeddings data) {
        StudyResult.Builder found = new StudyResult.Builder(seed);
        found.encoder(encoder.name(), encoder).dataset(data(data));
        List<Metric> all = new ArrayList<>(metrics);
        prompts.ifPresent(texts -> all.addAll(StandardMetrics.ofTexts(texts, encoder.logits())));
        found.pages(StudyPages.of(all, List.of(), Optional.empty(), List.of()));
        StudyFailures failures = new StudyFailures(seed, found::failure);
        for (Metric metric : all) {
            add(
                    found,
                    failures.orAbsent(
                            encoder.name(),
                            dataset,
                            StudyTime.Stage.MEASURE,
                            metric,
                            metric.headlines(),
                            Extent.of(data),
                            () -> metric.measure(data, seed)));
        }
        for (MapMethod method : maps) {
            add(
                    found,
                    failures.orAbsent(
                            encoder.name(),
                            dataset,
                            StudyTime.Stage.MEASURE,
                            method,
                            List.of(),
                            Extent.of(data),
                            () -> {
                                Mapping mapping = Mapping.of(data, method, seed);
                                found.map(StudyMap.of(encoder.name(), dataset, data, mapping));
                                return mapping.results(data, seed);
                            }));
        }
        ImageReadings readings = new ImageReadings(encoder.name(), dataset, data);
        found.readings(readings.byNeighbours());
        prompts.ifPresent(texts -> read(found, readings, texts));
        return found.build();
    }

    private static void read(StudyResult.Builder found, ImageReadings readings, PromptEmbeddings texts) {
        try {
            found.readings(readings.byTexts(texts));
        } catch (IllegalArgumentException noDirection) {
            // Already a failure of zero-shot classification, which takes the same directions of the same prompts.
            LOG.debug("no reading by texts: {}", noDirection.getMessage());
        }
    }

    private void add(StudyResult.Builder found, List<MetricResult> results) {
        results.forEach(result -> found.row(new StudyRow(encoder.name(), dataset, result)));
    }

    private StudyData data(LabeledEmbeddings data) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        data.classes().forEach(label -> counts.put(label, 0));
        data.labels().forEach(label -> counts.merge(label, 1, Integer::sum));
        return new StudyData(dataset, data.rows(), new LinkedHashSet<>(data.groups()).size(), counts, remarks);
    }
}

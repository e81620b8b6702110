package io.discern.analysis.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.analysis.MetricResult;
import io.discern.analysis.study.StudyMap;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyRow;
import io.discern.internal.file.AtomicFile;
import io.discern.run.RunManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** A study as JSON: its manifest, results, failures, maps and times. */
public final class JsonReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonReport() {}

    /**
     * Everything as text.
     *
     * @param manifest what was run, from what, with which settings
     */
    public static String render(StudyResult study, RunManifest manifest) {
        ObjectNode root = JSON.createObjectNode();
        root.set("manifest", JSON.valueToTree(manifest.toMap()));
        root.set("results", results(study.allRows()));
        ArrayNode failures = root.putArray("failures");
        study.failures()
                .forEach(failure -> failures.addObject()
                        .put("encoder", failure.encoder())
                        .put("dataset", failure.dataset())
                        .put("id", failure.id())
                        .put("path", failure.path())
                        .put("reason", failure.reason()));
        ArrayNode maps = root.putArray("maps");
        study.maps().forEach(map -> addMap(maps, map));
        ArrayNode times = root.putArray("times");
        study.times()
                .forEach(time -> times.addObject()
                        .put("encoder", time.encoder())
                        .put("dataset", time.dataset())
                        .put("stage", time.stage().name())
                        .put("seconds", time.seconds()));
        return text(root);
    }

    /** Results alone, where there was no study. */
    public static String render(List<StudyRow> rows) {
        ObjectNode root = JSON.createObjectNode();
        root.set("results", results(rows));
        return text(root);
    }

    /** Writes text atomically, in UTF-8. */
    public static void write(String json, Path file) throws IOException {
        AtomicFile.write(file, out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static ArrayNode results(List<StudyRow> rows) {
        ArrayNode results = JSON.createArrayNode();
        for (StudyRow row : rows) {
            MetricResult result = row.result();
            ObjectNode node = results.addObject()
                    .put("encoder", row.encoder())
                    .put("dataset", row.dataset())
                    .put("metric", result.metric())
                    .put("variant", result.variant());
            put(node, "value", result.value());
            put(node, "ci_low", result.ciLow());
            put(node, "ci_high", result.ciHigh());
            put(node, "null_value", result.nullValue());
            node.put("n", result.n())
                    .put("dim", result.dim())
                    .put("classes", result.classes())
                    .put("seed", result.seed())
                    .put("note", result.note())
                    .put("ci_note", result.ciNote());
        }
        return results;
    }

    private static void addMap(ArrayNode maps, StudyMap map) {
        ObjectNode node = maps.addObject()
                .put("encoder", map.encoder())
                .put("dataset", map.dataset())
                .put("projection", map.method())
                .put("note", map.note());
        map.quality()
                .ifPresent(quality -> node.put("trustworthiness", quality.trustworthiness())
                        .put("continuity", quality.continuity())
                        .put("chance", quality.chance()));
        ArrayNode points = node.putArray("points");
        map.points()
                .forEach(point -> points.addObject()
                        .put("id", point.id())
                        .put("label", map.classes().get(point.classIndex()))
                        .put("x", point.x())
                        .put("y", point.y()));
    }

    private static void put(ObjectNode node, String name, OptionalDouble number) {
        if (number.isPresent()) {
            node.put(name, number.getAsDouble());
        } else {
            node.putNull(name);
        }
    }

    private static String text(ObjectNode root) {
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}

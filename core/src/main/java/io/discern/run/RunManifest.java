package io.discern.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.EncoderInfo;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.internal.Sha256;
import io.discern.internal.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that somebody needs to run the same again: versions, machine, encoders with the hashes of their models and
 * preprocessing, data sets with the hashes of their listings and how they were read, and settings.
 *
 * @param encoders the encoders' facts
 * @param datasets the data sets
 * @param settings seed, batch size and the like, in reading order
 */
public record RunManifest(List<EncoderInfo> encoders, List<LabeledImages> datasets, Map<String, String> settings) {

    /** Copies the lists. */
    public RunManifest {
        encoders = List.copyOf(encoders);
        datasets = List.copyOf(datasets);
        settings = new LinkedHashMap<>(settings);
    }

    /** The manifest as a tree of maps, lists, strings and numbers, for embedding in a report. */
    public Map<String, Object> toMap() {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("discern", version());
        manifest.put("created", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        manifest.put("java", System.getProperty("java.runtime.version"));
        manifest.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        manifest.put("processors", Runtime.getRuntime().availableProcessors());
        manifest.put("settings", settings);
        manifest.put("encoders", encoders.stream().map(RunManifest::describe).toList());
        manifest.put("datasets", datasets.stream().map(RunManifest::describe).toList());
        return manifest;
    }

    /** Writes {@link #toMap()} as JSON, atomically. */
    public void write(Path json) throws IOException {
        String text;
        try {
            text = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(toMap());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("maps of strings are always JSON", impossible);
        }
        AtomicFile.write(json, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String version() {
        String version = RunManifest.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static Map<String, Object> describe(EncoderInfo info) {
        Map<String, Object> encoder = new LinkedHashMap<>();
        encoder.put("name", info.name());
        encoder.put("dimension", info.dimension());
        encoder.put("capabilities", info.capabilities().stream().map(Enum::name).toList());
        encoder.put("normalized", info.normalized());
        info.logits().scale().ifPresent(scale -> encoder.put("logitScale", scale));
        info.logits().bias().ifPresent(bias -> encoder.put("logitBias", bias));
        info.batchDeviation().ifPresent(deviation -> encoder.put("batchDeviation", deviation));
        encoder.put("provenance", info.provenance());
        return encoder;
    }

    private static Map<String, Object> describe(LabeledImages images) {
        StringBuilder listing = new StringBuilder();
        for (LabeledImage image : images.images()) {
            listing.append(image.id())
                    .append('\t')
                    .append(image.label())
                    .append('\t')
                    .append(image.group())
                    .append(image.split().isEmpty() ? "" : "\t" + image.split())
                    .append('\n');
        }
        Map<String, Object> dataset = new LinkedHashMap<>();
        dataset.put("name", images.name());
        dataset.put("images", images.size());
        dataset.put("classes", images.classes());
        dataset.put("listingSha256", Sha256.ofText(listing.toString()));
        dataset.put("remarks", images.audit().remarks());
        return dataset;
    }
}

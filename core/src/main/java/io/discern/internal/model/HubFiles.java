package io.discern.internal.model;

import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.HubListener;
import io.discern.internal.checkpoint.CheckpointFormat;
import io.discern.internal.hub.Hub;
import io.discern.internal.hub.HubModel;
import io.discern.internal.hub.HubSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A location on the hub, {@code hub/ORG/NAME[@REVISION]}, and which of a model's files an engine needs. */
final class HubFiles {
    static final String PREFIX = "hub/";

    private static final Logger LOG = LoggerFactory.getLogger(HubFiles.class);
    private static final long LOGGED_BYTES = 100L << 20;

    private static final List<String> CONFIGURATIONS = List.of(
            ModelManifest.FILE,
            "config.json",
            "preprocessor_config.json",
            "processor_config.json",
            "open_clip_config.json",
            "bert_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "merges.txt");

    private HubFiles() {}

    /**
     * The model that a location names.
     *
     * @throws IllegalArgumentException if it names none
     */
    static HubModel model(String location) {
        return HubModel.parse(location.substring(PREFIX.length()));
    }

    /**
     * The model's folder in the cache.
     *
     * @param config its location names the model, its listener is told of a download
     * @throws IllegalArgumentException if the location is no model's name
     * @throws EncoderException if it is not there and may not be, or cannot be, downloaded
     */
    static Path folder(ModelFormat format, EncoderConfig config, ModelOptions options, HubSettings settings) {
        HubModel model = model(config.location());
        Hub hub = new Hub(settings);
        try {
            return options.download()
                    ? hub.download(
                            model,
                            files -> wanted(format, model, files, options.source()),
                            new Progress(model, config.hubListener()))
                    : hub.cached(model);
        } catch (IOException e) {
            throw new EncoderException(format.provider() + ":" + config.location() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Configuration, and the first image and text model of the usual names with the data files beside them; or, where there is
     * none or it is asked for, the published weights.
     */
    static List<String> wanted(ModelFormat format, HubModel model, List<String> files, Optional<String> source)
            throws IOException {
        List<String> wanted =
                new ArrayList<>(CONFIGURATIONS.stream().filter(files::contains).toList());
        Optional<String> image = first(format.imageModels(), files);
        boolean weights = format.checkpoints()
                && source.map("weights"::equals)
                        .orElse(image.isEmpty() || format.imageModels().isEmpty());
        List<String> published = weights ? CheckpointFormat.weightsAmong(files) : List.of();
        if (image.isEmpty() && published.isEmpty() || weights && published.isEmpty()) {
            throw new IOException(model + " has none of " + format.imageModels()
                    + (format.checkpoints() ? ", and no weights that are known here" : "") + ". Found: "
                    + files.stream()
                            .filter(file -> file.endsWith(format.extension()))
                            .sorted()
                            .limit(20)
                            .toList()
                    + ". Export the model, see docs/ENCODERS.md.");
        }
        wanted.addAll(published);
        if (weights) {
            return wanted;
        }
        for (String tower :
                List.of(image.get(), first(format.textModels(), files).orElse(image.get()))) {
            files.stream()
                    .filter(file ->
                            file.equals(tower) || file.startsWith(tower + "_data") || file.startsWith(tower + ".data"))
                    .filter(file -> !wanted.contains(file))
                    .forEach(wanted::add);
        }
        return wanted;
    }

    private static Optional<String> first(List<String> names, List<String> files) {
        return names.stream().filter(files::contains).findFirst();
    }

    /** Tells the caller, and one line of log for each file and for each 100 MB of a large one. */
    private static final class Progress implements HubListener {
        private final HubModel model;
        private final HubListener caller;
        private long next;

        Progress(HubModel model, HubListener caller) {
            this.model = model;
            this.caller = caller;
        }

        @Override
        public void received(String file, long received, long size) {
            caller.received(file, received, size);
            if (received == 0) {
                next = 0;
            }
            if (received >= next || received == size) {
                LOG.info("{} {}: {} of {} bytes", model, file, received, size < 0 ? "?" : size);
                next = received + LOGGED_BYTES;
            }
        }
    }
}

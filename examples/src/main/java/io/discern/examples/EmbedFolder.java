package io.discern.examples;

import io.discern.VisionLanguageEncoder;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.internal.file.CsvFile;
import io.discern.run.EmbeddingRun;
import io.discern.run.EmbeddingStore;
import io.discern.run.ImageFailure;
import io.discern.run.RunManifest;
import io.discern.run.WrittenRun;
import io.discern.store.OutputSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Embeds a data set once, for any analysis afterwards, here or in Python. */
@Command(
        name = "EmbedFolder",
        mixinStandardHelpOptions = true,
        description = "Writes embeddings.npy (n x d float32), rows.csv, data.csv, failures.csv and manifest.json.")
public final class EmbedFolder implements Callable<Integer> {
    @Option(
            names = "--encoder",
            required = true,
            paramLabel = "PROVIDER:LOCATION",
            description = "For example mini:general or onnx:DIR.")
    private EncoderArgument encoder;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DATA",
            description = "A folder of images, labelled or not, a table of them or a MedMNIST .npz.")
    private DataArgument data;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the files go.")
    private Path out;

    @Mixin
    private DataOptions reading;

    @Mixin
    private RunOptions options;

    @Mixin
    private StudyFile study;

    @Spec
    private CommandSpec command;

    /** Runs it. */
    public static void main(String[] args) {
        Example.main(new EmbedFolder(), args);
    }

    @Override
    public Integer call() throws IOException {
        try (OutputSet files = OutputSet.begin(out, "EmbedFolder")) {
            return embed(files);
        }
    }

    private int embed(OutputSet files) throws IOException {
        Path kept = options.keep().orElse(files.unfinished());
        EmbeddingStore store =
                options.keep().isPresent() ? EmbeddingStore.at(kept) : EmbeddingStore.ofOneRun(files.unfinished());
        try (Resumption resumption = new Resumption(store, kept, command)) {
            int outcome = embed(files, store);
            resumption.done();
            return outcome;
        }
    }

    private int embed(OutputSet files, EmbeddingStore store) throws IOException {
        LabeledImages images = reading.open(data, true, all -> all, store.audit());
        try (VisionLanguageEncoder opened = encoder.open(options.config());
                Progress progress = new Progress("embedding " + images.name() + " by " + encoder.label())) {
            EmbeddingRun run = EmbeddingRun.with(opened)
                    .maxFailures(options.maxFailures())
                    .listener(progress)
                    .keptIn(store);
            run = options.batch() == 0 ? run : run.batchSize(options.batch());
            WrittenRun result = run.write(images, files.file("embeddings.npy"));
            writeRows(result, files);
            writeFailures(images, result.failures(), files.file("failures.csv"));
            reading.write(List.of(images), files.file("data.csv"));
            Map<String, String> settings = new TreeMap<>(reading.settings());
            settings.put("batch", options.batchName());
            StudyFile.write(command, files);
            files.commit(new RunManifest(List.of(opened.info()), List.of(images), settings).toMap());
            System.out.println(result.images().size() + " x " + result.dim() + " float32 of " + encoder.label() + " in "
                    + out + ", "
                    + (store.taken() == 0 ? "" : store.taken() + " images done before, ")
                    + result.failures().size() + " failures");
            return Outcome.of(result.failures().size());
        }
    }

    private void writeRows(WrittenRun result, OutputSet files) throws IOException {
        boolean split = result.images().images().stream()
                .anyMatch(image -> !image.split().isEmpty());
        List<String> header = new ArrayList<>(List.of("row", "id", "path", "label", "group"));
        if (split) {
            header.add("split");
        }
        header.addAll(reading.attributes());
        List<List<String>> rows = new ArrayList<>();
        for (LabeledImage image : result.images().images()) {
            List<String> row =
                    new ArrayList<>(List.of("" + rows.size(), image.id(), image.path(), image.label(), image.group()));
            if (split) {
                row.add(image.split());
            }
            reading.attributes().forEach(name -> row.add(image.attributes().getOrDefault(name, "")));
            rows.add(row);
        }
        CsvFile.write(files.file("rows.csv"), header, rows);
    }

    private static void writeFailures(LabeledImages images, List<ImageFailure> failures, Path csv) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        DataOptions.unreachable(images).forEach(row -> rows.add(List.of(row.path(), row.note())));
        failures.forEach(failure -> rows.add(List.of(failure.path(), failure.reason())));
        CsvFile.write(csv, List.of("path", "reason"), rows);
    }
}

package io.discern.examples;

import io.discern.VisionLanguageEncoder;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.run.EmbeddingRun;
import io.discern.run.ImageFailure;
import io.discern.run.RunManifest;
import io.discern.run.RunResult;
import io.discern.store.Npy;
import io.discern.store.OutputSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Embeds a data set once, for any analysis afterwards, here or in Python. */
@Command(
        name = "EmbedFolder",
        mixinStandardHelpOptions = true,
        description = "Writes embeddings.npy (n x d float32), rows.csv, failures.csv and manifest.json.")
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
            description = "A folder of class folders, .csv or .npz.")
    private DataArgument data;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the files go.")
    private Path out;

    @Mixin
    private RunOptions options;

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
        LabeledImages images = data.open();
        try (VisionLanguageEncoder opened = encoder.open(options.config());
                Progress progress = new Progress("embedding")) {
            EmbeddingRun run =
                    EmbeddingRun.with(opened).maxFailures(options.maxFailures()).listener(progress);
            RunResult result = (options.batch() == 0 ? run : run.batchSize(options.batch())).run(images);
            write(result, files);
            files.commit(new RunManifest(List.of(opened.info()), List.of(images), Map.of("batch", options.batchName()))
                    .toMap());
            System.out.println(result.embeddings() + " of " + encoder.label() + " in " + out + ", "
                    + result.failures().size() + " failures");
            return Outcome.of(result.failures().size());
        }
    }

    private static void write(RunResult result, OutputSet files) throws IOException {
        Npy.write(
                files.file("embeddings.npy"),
                result.embeddings().values(),
                result.embeddings().rows(),
                result.embeddings().dim());
        List<List<String>> rows = new ArrayList<>();
        for (LabeledImage image : result.images().images()) {
            rows.add(List.of("" + rows.size(), image.id(), image.path(), image.label(), image.group()));
        }
        CsvFile.write(files.file("rows.csv"), List.of("row", "id", "path", "label", "group"), rows);
        writeFailures(files.file("failures.csv"), result.failures());
    }

    private static void writeFailures(Path csv, List<ImageFailure> failures) throws IOException {
        CsvFile.write(
                csv,
                List.of("path", "reason"),
                failures.stream()
                        .map(failure -> List.of(failure.path(), failure.reason()))
                        .toList());
    }
}

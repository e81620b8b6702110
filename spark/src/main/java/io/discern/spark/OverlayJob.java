package io.discern.spark;

import io.discern.analysis.overlay.OverlayExperiment;
import io.discern.analysis.overlay.OverlayScreening;
import io.discern.analysis.overlay.OverlaySuite;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.analysis.overlay.verdict.OverlayVerdict;
import io.discern.analysis.report.CsvReport;
import io.discern.analysis.report.Repetition;
import io.discern.analysis.report.StudyReports;
import io.discern.analysis.study.Study;
import io.discern.analysis.study.StudyEncoder;
import io.discern.analysis.study.StudyFailure;
import io.discern.analysis.study.StudyResult;
import io.discern.dataset.LabeledImages;
import io.discern.internal.file.CsvFile;
import io.discern.run.RunManifest;
import io.discern.store.OutputSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The overlay suite on images that executors read: what {@code spark-submit} starts. Exit codes: 0 all done, 1 an error, 2 wrong arguments, 3 some images or
 * results were lost, as {@code failures.csv} says.
 */
@Command(
        name = "OverlayJob",
        mixinStandardHelpOptions = true,
        description = {
            "Draws texts and their controls on labelled images where these are read, embeds every picture there, and measures what the encoder makes of them;",
            "prints a verdict and writes overlay.csv, results.csv, results.json, per_image.csv, report.html, failures.csv and manifest.json.",
            "The driver holds the embeddings of every condition: images times conditions times 4 bytes times the dimension."
        })
public final class OverlayJob implements Callable<Integer> {
    /** What is drawn. */
    enum Plan {
        QUICK,
        STANDARD,
        FULL;

        private OverlayExperiment experiment() {
            return switch (this) {
                case QUICK -> OverlayScreening.standard();
                case STANDARD -> OverlaySuite.standard();
                case FULL -> OverlaySuite.of(OverlayPlan.full());
            };
        }

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private EmbeddingOptions embedding;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "URL",
            description = "A folder of the driver's, or of any file system that Spark writes.")
    private String out;

    @Option(
            names = "--plan",
            defaultValue = "standard",
            description = "What is drawn: quick, standard or full (default ${DEFAULT-VALUE}).")
    private Plan plan;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of everything random (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--no-images",
            description =
                    "The report shows no picture, and the driver reads none; else it reads some thousand for small pictures.")
    private boolean noImages;

    @Spec
    private CommandSpec command;

    /** Creates it; picocli fills it. */
    public OverlayJob() {}

    /** Runs it; a code other than 0 ends the process with it. */
    public static void main(String[] args) {
        int code = JobLine.run(new OverlayJob(), args);
        if (code != 0) {
            System.exit(code);
        }
    }

    @Override
    public Integer call() throws IOException {
        SparkSession spark =
                SparkSession.builder().appName("discern OverlayJob").getOrCreate();
        LabeledImages images = ImageRows.images(embedding.images(spark), embedding.name());
        StudyResult result;
        try (SparkEncoder encoder = SparkEncoder.open(spark, embedding.embedding())) {
            Study study = Study.of(List.of(StudyEncoder.of(embedding.encoder(), encoder)), List.of(images))
                    .withMetrics(List.of())
                    .withOverlay(plan.experiment())
                    .withSeed(seed)
                    .withMaxFailures(embedding.maxFailures());
            study = embedding.batch() == 0 ? study : study.withBatchSize(embedding.batch());
            result = (noImages ? study.withoutImages() : study).run();
        }
        OverlayVerdict verdict = result.verdict(embedding.encoder(), images.name())
                .orElseThrow(() -> new IllegalArgumentException(result.failures().stream()
                        .findFirst()
                        .map(StudyFailure::reason)
                        .orElse("nothing was measured")));
        ResultFolder.write(spark, out, folder -> write(result, images, folder));
        command.commandLine()
                .getOut()
                .println(images.size() + " images of " + embedding.data() + " by " + embedding.encoder() + ": "
                        + verdict);
        return result.failures().isEmpty() ? 0 : JobLine.PARTIAL;
    }

    private void write(StudyResult result, LabeledImages images, Path folder) throws IOException {
        try (OutputSet files = OutputSet.begin(folder, "OverlayJob")) {
            Map<String, String> settings = new LinkedHashMap<>(embedding.settings());
            settings.put("plan", plan.toString());
            settings.put("seed", Long.toString(seed));
            RunManifest manifest = new RunManifest(List.copyOf(result.encoders().values()), List.of(images), settings);
            CsvReport.write(result.rows(), files.file("overlay.csv"));
            CsvFile.write(
                    files.file("failures.csv"),
                    List.of("encoder", "dataset", "path", "reason"),
                    result.failures().stream()
                            .map(lost -> List.of(lost.encoder(), lost.dataset(), lost.path(), lost.reason()))
                            .toList());
            StudyReports.write(result, new Repetition(JobLine.submitted(command), manifest), files);
            files.commit(manifest.toMap());
        }
    }
}

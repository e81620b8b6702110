package io.discern.examples;

import io.discern.analysis.map.PcaMap;
import io.discern.analysis.map.Tsne;
import io.discern.analysis.map.Umap;
import io.discern.analysis.overlay.OverlaySuite;
import io.discern.analysis.report.CsvReport;
import io.discern.analysis.report.HtmlReport;
import io.discern.analysis.report.ImageReport;
import io.discern.analysis.report.JsonReport;
import io.discern.analysis.report.OverlayReport;
import io.discern.analysis.study.StandardMetrics;
import io.discern.analysis.study.Study;
import io.discern.analysis.study.StudyEncoder;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.zeroshot.Prompts;
import io.discern.dataset.AuditMemory;
import io.discern.dataset.LabeledImages;
import io.discern.miniatures.Miniatures;
import io.discern.miniatures.SyntheticLesions;
import io.discern.run.EmbeddingStore;
import io.discern.run.RunManifest;
import io.discern.similarity.CosineSimilarity;
import io.discern.store.OutputSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job: encoders times data sets, measured alike, as a table on the terminal and a report on disk. */
@Command(
        name = "CompareEncoders",
        mixinStandardHelpOptions = true,
        description = {
            "Compares encoders on labelled images: class separation, k-NN accuracy and overlay bias.",
            "Without arguments it compares the three miniatures on four kinds of synthetic lesions.",
            "Writes results.csv, results.json, per_image.csv, report.html, manifest.json, data.csv and failures.csv."
        })
public final class CompareEncoders implements Callable<Integer> {
    private static final int SYNTHETIC_PATIENTS = 50;

    @Option(
            names = "--encoder",
            paramLabel = "[LABEL=]PROVIDER:LOCATION",
            description = "An encoder, repeatable: onnx:DIR, mini:general, ... (default: the miniatures).")
    private List<EncoderArgument> encoders = List.of();

    @Option(
            names = "--data",
            paramLabel = "[LABEL=]DATA",
            description =
                    "A folder of images, a table of them or a MedMNIST .npz, repeatable (default: synthetic lesions); docs/DATA.md has the kinds.")
    private List<DataArgument> data = List.of();

    @Option(
            names = "--out",
            defaultValue = "discern-report",
            paramLabel = "DIR",
            description = "Where the report goes (default ${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--all",
            description = "Every metric, the whole overlay suite (overlay.html) and t-SNE and UMAP maps; much slower.")
    private boolean all;

    @Option(
            names = "--prompts",
            paramLabel = "F.json",
            description = {
                "What encoders that read are asked for each class, such as",
                "{\"classes\": {\"mel\": [\"melanoma\"], ...}, \"templates\": [\"a photo of {class}\"]}",
                "(default: the names of the classes)."
            })
    private Path prompts;

    @ArgGroup(exclusive = false)
    private StoredOptions stored;

    @Mixin
    private SimilarityOptions similarity;

    @Option(
            names = "--no-baselines",
            description =
                    "Leave out mean colour, a thumbnail and a random network, which are measured beside the encoders.")
    private boolean noBaselines;

    @Mixin
    private StudyOptions options;

    @Mixin
    private StudyFile study;

    @Spec
    private CommandSpec command;

    /** Runs it. */
    public static void main(String[] args) {
        Example.main(new CompareEncoders(), args);
    }

    @Override
    public Integer call() throws IOException {
        try (OutputSet files = OutputSet.begin(out, "CompareEncoders")) {
            return options.resumable(files, command, store -> compare(files, store));
        }
    }

    private int compare(OutputSet files, EmbeddingStore store) throws IOException {
        List<LabeledImages> datasets = datasets(store.audit());
        StudyResult result = study(datasets, store);
        new SummaryTable(result).print(System.out);
        int outcome = Outcome.of(result);
        if (outcome == Outcome.FAILED) {
            System.err.println("error: no encoder embedded any data set; nothing is written in " + out);
            return outcome;
        }
        write(result, datasets, files);
        System.out.println(
                "report: " + out.resolve("report.html").toAbsolutePath().normalize());
        return outcome;
    }

    private StudyResult study(List<LabeledImages> datasets, EmbeddingStore store) throws IOException {
        try (StudyProgress progress = new StudyProgress();
                CosineSimilarity opened =
                        similarity.open(options.run().device()).orElse(null)) {
            Study study = options.study(encoders(datasets), datasets)
                    .withListener(progress)
                    .keptIn(store);
            study = stored != null ? study.withoutOverlay() : noBaselines ? study : study.withBaselines();
            if (opened != null) {
                study = study.withSimilarity(opened);
            }
            if (prompts != null) {
                study = study.withPrompts(Prompts.read(prompts));
            }
            return all
                    ? study.withMetrics(StandardMetrics.all())
                            .withOverlay(OverlaySuite.standard()
                                    .attributes(options.data().attributes()))
                            .withMaps(List.of(new PcaMap(), Tsne.standard(), Umap.standard()))
                            .run()
                    : study.run();
        }
    }

    private List<StudyEncoder> encoders(List<LabeledImages> datasets) throws IOException {
        if (stored != null) {
            return stored.encoders(datasets.get(0));
        }
        return options.opening(
                encoders.isEmpty()
                        ? Miniatures.names().stream()
                                .map(name -> EncoderArgument.parse("mini:" + name))
                                .toList()
                        : encoders);
    }

    private List<LabeledImages> datasets(AuditMemory memory) throws IOException {
        if (stored != null) {
            stored.requireAlone(!encoders.isEmpty()
                    || !data.isEmpty()
                    || prompts != null
                    || !options.limit().equals("none"));
            return List.of(stored.images(options.data().columns(stored.labels())));
        }
        List<LabeledImages> opened = new ArrayList<>();
        if (data.isEmpty()) {
            for (String modality : SyntheticLesions.modalities()) {
                opened.add(options.data()
                        .audited(
                                options.limited(SyntheticLesions.of(modality, SYNTHETIC_PATIENTS, options.seed())),
                                memory));
            }
        }
        for (DataArgument argument : data) {
            opened.add(options.open(argument, memory));
        }
        return opened;
    }

    private void write(StudyResult result, List<LabeledImages> datasets, OutputSet files) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("seed", Long.toString(options.seed()));
        settings.put("batch", options.run().batchName());
        settings.put("metrics", all ? "all" : "main");
        settings.put(
                "baselines", noBaselines || stored != null ? "none" : "mean colour, thumbnail 8x8, random network");
        settings.put("device", options.run().device());
        settings.put("similarity", similarity.name(options.run().device()));
        settings.put("limit", options.limit());
        settings.putAll(options.data().settings());
        settings.put("prompts", prompts == null ? "names of the classes" : prompts.toString());
        RunManifest manifest = new RunManifest(List.copyOf(result.encoders().values()), datasets, settings);
        CsvReport.write(result.allRows(), files.file("results.csv"));
        JsonReport.write(JsonReport.render(result, manifest), files.file("results.json"));
        ImageReport.write(result.readings(), files.file("per_image.csv"));
        HtmlReport.write(result, files.file("report.html"));
        if (all) {
            OverlayReport.write(result, files.file("overlay.html"));
        }
        options.data().write(datasets, files.file("data.csv"));
        StudyOptions.writeFailures(result, datasets, files.file("failures.csv"));
        StudyFile.write(command, files);
        files.commit(manifest.toMap());
    }
}

package io.discern.examples;

import io.discern.analysis.map.PcaMap;
import io.discern.analysis.map.Tsne;
import io.discern.analysis.map.Umap;
import io.discern.analysis.report.Repetition;
import io.discern.analysis.report.StudyReports;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            "Writes report.html, results.csv, results.json, per_image.csv, data.csv, failures.csv, manifest.json, study.yaml and, for a paper,",
            "tables.tex, tables.md, figure-N.svg, figure-N.png, references.bib and REPRODUCE.md."
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
            description =
                    "Every metric, the overlay suite by its standard plan, and maps by PCA, t-SNE and UMAP; much slower. Left"
                            + " out are what only --overlay full draws, and suspected shortcuts until --attribute names them.")
    private boolean all;

    @Option(
            names = "--metrics",
            paramLabel = "WHICH",
            description = "What is measured of embeddings: ${COMPLETION-CANDIDATES} (default main, with --all all).")
    private MetricChoice metrics;

    @Option(
            names = "--overlay",
            paramLabel = "PLAN",
            description = "What is drawn over images: ${COMPLETION-CANDIDATES} (default quick, with --all standard).")
    private OverlayChoice overlay;

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

    @Mixin
    private BoundsOptions bounds;

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
            return options.resumable(files, command, (store, partial) -> compare(files, store, partial));
        }
    }

    private int compare(OutputSet files, EmbeddingStore store, PartialReport partial) throws IOException {
        OpenedData opened = data(store.audit());
        List<LabeledImages> datasets = opened.images();
        StudyResult result;
        try (StudyProgress progress = new StudyProgress(partial);
                CosineSimilarity compared =
                        similarity.open(options.run().device()).orElse(null)) {
            Study study = opened.lostIn(study(datasets)).withListener(progress).keptIn(store);
            result = options.planned(compared == null ? study : study.withSimilarity(compared));
        }
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

    /** Whether there is no picture anywhere, only embeddings. */
    private boolean withoutPictures() {
        return stored != null && encoders.isEmpty() && data.isEmpty();
    }

    private Study study(List<LabeledImages> datasets) throws IOException {
        Optional<Prompts> asked = prompts == null ? Optional.empty() : Optional.of(Prompts.read(prompts));
        Study study = options.study(encoders(datasets, asked), datasets)
                .withMetrics(metrics().list())
                .withMaps(all ? List.of(new PcaMap(), Tsne.standard(), Umap.standard()) : List.of(new PcaMap()));
        study = asked.map(study::withPrompts).orElse(study);
        if (withoutPictures()) {
            return study.withoutOverlay();
        }
        study = noBaselines ? study : study.withBaselines();
        return overlay()
                .experiment(options.data().attributes())
                .map(experiment -> experiment.bounds(bounds.bounds()))
                .map(study::withOverlay)
                .orElse(study.withoutOverlay());
    }

    private MetricChoice metrics() {
        return metrics == null ? all ? MetricChoice.ALL : MetricChoice.MAIN : metrics;
    }

    private OverlayChoice overlay() {
        return overlay == null ? all ? OverlayChoice.STANDARD : OverlayChoice.QUICK : overlay;
    }

    private List<StudyEncoder> encoders(List<LabeledImages> datasets, Optional<Prompts> asked) throws IOException {
        List<StudyEncoder> studied = new ArrayList<>();
        if (!encoders.isEmpty()) {
            studied.addAll(options.opening(encoders));
        } else if (stored == null) {
            studied.addAll(options.opening(Miniatures.names().stream()
                    .map(name -> EncoderArgument.parse("mini:" + name))
                    .toList()));
        }
        if (stored != null) {
            LabeledImages rows = withoutPictures()
                    ? datasets.get(0)
                    : stored.images(options.data().columns(stored.labels()));
            studied.addAll(stored.encoders(rows, asked));
        }
        return studied;
    }

    private OpenedData data(AuditMemory memory) throws IOException {
        if (withoutPictures()) {
            OpenedData rows = new OpenedData();
            LabeledImages labelled = stored.images(options.data().columns(stored.labels()));
            rows.add(labelled.name(), () -> options.limited(labelled));
            return rows;
        }
        if (stored != null && data.isEmpty()) {
            return options.open(List.of(DataArgument.of(stored.labels())), memory);
        }
        if (!data.isEmpty()) {
            return options.open(data, memory);
        }
        OpenedData made = new OpenedData();
        for (String modality : SyntheticLesions.modalities()) {
            LabeledImages images = SyntheticLesions.of(modality, SYNTHETIC_PATIENTS, options.seed());
            made.add(modality, () -> options.data().audited(options.limited(images), memory));
        }
        return made;
    }

    private void write(StudyResult result, List<LabeledImages> datasets, OutputSet files) throws IOException {
        Map<String, String> settings = options.settings();
        settings.put("metrics", metrics().word());
        settings.put(
                "overlay",
                withoutPictures() ? OverlayChoice.NONE.word() : overlay().word());
        settings.put("bounds", bounds.words());
        settings.put(
                "baselines", noBaselines || withoutPictures() ? "none" : "mean colour, thumbnail 8x8, random network");
        settings.put("similarity", similarity.name(options.run().device()));
        settings.put("prompts", prompts == null ? "names of the classes" : prompts.toString());
        RunManifest manifest = new RunManifest(List.copyOf(result.encoders().values()), datasets, settings);
        StudyReports.write(result, new Repetition(Invocation.of(command), manifest), files);
        options.data().write(datasets, files.file("data.csv"));
        StudyOptions.writeFailures(result, datasets, files.file("failures.csv"));
        StudyFile.write(command, files);
        files.commit(manifest.toMap());
    }
}

package io.discern.examples;

import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import io.discern.analysis.overlay.verdict.OverlayVerdict;
import io.discern.analysis.report.CsvReport;
import io.discern.analysis.report.Repetition;
import io.discern.analysis.report.StudyReports;
import io.discern.analysis.study.Study;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import io.discern.dataset.LabeledImages;
import io.discern.run.EmbeddingStore;
import io.discern.run.RunManifest;
import io.discern.store.OutputSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole overlay suite: what burned-in text does to encoders, beyond what its controls do. */
@Command(
        name = "OverlayBias",
        mixinStandardHelpOptions = true,
        description = {
            "Draws texts and their controls on labelled images and measures what each encoder makes of them.",
            "Writes overlay.csv and the files of CompareEncoders, and prints a verdict for each encoder and data set."
        })
public final class OverlayBias implements Callable<Integer> {

    @Option(
            names = "--encoder",
            required = true,
            paramLabel = "[LABEL=]PROVIDER:LOCATION",
            description = "An encoder, repeatable: onnx:DIR, mini:general, ...")
    private List<EncoderArgument> encoders;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "[LABEL=]DATA",
            description = "A folder of images, a table of them or a MedMNIST .npz, repeatable.")
    private List<DataArgument> data;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the files go.")
    private Path out;

    @Option(
            names = "--plan",
            defaultValue = "standard",
            description = "What is drawn: quick, standard or full (default ${DEFAULT-VALUE}).")
    private OverlayChoice plan;

    @Mixin
    private BoundsOptions bounds;

    @Mixin
    private StudyOptions options;

    @Mixin
    private StudyFile study;

    @Spec
    private CommandSpec command;

    /** Runs it. */
    public static void main(String[] args) {
        Example.main(new OverlayBias(), args);
    }

    @Override
    public Integer call() throws IOException {
        if (plan == OverlayChoice.NONE) {
            throw new IllegalArgumentException("--plan none; expected quick, standard or full");
        }
        try (OutputSet files = OutputSet.begin(out, "OverlayBias")) {
            return options.resumable(files, command, (store, partial) -> measure(files, store, partial));
        }
    }

    private int measure(OutputSet files, EmbeddingStore store, PartialReport partial) throws IOException {
        OpenedData opened = options.open(data, store.audit());
        List<LabeledImages> datasets = opened.images();
        StudyResult result;
        try (StudyProgress progress = new StudyProgress(partial)) {
            Study study = options.study(options.opening(encoders), datasets)
                    .withMetrics(List.of())
                    .withOverlay(plan.experiment(options.data().attributes())
                            .orElseThrow()
                            .bounds(bounds.bounds()))
                    .withListener(progress)
                    .keptIn(store);
            result = options.planned(opened.lostIn(study));
        }
        print(result);
        int outcome = Outcome.of(result);
        if (outcome == Outcome.FAILED) {
            System.err.println("error: no encoder embedded any data set; nothing is written in " + out);
        } else {
            write(result, datasets, files);
            System.out.println(
                    "report: " + out.resolve("report.html").toAbsolutePath().normalize());
        }
        return outcome;
    }

    private void write(StudyResult result, List<LabeledImages> datasets, OutputSet files) throws IOException {
        CsvReport.write(result.rows(), files.file("overlay.csv"));
        options.data().write(datasets, files.file("data.csv"));
        StudyOptions.writeFailures(result, datasets, files.file("failures.csv"));
        Map<String, String> settings = options.settings();
        settings.put("plan", plan.word());
        settings.put("bounds", bounds.words());
        settings.put("attributes", String.join(",", options.data().attributes()));
        RunManifest manifest = new RunManifest(List.copyOf(result.encoders().values()), datasets, settings);
        StudyReports.write(result, new Repetition(Invocation.of(command), manifest), files);
        StudyFile.write(command, files);
        files.commit(manifest.toMap());
    }

    private void print(StudyResult result) {
        for (StudyData data : result.datasets()) {
            for (EncoderArgument encoder : encoders) {
                System.out.println(data.name() + ", " + encoder.label() + ": "
                        + result.verdict(encoder.label(), data.name())
                                .map(OverlayVerdict::toString)
                                .orElseGet(() -> losses(result.results(encoder.label(), data.name()))));
            }
        }
    }

    private static String losses(Results results) {
        return results.losses().stream().map(MetricResult::note).collect(Collectors.joining("; "));
    }
}

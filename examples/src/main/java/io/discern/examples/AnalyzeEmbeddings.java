package io.discern.examples;

import io.discern.EncoderInfo;
import io.discern.LogitRule;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.StoredEmbeddings;
import io.discern.analysis.map.PcaMap;
import io.discern.analysis.report.Repetition;
import io.discern.analysis.report.StudyReports;
import io.discern.analysis.study.EmbeddingsStudy;
import io.discern.analysis.study.StandardMetrics;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.zeroshot.PromptEmbeddings;
import io.discern.dataset.TableColumns;
import io.discern.internal.file.CsvFile;
import io.discern.internal.file.FileNames;
import io.discern.run.ImageFailure;
import io.discern.run.RunManifest;
import io.discern.similarity.CosineSimilarity;
import io.discern.store.OutputSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures embeddings that were made elsewhere: an {@code .npy} and a table of labels are enough. */
@Command(
        name = "AnalyzeEmbeddings",
        mixinStandardHelpOptions = true,
        description =
                "Measures how well a matrix of embeddings separates its classes; writes report.html and the other files of CompareEncoders.")
public final class AnalyzeEmbeddings implements Callable<Integer> {
    @Option(names = "--embeddings", required = true, paramLabel = "F.npy", description = "n x d, float32 or float64.")
    private Path embeddings;

    @Option(
            names = "--labels",
            required = true,
            paramLabel = "F.csv",
            description = "A header and one row per embedding.")
    private Path labels;

    @Option(
            names = "--label-column",
            defaultValue = "label",
            paramLabel = "COLUMN",
            description = "The column with the class (default ${DEFAULT-VALUE}).")
    private String labelColumn;

    @Option(
            names = "--groups",
            paramLabel = "COLUMN",
            description = "The column that says which rows belong together (patient, lesion).")
    private String groupColumn;

    @Option(
            names = "--split",
            paramLabel = "COLUMN",
            description = {
                "The column with the part of a protocol (train, val, test): where there are rows of train and of test,",
                "training rows vote and fit, and test rows are scored."
            })
    private String splitColumn;

    @ArgGroup(exclusive = false)
    private PromptFiles prompts;

    /** Embeddings of the prompts of the classes, by the same encoder. */
    private static final class PromptFiles {
        @Option(
                names = "--prompts",
                required = true,
                paramLabel = "F.npy",
                description =
                        "m x d, the prompts of the classes embedded by the same encoder: adds zero-shot, retrieval, modality gap.")
        private Path embeddings;

        @Option(
                names = "--prompt-texts",
                required = true,
                paramLabel = "F.csv",
                description = "A header class,prompt and one row per prompt.")
        private Path texts;

        @Option(
                names = "--logit-scale",
                paramLabel = "X",
                description = "What the encoder multiplies cosines by, such as 100.")
        private Optional<Double> scale;

        @Option(
                names = "--logit-bias",
                paramLabel = "X",
                description = "What it adds then; probabilities are sigmoids (SigLIP).")
        private Optional<Double> bias;

        private PromptEmbeddings read(LabeledEmbeddings data) throws IOException {
            PromptEmbeddings read = PromptEmbeddings.read(embeddings, texts);
            if (read.dim() != data.dim()) {
                throw new IOException(embeddings + ": rows of " + read.dim() + " components, embeddings of "
                        + data.dim() + "; expected both from one encoder");
            }
            return read;
        }

        private LogitRule logits() {
            return new LogitRule(number(scale), number(bias));
        }

        private static OptionalDouble number(Optional<Double> given) {
            return given.stream().mapToDouble(Double::doubleValue).findFirst();
        }
    }

    @Mixin
    private SimilarityOptions similarity;

    @Option(
            names = "--device",
            defaultValue = "cpu",
            description = "Where the similarity computes: cpu or cuda:N (default ${DEFAULT-VALUE}).")
    private String device;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the files go.")
    private Path out;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of intervals and null values (default ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private FailureLimit limit;

    @Mixin
    private StudyFile study;

    @Spec
    private CommandSpec command;

    /** Runs it. */
    public static void main(String[] args) {
        Example.main(new AnalyzeEmbeddings(), args);
    }

    @Override
    public Integer call() throws IOException {
        try (OutputSet files = OutputSet.begin(out, "AnalyzeEmbeddings")) {
            return analyze(files);
        }
    }

    private int analyze(OutputSet files) throws IOException {
        List<List<String>> failures = new ArrayList<>();
        StudyResult result;
        try (StoredEmbeddings stored = StoredEmbeddings.read(embeddings, labels, columns());
                CosineSimilarity opened = similarity.open(device).orElse(null);
                LabeledEmbeddings data =
                        opened == null ? stored.rows() : stored.rows().comparedBy(opened)) {
            stored.notes().forEach(note -> System.out.println(labels + ": " + note));
            for (ImageFailure failure : stored.failures()) {
                failures.add(List.of(failure.path(), failure.reason()));
            }
            limit.require(
                    failures.size(),
                    failures.size() + stored.rows().rows(),
                    failures.isEmpty() ? "" : String.join(": ", failures.get(0)));
            EncoderInfo info = EncoderInfo.of(name(embeddings), data.dim())
                    .withProvenance("embeddings", FileNames.text(embeddings));
            result = new EmbeddingsStudy(
                            prompts == null ? info : info.withLogits(prompts.logits()),
                            name(labels),
                            StandardMetrics.all(),
                            List.of(new PcaMap()),
                            prompts == null ? Optional.empty() : Optional.of(prompts.read(data)),
                            stored.notes(),
                            seed)
                    .run(data);
        }
        result.failures().forEach(lost -> failures.add(List.of(FileNames.text(embeddings), lost.reason())));
        write(result, failures, files);
        new SummaryTable(result).print(System.out);
        System.out.println(
                "report: " + out.resolve("report.html").toAbsolutePath().normalize());
        return Outcome.of(failures.size());
    }

    private void write(StudyResult result, List<List<String>> failures, OutputSet files) throws IOException {
        RunManifest manifest = new RunManifest(List.copyOf(result.encoders().values()), List.of(), settings());
        StudyReports.write(result, new Repetition(Invocation.of(command), manifest), files);
        CsvFile.write(files.file("failures.csv"), List.of("path", "reason"), failures);
        StudyFile.write(command, files);
        files.commit(manifest.toMap());
    }

    private TableColumns columns() {
        return new TableColumns(
                Optional.empty(),
                Optional.empty(),
                Optional.of(labelColumn),
                Optional.ofNullable(groupColumn),
                Optional.ofNullable(splitColumn));
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("embeddings", FileNames.text(embeddings));
        settings.put("labels", FileNames.text(labels));
        settings.put("labelColumn", labelColumn);
        settings.put("groups", groupColumn == null ? "none" : groupColumn);
        settings.put("split", splitColumn == null ? "none" : splitColumn);
        settings.put("prompts", prompts == null ? "none" : FileNames.text(prompts.embeddings));
        settings.put("seed", Long.toString(seed));
        return settings;
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 1 ? name : name.substring(0, dot);
    }
}

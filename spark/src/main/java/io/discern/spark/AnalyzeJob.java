package io.discern.spark;

import io.discern.analysis.Extent;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.ResultKey;
import io.discern.analysis.fisher.ClusterIndices;
import io.discern.analysis.fisher.HotellingLawley;
import io.discern.analysis.fisher.PerFeature;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.geometry.Hubness;
import io.discern.analysis.geometry.Silhouette;
import io.discern.analysis.geometry.SpectralRanks;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.report.CsvReport;
import io.discern.analysis.report.JsonReport;
import io.discern.analysis.study.StandardMetrics;
import io.discern.analysis.study.StudyFailures;
import io.discern.analysis.study.StudyRow;
import io.discern.analysis.study.StudyTime;
import io.discern.internal.file.CsvFile;
import io.discern.run.RunManifest;
import io.discern.store.OutputSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures embeddings that lie in Parquet: what {@code spark-submit} starts. Exit codes: 0 all done, 1 an error, 2 wrong arguments, 3 some rows or metrics
 * were lost, as {@code failures.csv} says.
 */
@Command(
        name = "AnalyzeJob",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how well embeddings separate their classes; writes results.csv, results.json, failures.csv and manifest.json.",
            "Trace ratios, Hotelling-Lawley, cluster indices, scores of features, k-NN, hubness, cosine silhouette and spectral ranks are measured on all rows,",
            "everything else on whole groups drawn at random (--sample), on the driver, and its results say so."
        })
public final class AnalyzeJob implements Callable<Integer> {
    @Option(
            names = "--embeddings",
            required = true,
            paramLabel = "URL",
            description = "Parquet with id, label, embedding and, if there are any, row, group, split, reason.")
    private String embeddings;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "URL",
            description = "A folder of the driver's, or of any file system that Spark writes.")
    private String out;

    @Option(
            names = "--label-column",
            defaultValue = "label",
            paramLabel = "COLUMN",
            description = "The class (default ${DEFAULT-VALUE}).")
    private String label;

    @Option(
            names = "--groups",
            defaultValue = "group",
            paramLabel = "COLUMN",
            description = "Which rows belong together (default ${DEFAULT-VALUE}, if there is one).")
    private String group;

    @Option(
            names = "--split",
            defaultValue = "split",
            paramLabel = "COLUMN",
            description = "The part of a protocol (default ${DEFAULT-VALUE}, if there is one).")
    private String split;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of intervals, null values and the sample (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--sample",
            defaultValue = "20000",
            paramLabel = "N",
            description =
                    "Rows at most for what is measured on the driver (default ${DEFAULT-VALUE}); 0 leaves that out.")
    private int sample;

    @Spec
    private CommandSpec command;

    private final List<List<String>> failures = new ArrayList<>();

    /** Creates it; picocli fills it. */
    public AnalyzeJob() {}

    /** Runs it; a code other than 0 ends the process with it. */
    public static void main(String[] args) {
        int code = JobLine.run(new AnalyzeJob(), args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** What is measured on all rows, wherever they are: everything else reads pairs of rows, or every row again and again. */
    private static final Set<Class<? extends Metric>> OF_ALL_ROWS = Set.of(
            TraceRatio.class,
            HotellingLawley.class,
            ClusterIndices.class,
            PerFeature.class,
            KnnAccuracy.class,
            Hubness.class,
            SpectralRanks.class);

    @Override
    public Integer call() throws IOException {
        SparkSession spark =
                SparkSession.builder().appName("discern AnalyzeJob").getOrCreate();
        ResultFolder.write(spark, out, folder -> measure(spark, folder));
        return failures.isEmpty() ? 0 : JobLine.PARTIAL;
    }

    private void measure(SparkSession spark, Path folder) throws IOException {
        try (OutputSet files = OutputSet.begin(folder, "AnalyzeJob")) {
            List<StudyRow> rows = rows(spark.read().parquet(embeddings));
            CsvFile.write(files.file("failures.csv"), List.of("path", "reason"), failures);
            CsvReport.write(rows, files.file("results.csv"));
            JsonReport.write(JsonReport.render(rows), files.file("results.json"));
            files.commit(new RunManifest(List.of(), List.of(), settings()).toMap());
            rows.forEach(row -> command.commandLine().getOut().println(row.result()));
        }
    }

    private List<StudyRow> rows(Dataset<Row> table) {
        List<String> columns = List.of(table.columns());
        if (columns.contains("reason")) {
            table.where("reason is not null")
                    .select("path", "reason")
                    .orderBy("path")
                    .collectAsList()
                    .forEach(lost -> failures.add(List.of(lost.getString(0), lost.getString(1))));
        }
        List<StudyRow> rows = new ArrayList<>();
        try (SparkRows stored =
                        SparkRows.of(named(named(named(table, label, "label"), group, "group"), split, "split"));
                LabeledEmbeddings all = stored.labeled()) {
            stored.unlabelled().forEach(id -> failures.add(List.of(id, "has no label")));
            if (stored.rows() > sample) {
                StandardMetrics.all().stream()
                        .filter(metric -> OF_ALL_ROWS.contains(metric.getClass()))
                        .forEach(metric -> rows.addAll(measure(metric, all, "")));
                rows.addAll(measure(Silhouette.byCosine(), all, ""));
            }
            if (sample > 0) {
                sampled(all, rows);
            }
        }
        return rows;
    }

    /** On rows that are gathered here: all of them if they are few, else whole groups, for what is not measured yet. */
    private void sampled(LabeledEmbeddings all, List<StudyRow> rows) {
        int[] drawn = GroupSample.of(all, sample, seed);
        boolean few = drawn.length == all.rows();
        String note =
                few ? "" : "of " + drawn.length + " rows: whole groups drawn at random from " + all.rows() + " rows";
        Set<ResultKey> done = new HashSet<>();
        rows.forEach(row -> done.add(row.result().key()));
        try (LabeledEmbeddings here = GroupSample.gathered(all, drawn)) {
            StandardMetrics.all().stream()
                    .filter(metric -> few || !OF_ALL_ROWS.contains(metric.getClass()))
                    .flatMap(metric -> measure(metric, here, note).stream())
                    .filter(row -> !done.contains(row.result().key()))
                    .forEach(rows::add);
        }
    }

    private List<StudyRow> measure(Metric metric, LabeledEmbeddings data, String note) {
        StudyFailures lost = new StudyFailures(seed, failure -> failures.add(List.of(embeddings, failure.reason())));
        return lost
                .orAbsent(
                        embeddings,
                        embeddings,
                        StudyTime.Stage.MEASURE,
                        metric,
                        metric.headlines(),
                        Extent.of(data),
                        () -> metric.measure(data, seed))
                .stream()
                .map(result -> new StudyRow(name(), name(), result.withNote(note)))
                .toList();
    }

    private String name() {
        return embeddings.replaceFirst("/+$", "").replaceFirst("^.*/", "");
    }

    private static Dataset<Row> named(Dataset<Row> table, String column, String as) {
        boolean there = List.of(table.columns()).contains(column);
        if (column.equals(as) || !there) {
            if (!there && !column.equals(as)) {
                throw new IllegalArgumentException(
                        "no column '" + column + "'; expected one of " + List.of(table.columns()));
            }
            return table;
        }
        return table.drop(as).withColumnRenamed(column, as);
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("embeddings", embeddings);
        settings.put("labelColumn", label);
        settings.put("groups", group);
        settings.put("split", split);
        settings.put("seed", Long.toString(seed));
        settings.put("sample", Integer.toString(sample));
        return settings;
    }
}

package io.discern.spark;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Embeds images and writes Parquet: what {@code spark-submit} starts. Exit codes: 0 all done, 1 an error, 2 wrong arguments, 3 some images failed. */
@Command(
        name = "EmbedJob",
        mixinStandardHelpOptions = true,
        description = {
            "Embeds every image of a folder or table by one encoder, a row for each, as Parquet.",
            "Images that are in --out already are not embedded again: a job that was stopped goes on."
        })
public final class EmbedJob implements Callable<Integer> {
    @Option(
            names = "--encoder",
            required = true,
            paramLabel = "PROVIDER:LOCATION",
            description =
                    "For example onnx:/models/biomedclip or mini:general; a folder that the driver and every executor have, at the same path.")
    private String encoder;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "URL",
            description = {
                "A folder of images with a folder for each class, or a table with a column path (.csv with a header, .parquet) and, if there are any,",
                "id, label, group, split; file:, hdfs:, s3a: and whatever else Spark reads."
            })
    private String data;

    @Option(names = "--out", required = true, paramLabel = "URL", description = "Where the Parquet goes.")
    private String out;

    @Option(
            names = "--device",
            defaultValue = "cpu",
            description = "Of each executor: cpu or cuda:N (default ${DEFAULT-VALUE}).")
    private String device;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Images handed to the encoder at once, at most 256; its own number if not said.")
    private int batch;

    @Option(names = "--partitions", paramLabel = "N", description = "Tasks at most; four for each core if not said.")
    private int partitions;

    @Option(
            names = "--max-failures",
            defaultValue = "0.1",
            paramLabel = "SHARE",
            description = "The share of the images that may fail, 0 to 1 (default ${DEFAULT-VALUE}); more is an error.")
    private double maxFailures;

    @Spec
    private CommandSpec command;

    /** Creates it; picocli fills it. */
    public EmbedJob() {}

    /** Runs it; a code other than 0 ends the process with it. */
    public static void main(String[] args) {
        int code = JobLine.run(new EmbedJob(), args);
        if (code != 0) {
            System.exit(code);
        }
    }

    @Override
    public Integer call() throws IOException {
        SparkSession spark = SparkSession.builder().appName("discern EmbedJob").getOrCreate();
        SparkEmbedding embedding = SparkEmbedding.of(encoder).device(device);
        embedding = batch == 0 ? embedding : embedding.batchSize(batch);
        embedding = partitions == 0 ? embedding : embedding.partitions(partitions);
        Dataset<Row> images = images(spark);
        long all = images.count();
        Dataset<Row> missing = exists(spark) ? missing(spark, images) : images;
        long before = all - missing.count();
        if (before < all) {
            embedding.run(missing).write().mode(SaveMode.Append).parquet(out);
        }
        Dataset<Row> written = spark.read().parquet(out);
        long failed = written.where("reason is not null").count();
        command.commandLine()
                .getOut()
                .println(all + " images of " + data + " by " + encoder + " in " + out + ", "
                        + (before == 0 ? "" : before + " done before, ") + failed + " failures");
        if (failed > maxFailures * all) {
            Row first = written.where("reason is not null").orderBy("row").first();
            throw new IllegalArgumentException(failed + " of " + all + " images failed, more than --max-failures "
                    + maxFailures + ". First: " + first.getAs("path") + ": " + first.getAs("reason"));
        }
        return failed == 0 ? 0 : JobLine.PARTIAL;
    }

    private Dataset<Row> images(SparkSession spark) {
        String folder = data.substring(0, Math.max(0, data.lastIndexOf('/')));
        if (data.endsWith(".csv")) {
            return ImageRows.table(spark.read().option("header", "true").csv(data), folder);
        }
        return data.endsWith(".parquet")
                ? ImageRows.table(spark.read().parquet(data), folder)
                : ImageRows.folder(spark, data);
    }

    private boolean exists(SparkSession spark) throws IOException {
        Path path = new Path(out, "_SUCCESS");
        return path.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(path);
    }

    /** Those without a row; whatever lies there must be of the same encoder and the same list of images. */
    private Dataset<Row> missing(SparkSession spark, Dataset<Row> images) {
        Dataset<Row> written = spark.read().parquet(out);
        Metadata made = written.schema().apply("embedding").metadata();
        String identity = SparkEmbedding.of(encoder).device(device).identity();
        String before = made.contains(SparkEmbedding.IDENTITY) ? made.getString(SparkEmbedding.IDENTITY) : "nothing";
        if (!before.equals(identity)) {
            throw new IllegalArgumentException(out + " holds embeddings of another encoder: " + before
                    + "; this one is " + identity + ". Choose another --out, or remove it.");
        }
        Dataset<Row> known = written.select("row", "id");
        Dataset<Row> moved = images.select("row", "id").except(known).join(known.select("row"), "row");
        if (!moved.isEmpty()) {
            throw new IllegalArgumentException(
                    out + " holds other images: row " + moved.first().getLong(0) + " is '"
                            + moved.first().getString(1) + "' now. Choose another --out, or remove it.");
        }
        return images.join(known.select("id"), images.col("id").equalTo(known.col("id")), "left_anti");
    }
}

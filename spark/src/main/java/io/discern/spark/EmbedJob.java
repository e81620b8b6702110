package io.discern.spark;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.util.SerializableConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Embeds images and writes Parquet: what {@code spark-submit} starts. Exit codes: 0 all done, 1 an error, 2 wrong arguments, 3 some images failed. */
@Command(
        name = "EmbedJob",
        mixinStandardHelpOptions = true,
        description = {
            "Embeds every image of a folder or table by one encoder, a row for each, as Parquet.",
            "Images that are in --out already are not embedded again: a job that was stopped goes on. Their files are read, and must have the bytes that they had."
        })
public final class EmbedJob implements Callable<Integer> {
    @Mixin
    private EmbeddingOptions options;

    @Option(names = "--out", required = true, paramLabel = "URL", description = "Where the Parquet goes.")
    private String out;

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
        SparkEmbedding embedding = options.embedding();
        Dataset<Row> images = options.images(spark);
        long all = images.count();
        Dataset<Row> missing = exists(spark) ? missing(spark, embedding, images) : images;
        long before = all - missing.count();
        if (before < all) {
            embedding.run(missing).write().mode(SaveMode.Append).parquet(out);
        }
        Dataset<Row> written = spark.read().parquet(out);
        long failed = written.where("reason is not null").count();
        command.commandLine()
                .getOut()
                .println(all + " images of " + options.data() + " by " + options.encoder() + " in " + out + ", "
                        + (before == 0 ? "" : before + " done before, ") + failed + " failures");
        if (failed > options.maxFailures() * all) {
            Row first = written.where("reason is not null").orderBy("row").first();
            throw new IllegalArgumentException(failed + " of " + all + " images failed, more than --max-failures "
                    + options.maxFailures() + ". First: " + first.getAs("path") + ": " + first.getAs("reason"));
        }
        return failed == 0 ? 0 : JobLine.PARTIAL;
    }

    private boolean exists(SparkSession spark) throws IOException {
        Path path = new Path(out, "_SUCCESS");
        return path.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(path);
    }

    /** Those without a row; whatever lies there must be of the same encoder and the same list of images. */
    private Dataset<Row> missing(SparkSession spark, SparkEmbedding embedding, Dataset<Row> images) {
        Dataset<Row> written = spark.read().parquet(out);
        Metadata made = written.schema().apply("embedding").metadata();
        String identity = embedding.identity();
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
        requireSameContent(written, images);
        return images.join(known.select("id"), images.col("id").equalTo(known.col("id")), "left_anti");
    }

    /** Files that were read before must have the bytes that they had. */
    private void requireSameContent(Dataset<Row> written, Dataset<Row> images) {
        ImageBytes bytes = new ImageBytes(new SerializableConfiguration(
                written.sparkSession().sparkContext().hadoopConfiguration()));
        Dataset<Row> before = written.where("content_sha256 is not null").select("id", "content_sha256");
        FilterFunction<Row> changed = row -> !bytes.has(row.getString(0), row.getString(1));
        Dataset<Row> others =
                images.join(before, "id").select("path", "content_sha256").filter(changed);
        List<Row> first = others.takeAsList(1);
        if (!first.isEmpty()) {
            throw new IllegalArgumentException(out + " holds the embedding of another file: "
                    + first.get(0).getString(0)
                    + " has other bytes now than when it was embedded. Choose another --out, or remove it.");
        }
    }
}

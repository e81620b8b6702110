package io.discern.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** The options of every job that embeds images. */
final class EmbeddingOptions {
    @Option(
            names = "--encoder",
            required = true,
            paramLabel = "PROVIDER:LOCATION",
            description = {
                "For example onnx:/models/biomedclip or mini:general; a folder that the driver and every executor have, at the same path,",
                "or onnx:spark-files/NAME for one that spark-submit --archives FILE.zip#NAME distributes."
            })
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

    String encoder() {
        return encoder;
    }

    String data() {
        return data;
    }

    int batch() {
        return batch;
    }

    double maxFailures() {
        return maxFailures;
    }

    /** The last part of the data's URL. */
    String name() {
        return data.replaceFirst("/+$", "").replaceFirst("^.*/", "");
    }

    SparkEmbedding embedding() {
        SparkEmbedding embedding = SparkEmbedding.of(encoder).device(device);
        embedding = batch == 0 ? embedding : embedding.batchSize(batch);
        return partitions == 0 ? embedding : embedding.partitions(partitions);
    }

    Dataset<Row> images(SparkSession spark) {
        String folder = data.substring(0, Math.max(0, data.lastIndexOf('/')));
        if (data.endsWith(".csv")) {
            return ImageRows.table(spark.read().option("header", "true").csv(data), folder);
        }
        return data.endsWith(".parquet")
                ? ImageRows.table(spark.read().parquet(data), folder)
                : ImageRows.folder(spark, data);
    }

    /** For a manifest. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("data", data);
        settings.put("device", device);
        settings.put("batch", batch == 0 ? "the encoder's" : Integer.toString(batch));
        return settings;
    }
}

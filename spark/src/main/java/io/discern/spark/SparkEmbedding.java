package io.discern.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.run.RunManifest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Embeds images where they are read: a task opens one encoder, and gives a row for each image, embedded or not.
 *
 * <p>Rows of the data set are cut into chunks of {@value #CHUNK}, whatever the partitions are, and batches do not go beyond a chunk: an image is in the same
 * batch however many executors there are, so its embedding has the same bits, and a task that is repeated gives what it gave. The driver opens the
 * encoder once, to know what every executor must find: one whose files have other hashes is an error.
 *
 * <p>Immutable.
 */
public final class SparkEmbedding {
    /** The columns beside those of {@link ImageRows}: {@code embedding} (null where there is a {@code reason}), {@code reason}, {@code content_sha256} of the file. */
    public static final StructType SCHEMA = ImageRows.SCHEMA
            .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), true)
            .add("reason", DataTypes.StringType, true)
            .add("content_sha256", DataTypes.StringType, true);

    /** In the metadata of the column {@code embedding}: the encoder as it was written, and all it states of itself, as JSON. */
    static final String ENCODER = "discern.encoder";

    static final String MANIFEST = "discern.manifest";

    /** In the same place: what decides the values, as JSON. */
    static final String IDENTITY = "discern.identity";

    static final int CHUNK = 256;

    private final EncoderSpec encoder;
    private final int partitions;

    private SparkEmbedding(EncoderSpec encoder, int partitions) {
        this.encoder = encoder;
        this.partitions = partitions;
    }

    /**
     * By that encoder on the CPU.
     *
     * @param encoder {@code provider:location?key=value}; a location is a path that the driver and every executor have, or {@code spark-files/NAME} for what {@code --archives
     *     FILE#NAME} or {@code --files} distribute
     */
    public static SparkEmbedding of(String encoder) {
        return new SparkEmbedding(new EncoderSpec(encoder, "cpu", 0), 0);
    }

    /** On another device of each executor, such as {@code cuda:0}. */
    public SparkEmbedding device(String device) {
        return new SparkEmbedding(new EncoderSpec(encoder.address(), device, encoder.batchSize()), partitions);
    }

    /** With that many images handed to the encoder at once, at most {@value #CHUNK}; else its own number. */
    public SparkEmbedding batchSize(int batchSize) {
        if (batchSize < 1 || batchSize > CHUNK) {
            throw new IllegalArgumentException("batchSize " + batchSize + "; expected 1 to " + CHUNK);
        }
        return new SparkEmbedding(new EncoderSpec(encoder.address(), encoder.device(), batchSize), partitions);
    }

    /** In that many tasks, at most; else four for each core, but no fewer than a chunk each. */
    public SparkEmbedding partitions(int partitions) {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions " + partitions + "; expected at least 1");
        }
        return new SparkEmbedding(encoder, partitions);
    }

    /**
     * Embeds; lazily, as Spark does, but for the encoder, which the driver opens here.
     *
     * @param images as {@link ImageRows} makes them
     * @return a row for each image, as {@link #SCHEMA}, in no order; the metadata of {@code embedding} say by what
     * @throws io.discern.EncoderException if the driver cannot open the encoder
     */
    public Dataset<Row> run(Dataset<Row> images) {
        return pictures(images, images::count, info(), Drawing.NONE).drop("width", "height");
    }

    /**
     * The same of pictures that are drawn first, with their sizes.
     *
     * @param images with a column {@code named} where something is drawn
     * @param count how many they are, asked for where it matters
     */
    Dataset<Row> pictures(Dataset<Row> images, LongSupplier count, EncoderInfo info, Drawing drawing) {
        SparkSession spark = images.sparkSession();
        Map<String, String> identity = EncoderSpec.identity(info);
        EmbedTask task = new EmbedTask(
                encoder,
                identity,
                CHUNK,
                new ImageBytes(
                        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration())),
                drawing);
        Stream<String> columns = Stream.concat(
                Arrays.stream(ImageRows.SCHEMA.fieldNames()),
                drawing.condition() == null ? Stream.empty() : Stream.of("named"));
        // Sorted, for a chunk is rows that follow each other.
        Dataset<Row> cut = images.select(columns.map(functions::col).toArray(Column[]::new))
                .repartition(tasks(spark, count), functions.expr("row div " + CHUNK))
                .sortWithinPartitions("row");
        return cut.mapPartitions(task, Encoders.row(EmbedTask.SCHEMA))
                .withColumn("embedding", functions.col("embedding").as("embedding", metadata(info, identity)));
    }

    EncoderSpec encoder() {
        return encoder;
    }

    /** What the encoder states of itself on the driver. */
    public EncoderInfo info() {
        try (VisionLanguageEncoder opened = encoder.open(1)) {
            return opened.info();
        }
    }

    /** What decides the values, as it stands in the metadata. */
    String identity() {
        return json(EncoderSpec.identity(info()));
    }

    private static String json(Map<String, ?> map) {
        try {
            return new ObjectMapper().writeValueAsString(map);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("maps of strings are always JSON", impossible);
        }
    }

    private int tasks(SparkSession spark, LongSupplier count) {
        if (partitions > 0) {
            return partitions;
        }
        long chunks = (count.getAsLong() + CHUNK - 1) / CHUNK;
        return (int) Math.max(1, Math.min(chunks, 4L * spark.sparkContext().defaultParallelism()));
    }

    private Metadata metadata(EncoderInfo info, Map<String, String> identity) {
        Map<String, String> settings = Map.of("chunk", Integer.toString(CHUNK));
        return new MetadataBuilder()
                .putString(ENCODER, encoder.address())
                .putString(IDENTITY, json(identity))
                .putString(MANIFEST, json(new RunManifest(List.of(info), List.of(), settings).toMap()))
                .build();
    }
}

package io.discern.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.dataset.LabeledImages;
import io.discern.run.EmbeddingRun;
import io.discern.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkEmbeddingTest {
    private static final String ENCODER = "mini:general?threads=1";
    private static final int BATCH = 8;

    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static LabeledImages images;
    private static RunResult local;

    @BeforeAll
    static void writeImagesAndEmbedThemHere() throws IOException {
        spark = LocalSpark.session("local[2]");
        LesionFiles.write(folder, 9);
        images = LabeledImages.open(folder);
        try (VisionLanguageEncoder encoder = Encoders.open(ENCODER)) {
            local = EmbeddingRun.with(encoder).batchSize(BATCH).run(images);
        }
    }

    @Test
    void embeddingsAreThoseOfALocalRunToTheBitInHoweverManyTasks() {
        for (int partitions : new int[] {1, 3}) {
            // Row numbers this far apart cut the images into chunks of two batches.
            Dataset<Row> apart = ImageRows.of(spark, images)
                    .withColumn("row", functions.expr("row * " + SparkEmbedding.CHUNK / 2 / BATCH));
            List<Row> rows = SparkEmbedding.of(ENCODER)
                    .batchSize(BATCH)
                    .partitions(partitions)
                    .run(apart)
                    .orderBy("row")
                    .collectAsList();
            assertThat(rows).hasSize(images.size());
            for (int i = 0; i < rows.size(); i++) {
                assertThat(rows.get(i).getString(1))
                        .isEqualTo(images.images().get(i).id());
                assertThat(rows.get(i).getList(7))
                        .isEqualTo(floats(local.embeddings().row(i)));
            }
        }
    }

    /** So that an encoder to which its batch matters gives the bits of a local run. */
    @Test
    void batchesFollowTheNumbersOfRowsInWhateverOrderRowsCome() {
        int last = images.size() - 1;
        Dataset<Row> backwards = ImageRows.of(spark, images)
                .withColumn("row", functions.expr("(" + last + " - row) * " + SparkEmbedding.CHUNK / 2 / BATCH));
        List<Row> rows = SparkEmbedding.of("faulty:place")
                .batchSize(BATCH)
                .partitions(1)
                .run(backwards)
                .orderBy("row")
                .collectAsList();
        for (int i = 0; i <= last; i++) {
            assertThat(rows.get(i).getList(7).get(0)).isEqualTo((float) (i % BATCH));
        }
    }

    @Test
    void aFolderOfAFileSystemHasTheSameImagesAndClasses() {
        List<Row> rows = ImageRows.folder(spark, folder.toUri().toString())
                .orderBy("row")
                .collectAsList();
        assertThat(rows.stream().map(row -> row.getString(3)))
                .containsExactlyElementsOf(
                        images.images().stream().map(image -> image.label()).toList());
        Dataset<Row> embedded = SparkEmbedding.of(ENCODER)
                .batchSize(BATCH)
                .run(ImageRows.folder(spark, folder.toUri().toString()));
        assertThat(embedded.orderBy("row").collectAsList().get(5).getList(7))
                .isEqualTo(floats(local.embeddings().row(5)));
    }

    @Test
    void whatCannotBeReadIsARowWithItsReasonAndNothingElseIsLost(@TempDir Path spoilt) throws IOException {
        LesionFiles.write(spoilt, 3);
        Path poisoned = spoilt.resolve("nevus").resolve("aaa-poisoned.png");
        Files.createDirectories(poisoned.getParent());
        Files.write(poisoned, new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13});
        Dataset<Row> embedded = SparkEmbedding.of(ENCODER)
                .run(ImageRows.folder(spark, spoilt.toUri().toString()));
        List<Row> rows = embedded.collectAsList();
        assertThat(rows.stream().filter(row -> !row.isNullAt(8)))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getString(2)).endsWith("aaa-poisoned.png");
                    assertThat(row.isNullAt(7)).isTrue();
                    assertThat(row.getString(8)).contains("aaa-poisoned.png");
                });
        assertThat(rows.stream().filter(row -> !row.isNullAt(7)).count()).isEqualTo(rows.size() - 1);
    }

    @Test
    void parquetSaysWhatMadeTheEmbeddings(@TempDir Path out) {
        String parquet = out.resolve("rows").toString();
        SparkEmbedding.of(ENCODER).run(ImageRows.of(spark, images)).write().parquet(parquet);
        String manifest = spark.read()
                .parquet(parquet)
                .schema()
                .apply("embedding")
                .metadata()
                .getString(SparkEmbedding.MANIFEST);
        assertThat(manifest).contains("sha256").contains("mini:general");
    }

    @Test
    void anEncoderThatIsNotThereIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> SparkEmbedding.of("onnx:/nowhere/model").run(ImageRows.of(spark, images)))
                .hasMessageContaining("/nowhere/model");
    }

    private static List<Float> floats(float[] row) {
        Float[] boxed = new Float[row.length];
        java.util.Arrays.setAll(boxed, i -> row[i]);
        return List.of(boxed);
    }
}

package io.discern.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.dataset.LabeledImages;
import io.discern.miniatures.Miniatures;
import io.discern.run.EmbeddingRun;
import io.discern.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.immutable.Map$;

/** Two executors, processes of their own: whatever happens to them, answers do not change, or there is an error that says what to do. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsTest {
    @TempDir
    static Path folder;

    /** Executors fetch them as long as the session lasts. */
    @TempDir
    static Path archives;

    private static SparkSession spark;
    private static LabeledImages images;

    @BeforeAll
    static void start() throws IOException {
        spark = LocalSpark.session("local-cluster[2,1,768]", Map.of("spark.archives", archive()));
        LesionFiles.write(folder, 4);
        images = LabeledImages.open(folder);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static RunResult local() {
        try (VisionLanguageEncoder encoder = Encoders.open("faulty:well")) {
            return EmbeddingRun.with(encoder).run(images);
        }
    }

    private static void assertLocal(List<Row> rows) {
        assertEmbedded(rows, local());
    }

    private static void assertEmbedded(List<Row> rows, RunResult local) {
        assertThat(rows).hasSize(images.size());
        for (int i = 0; i < rows.size(); i++) {
            float[] row = local.embeddings().row(i);
            assertThat(rows.get(i).getList(7))
                    .isEqualTo(
                            IntStream.range(0, row.length).mapToObj(j -> row[j]).toList());
        }
    }

    /** As a speculative copy, whose output Spark commits once; it starts none on a host that has the first. */
    @Test
    void aTaskThatFailsInTheMidstOfWritingIsDoneAgainAndLeavesNoRowTwice(@TempDir Path out) {
        String parquet = out.resolve("rows").toString();
        SparkEmbedding.of("faulty:throws").partitions(2).run(spread()).write().parquet(parquet);
        assertLocal(spark.read().parquet(parquet).orderBy("row").collectAsList());
    }

    /** Every image in a chunk of its own. */
    private static Dataset<Row> spread() {
        return ImageRows.of(spark, images).withColumn("row", functions.expr("row * " + SparkEmbedding.CHUNK));
    }

    @Test
    void anExecutorWithoutTheModelIsAnErrorThatSaysSo() {
        Throwable thrown = catchThrowable(() -> SparkEmbedding.of("faulty:absent")
                .run(ImageRows.of(spark, images))
                .collectAsList());
        assertThat(JobLine.sentence(thrown))
                .isEqualTo("/models/absent: no such folder; expected a model. Copy it to every executor.");
    }

    @Test
    void anExecutorWithAnotherModelIsRefused() {
        Throwable thrown = catchThrowable(() -> SparkEmbedding.of("faulty:other")
                .run(ImageRows.of(spark, images))
                .collectAsList());
        assertThat(JobLine.sentence(thrown))
                .contains("faulty:other is another encoder on")
                .contains("Give every executor the same files");
    }

    @Test
    void aModelOfArchivesIsOpenedWhereSparkPutsIt() {
        List<Row> rows = SparkEmbedding.of("onnx:spark-files/the-model?threads=1")
                .run(ImageRows.of(spark, images))
                .orderBy("row")
                .collectAsList();
        try (VisionLanguageEncoder encoder = Encoders.open("onnx:" + archives.resolve("general") + "?threads=1")) {
            assertEmbedded(rows, EmbeddingRun.with(encoder).run(images));
        }
    }

    /** A model as {@code spark-submit --archives} takes it. */
    private static String archive() throws IOException {
        Path model = archives.resolve("general");
        Miniatures.extract("general", model);
        Path zip = archives.resolve("model.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                Stream<Path> files = Files.walk(model)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(model.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return zip + "#the-model";
    }

    @Test
    void aModelThatHasOtherFilesThanTheDriversIsRefused(@TempDir Path model) throws IOException {
        Miniatures.extract("general", model);
        Dataset<Row> lazily = SparkEmbedding.of("onnx:" + model).run(ImageRows.of(spark, images));
        Miniatures.extract("medical", model);
        assertThat(JobLine.sentence(catchThrowable(lazily::collectAsList)))
                .contains("onnx:" + model + " is another encoder on")
                .contains("sha256");
    }

    /** The last: nobody takes the killed one's place, which costs a process more and would change what is found only by chance. */
    @Test
    @Order(Integer.MAX_VALUE)
    void anExecutorThatIsKilledInTheMidstLeavesNoTrace() {
        spark.sparkContext().requestTotalExecutors(1, 0, Map$.MODULE$.empty());
        List<Long> processes = new JavaSparkContext(spark.sparkContext())
                .parallelize(IntStream.range(0, 8).boxed().toList(), 8)
                .map(i -> ProcessHandle.current().pid())
                .distinct()
                .collect();
        AtomicBoolean killed = new AtomicBoolean();
        SparkListener killer = new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd ended) {
                if (killed.compareAndSet(false, true)) {
                    ProcessHandle.of(processes.get(0)).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        };
        PlantedRows planted = PlantedRows.of(2100, 16, 5);
        try (LabeledEmbeddings here = planted.here();
                SparkRows rows = SparkRows.of(planted.there(spark, 4));
                LabeledEmbeddings there = rows.labeled()) {
            spark.sparkContext().addSparkListener(killer);
            assertThat(new TraceRatio().measure(there, 1)).isEqualTo(new TraceRatio().measure(here, 1));
            assertLocal(SparkEmbedding.of("faulty:well")
                    .partitions(4)
                    .run(ImageRows.of(spark, images))
                    .orderBy("row")
                    .collectAsList());
            spark.sparkContext().removeSparkListener(killer);
        }
        assertThat(killed).isTrue();
        assertThat(ProcessHandle.of(processes.get(0))
                        .map(ProcessHandle::isAlive)
                        .orElse(false))
                .isFalse();
    }
}

package io.discern.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.fisher.ClusterIndices;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.geometry.Silhouette;
import io.discern.analysis.geometry.SpectralRanks;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.overlay.OverlayResult;
import io.discern.analysis.overlay.OverlayScreening;
import io.discern.analysis.study.StandardMetrics;
import io.discern.dataset.DatasetConfig;
import io.discern.dataset.LabeledImages;
import io.discern.dataset.TableColumns;
import io.discern.run.EmbeddingRun;
import io.discern.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/SPARK.md says of real images and of many rows: two executors that are processes, one of which is killed in the midst.
 *
 * <pre>mvn -pl spark -am test -Dtest=ClusterEvidenceTest -DexcludedGroups= -Dsurefire.failIfNoSpecifiedTests=false -Ddiscern.data=DIR</pre>
 */
@Tag("slow")
class ClusterEvidenceTest {
    private static final String ENCODER = "mini:general?threads=1";

    private final SparkSession spark = LocalSpark.session("local-cluster[2,1,1500]");

    /** Kills the first executor as soon as so many tasks have ended. */
    private SparkListener killerAfter(int tasks, AtomicBoolean killed) {
        List<Long> processes = new JavaSparkContext(spark.sparkContext())
                .parallelize(IntStream.range(0, 8).boxed().toList(), 8)
                .map(i -> ProcessHandle.current().pid())
                .distinct()
                .collect();
        SparkListener killer = new SparkListener() {
            private int ended;

            @Override
            public void onTaskEnd(SparkListenerTaskEnd task) {
                if (++ended == tasks) {
                    killed.set(ProcessHandle.of(processes.get(0))
                            .map(ProcessHandle::destroyForcibly)
                            .orElse(false));
                }
            }
        };
        spark.sparkContext().addSparkListener(killer);
        return killer;
    }

    @Test
    void embeddingsAndMetricsOfHam10000AreTheLocalOnes(@TempDir Path out) throws IOException {
        assumeTrue(System.getProperty("discern.data") != null, "-Ddiscern.data=DIR with images/ham10000");
        Path folder = Path.of(System.getProperty("discern.data"), "images", "ham10000");
        LabeledImages images = ham10000(folder);
        RunResult local;
        try (VisionLanguageEncoder encoder = Encoders.open(ENCODER)) {
            local = EmbeddingRun.with(encoder).run(images);
        }
        AtomicBoolean killed = new AtomicBoolean();
        SparkListener killer = killerAfter(2, killed);
        String parquet = out.resolve("rows").toString();
        SparkEmbedding.of(ENCODER)
                .partitions(3)
                .run(ImageRows.of(spark, images))
                .write()
                .parquet(parquet);
        spark.sparkContext().removeSparkListener(killer);
        assertThat(killed).isTrue();
        List<Row> rows = spark.read().parquet(parquet).orderBy("row").collectAsList();
        assertThat(rows).hasSize(local.embeddings().rows());
        for (int i = 0; i < rows.size(); i++) {
            float[] row = local.embeddings().row(i);
            assertThat(rows.get(i).getList(7))
                    .isEqualTo(
                            IntStream.range(0, row.length).mapToObj(j -> row[j]).toList());
        }
        try (LabeledEmbeddings here = LabeledEmbeddings.of(local);
                SparkRows remote = SparkRows.of(spark.read().parquet(parquet));
                LabeledEmbeddings there = remote.labeled()) {
            for (Metric metric : StandardMetrics.all()) {
                assertThat(metric.measure(there, 1))
                        .as(metric.getClass().getSimpleName())
                        .isEqualTo(metric.measure(here, 1));
            }
        }
    }

    @Test
    void overlaysOfHam10000AreTheLocalOnes() throws IOException {
        assumeTrue(System.getProperty("discern.data") != null, "-Ddiscern.data=DIR with images/ham10000");
        LabeledImages files = ham10000(Path.of(System.getProperty("discern.data"), "images", "ham10000"));
        LabeledImages images = ImageRows.images(ImageRows.of(spark, files), files.name());
        OverlayScreening screening = OverlayScreening.standard();
        OverlayResult here;
        try (VisionLanguageEncoder encoder = Encoders.open(ENCODER)) {
            here = screening.measure(encoder, images, 1);
        }
        AtomicBoolean killed = new AtomicBoolean();
        SparkListener killer = killerAfter(7, killed);
        OverlayResult there;
        try (SparkEncoder encoder = SparkEncoder.open(spark, SparkEmbedding.of(ENCODER))) {
            there = screening.measure(encoder, images, 1);
        }
        spark.sparkContext().removeSparkListener(killer);
        assertThat(killed).isTrue();
        assertThat(there.results()).isEqualTo(here.results());
        assertThat(there.verdict()).hasToString(here.verdict().toString());
        assertThat(there.images()).isEqualTo(here.images());
    }

    private static LabeledImages ham10000(Path folder) throws IOException {
        assertThat(Files.isDirectory(folder)).isTrue();
        return LabeledImages.open(
                folder,
                DatasetConfig.standard()
                        .withMetadata(folder.resolve("metadata.csv"))
                        .withColumns(new TableColumns(
                                Optional.empty(),
                                Optional.of("image_id"),
                                Optional.of("dx"),
                                Optional.of("lesion_id"),
                                Optional.empty())));
    }

    @Test
    void manyRowsGiveTheLocalResults() {
        ManyRows many = new ManyRows(Integer.getInteger("discern.rows", 200_000), 512);
        AtomicBoolean killed = new AtomicBoolean();
        try (LabeledEmbeddings here = many.here();
                SparkRows remote = SparkRows.of(many.there(spark, 8));
                LabeledEmbeddings there = remote.labeled()) {
            SparkListener killer = killerAfter(12, killed);
            for (Metric metric :
                    List.of(new TraceRatio(), new ClusterIndices(), Silhouette.byCosine(), new SpectralRanks())) {
                long start = System.nanoTime();
                var found = metric.measure(there, 1);
                long middle = System.nanoTime();
                assertThat(found).as(metric.getClass().getSimpleName()).isEqualTo(metric.measure(here, 1));
                System.out.printf(
                        "%s: %.1f s here, %.1f s on executors, %d MiB to the driver so far%n",
                        metric.getClass().getSimpleName(),
                        (System.nanoTime() - middle) / 1e9,
                        (middle - start) / 1e9,
                        remote.fetchedBytes() >> 20);
            }
            spark.sparkContext().removeSparkListener(killer);
        }
        assertThat(killed).isTrue();
    }

    @Test
    void neighboursOfTwentyThousandRowsAreTheLocalOnes() {
        PlantedRows planted = PlantedRows.of(20_000, 64, 9);
        try (LabeledEmbeddings here = planted.here();
                SparkRows remote = SparkRows.of(planted.there(spark, 7));
                LabeledEmbeddings there = remote.labeled()) {
            assertThat(KnnAccuracy.standard().measure(there, 1))
                    .isEqualTo(KnnAccuracy.standard().measure(here, 1));
        }
    }
}

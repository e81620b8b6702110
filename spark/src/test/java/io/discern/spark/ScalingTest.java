package io.discern.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.neighbors.NearestNeighbors;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a task costs, for the model in docs/SPARK.md, in processor time: other work on the machine does not count.
 *
 * <pre>mvn -pl spark -am test -Dtest=ScalingTest -DexcludedGroups= -Dsurefire.failIfNoSpecifiedTests=false -Ddiscern.data=DIR</pre>
 */
@Tag("slow")
class ScalingTest {
    private static final String ENCODER = "mini:general";

    @Test
    void processorTimeOfAnImageOnOneCoreAndOnTwo() {
        assumeTrue(System.getProperty("discern.data") != null, "-Ddiscern.data=DIR with images/ham10000");
        double[] seconds = {Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round < 4; round++) { // the first warms up
            for (int cores = 1; cores <= 2; cores++) {
                double found = processorSecondsOfAnImage(cores);
                seconds[cores - 1] = round == 0 ? seconds[cores - 1] : Math.min(seconds[cores - 1], found);
            }
        }
        System.out.printf(
                "an image: at least %.2f ms of processor time on one core, %.2f on two; efficiency %.2f%n",
                1000 * seconds[0], 1000 * seconds[1], seconds[0] / seconds[1]);
        assertThat(seconds[0] / seconds[1]).isGreaterThan(0.5);
    }

    private static double processorSecondsOfAnImage(int cores) {
        SparkSession spark = LocalSpark.session("local[" + cores + "]");
        Dataset<Row> once = ImageRows.folder(
                spark,
                Path.of(System.getProperty("discern.data"), "images", "ham10000")
                        .toUri()
                        .toString());
        long images = once.count();
        // Twice the images, so that there are chunks for all tasks.
        Dataset<Row> twice = once.union(once.withColumn("row", functions.expr("row + " + images))
                        .withColumn("id", functions.expr("concat('again-', id)")))
                .cache();
        assertThat(twice.count()).isEqualTo(2 * images);
        double before = processorSeconds();
        long embedded = SparkEmbedding.of(ENCODER)
                .partitions(4)
                .run(twice)
                .where("embedding is not null")
                .count();
        assertThat(embedded).isEqualTo(2 * images);
        return (processorSeconds() - before) / embedded;
    }

    private static double processorSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    @Test
    void bytesThatMoveForARow() throws TimeoutException {
        SparkSession spark = LocalSpark.session("local[2]");
        AtomicLong shuffled = new AtomicLong();
        spark.sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd ended) {
                TaskMetrics metrics = ended.taskMetrics();
                shuffled.addAndGet(
                        metrics == null ? 0 : metrics.shuffleWriteMetrics().bytesWritten());
            }
        });
        ManyRows many = new ManyRows(20_000, 512);
        try (SparkRows rows = SparkRows.of(many.there(spark, 8));
                LabeledEmbeddings data = rows.labeled()) {
            report("made blocks", shuffled, rows, many);
            new TraceRatio().measure(data, 1);
            report("trace ratios", shuffled, rows, many);
            NearestNeighbors.leaveGroupOut(data, 20);
            report("neighbours", shuffled, rows, many);
            assertThat(rows.fetchedBytes()).isPositive();
        }
    }

    /** Of two numbers of rows, so that what Spark itself holds does not count. */
    @Test
    void driversHeapOfARow() {
        SparkSession spark = LocalSpark.session("local-cluster[1,1,1024]");
        long[] held = new long[2];
        int[] rows = {20_000, 120_000};
        for (int run = 0; run < 3; run++) { // the first warms up
            long before = heap();
            try (SparkRows stored = SparkRows.of(new ManyRows(rows[run % 2], 16).there(spark, 8));
                    LabeledEmbeddings data = stored.labeled()) {
                held[run % 2] = heap() - before;
                assertThat(data.rows()).isEqualTo(rows[run % 2]);
            }
        }
        System.out.printf("driver's heap: %d bytes a row%n", (held[1] - held[0]) / (rows[1] - rows[0]));
        assertThat(held[1]).isGreaterThan(held[0]);
    }

    private static void report(String what, AtomicLong shuffled, SparkRows rows, ManyRows many)
            throws TimeoutException {
        SparkSession.active().sparkContext().listenerBus().waitUntilEmpty(60_000);
        System.out.printf(
                "%s: so far %.2f times the bytes of the rows shuffled, %.2f to the driver%n",
                what,
                shuffled.get() / 4.0 / many.dim() / many.rows(),
                rows.fetchedBytes() / 4.0 / many.dim() / many.rows());
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}

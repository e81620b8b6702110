package io.discern.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.dataset.LabeledImages;
import io.discern.run.EmbeddingRun;
import io.discern.run.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/**
 * A copy of a slow task. Spark starts none on the host that has the first, so the two workers here are hosts of their own, by two addresses of this machine.
 *
 * <pre>mvn -pl spark -am test -Dtest=SpeculationTest -DexcludedGroups= -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
@Tag("slow")
class SpeculationTest {
    @Test
    void aFasterCopyOfATaskLeavesNoRowTwice(@TempDir Path folder) throws IOException {
        LesionFiles.write(folder.resolve("images"), 12);
        LabeledImages images = LabeledImages.open(folder.resolve("images"));
        RunResult local;
        try (VisionLanguageEncoder encoder = Encoders.open("faulty:well")) {
            local = EmbeddingRun.with(encoder).run(images);
        }
        SparkConf conf = new SparkConf().set("spark.master.rest.enabled", "false");
        List<RpcEnv> cluster = new ArrayList<>();
        cluster.add(Master.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, conf)._1());
        String master = "spark://127.0.0.1:" + cluster.get(0).address().port();
        for (int host = 1; host <= 2; host++) {
            cluster.add(Worker.startRpcEnvAndEndpoint(
                    "127.0.0." + host,
                    0,
                    0,
                    1,
                    1024,
                    new String[] {master},
                    folder.resolve("work").toString(),
                    Option.apply((Object) host),
                    conf,
                    Option.empty()));
        }
        SparkSession spark = LocalSpark.session(
                master,
                Map.of(
                        "spark.speculation", "true",
                        "spark.speculation.quantile", "0.5",
                        "spark.speculation.multiplier", "1.5",
                        "spark.cores.max", "2"));
        AtomicInteger copies = new AtomicInteger();
        spark.sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd ended) {
                copies.addAndGet(
                        ended.taskInfo().speculative() && ended.taskInfo().successful() ? 1 : 0);
            }
        });
        String parquet = folder.resolve("rows").toString();
        try {
            // Every image in a chunk of its own, so that every task has some.
            SparkEmbedding.of("faulty:slow")
                    .partitions(6)
                    .run(ImageRows.of(spark, images).withColumn("row", functions.expr("row * " + SparkEmbedding.CHUNK)))
                    .write()
                    .parquet(parquet);
            List<Row> rows = spark.read().parquet(parquet).orderBy("row").collectAsList();
            assertThat(rows).hasSize(images.size());
            for (int i = 0; i < rows.size(); i++) {
                float[] row = local.embeddings().row(i);
                assertThat(rows.get(i).getList(7))
                        .isEqualTo(IntStream.range(0, row.length)
                                .mapToObj(j -> row[j])
                                .toList());
            }
            assertThat(copies).hasPositiveValue();
        } finally {
            spark.stop();
            cluster.forEach(RpcEnv::shutdown);
        }
    }
}

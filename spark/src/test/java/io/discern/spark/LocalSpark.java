package io.discern.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** Sessions for tests. */
final class LocalSpark {

    private LocalSpark() {}

    /** What an executor of {@code local-cluster[executors,cores,MiB]} may take. */
    private static String memory(String master) {
        return master.startsWith("local-cluster") ? master.replaceAll("^.*,|]$", "") + "m" : "1g";
    }

    /** This one's, whatever folder an executor starts in. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** This one's, as the build gives them to JVMs that live for seconds. */
    private static String options() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:"))
                .collect(Collectors.joining(" "));
    }

    /** One session at a time; a master other than the last one's ends that. */
    static synchronized SparkSession session(String master) {
        return session(master, Map.of());
    }

    /** As above with more settings, which a session that runs already does not get. */
    static synchronized SparkSession session(String master, Map<String, String> settings) {
        SparkSession running = SparkSession.getDefaultSession().isDefined()
                ? SparkSession.getDefaultSession().get()
                : null;
        if (running != null
                && !running.sparkContext().isStopped()
                && running.sparkContext().master().equals(master)) {
            return running;
        }
        if (running != null) {
            running.stop();
            SparkSession.clearDefaultSession();
            SparkSession.clearActiveSession();
        }
        try {
            Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        SparkSession.Builder builder = SparkSession.builder();
        settings.forEach(builder::config);
        return builder.master(master)
                .appName("discern")
                .config("spark.ui.enabled", "false")
                // Of few rows: Spark's own would be made, cleared and collected anew for each of many small jobs.
                .config("spark.buffer.pageSize", "1m")
                .config("spark.broadcast.blockSize", "256k")
                .config("spark.sql.shuffle.partitions", "4")
                .config("spark.default.parallelism", "2")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.executor.memory", memory(master))
                .config("spark.sql.warehouse.dir", "target/warehouse")
                .config("spark.executor.extraClassPath", classPath())
                .config("spark.executor.extraJavaOptions", options())
                .getOrCreate();
    }
}

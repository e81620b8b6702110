package io.discern.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code spark-submit} starts. */
class JobsTest {
    private static SparkSession spark;

    @TempDir
    static Path folder;

    private static String images;
    private static String parquet;

    @BeforeAll
    static void embed() throws IOException {
        spark = LocalSpark.session("local[2]");
        LesionFiles.write(folder.resolve("images"), 15);
        images = folder.resolve("images").toUri().toString();
        parquet = folder.resolve("rows").toUri().toString();
        assertThat(JobLine.run(new EmbedJob(), "--encoder", "faulty:well", "--data", images, "--out", parquet))
                .isZero();
    }

    @Test
    void imagesBecomeParquetAndParquetBecomesResultsAndASecondRunDoesNothing() throws IOException {
        String[] embed = {"--encoder", "faulty:well", "--data", images, "--out", parquet};
        long files = files(folder.resolve("rows"));
        assertThat(JobLine.run(new EmbedJob(), embed)).isZero();
        assertThat(files(folder.resolve("rows"))).isEqualTo(files);

        Path out = folder.resolve("results");
        assertThat(JobLine.run(new AnalyzeJob(), "--embeddings", parquet, "--out", out.toString(), "--sample", "20"))
                .isZero();
        List<String> results = Files.readAllLines(out.resolve("results.csv"));
        assertThat(results).anyMatch(line -> line.contains("trace-ratio-balanced,unit,corrected"));
        assertThat(results)
                .filteredOn(line -> line.contains(",uniformity,"))
                .allMatch(line -> line.contains("whole groups drawn at random"));
        assertThat(results)
                .filteredOn(line -> line.contains(",knn,"))
                .noneMatch(line -> line.contains("drawn at random"));
        assertThat(out.resolve("manifest.json")).exists();
    }

    private static long files(Path parquet) throws IOException {
        try (var listed = Files.list(parquet)) {
            return listed.filter(file -> file.toString().endsWith(".parquet")).count();
        }
    }

    @Test
    void anotherEncoderIsNotAddedToTheSameTable() {
        assertThat(errors("--encoder", "mini:general", "--data", images, "--out", parquet))
                .contains("holds embeddings of another encoder");
    }

    @Test
    void aFileWithOtherBytesIsNotTakenForTheOneThatWasEmbedded(@TempDir Path own) throws IOException {
        LesionFiles.write(own.resolve("images"), 2);
        String rows = own.resolve("rows").toUri().toString();
        String[] embed = {
            "--encoder", "faulty:well", "--data", own.resolve("images").toUri().toString(), "--out", rows
        };
        assertThat(JobLine.run(new EmbedJob(), embed)).isZero();
        Path file;
        try (var files = Files.walk(own.resolve("images"))) {
            file = files.filter(Files::isRegularFile).sorted().toList().get(1);
        }
        long before = spark.read().parquet(rows).count();
        Files.write(file, new byte[] {0}, StandardOpenOption.APPEND);
        assertThat(errors(embed))
                .contains("holds the embedding of another file")
                .contains(file.getFileName().toString())
                .contains("Choose another --out");
        assertThat(spark.read().parquet(rows).count()).isEqualTo(before);
    }

    @Test
    void wrongArgumentsNameTheLegalOnes() {
        assertThat(errors("--encoder", "mini:general"))
                .contains("legal options:")
                .contains("--data");
    }

    private static String errors(String... arguments) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            JobLine.run(new EmbedJob(), arguments);
        } finally {
            System.setErr(before);
        }
        return told.toString(StandardCharsets.UTF_8);
    }
}

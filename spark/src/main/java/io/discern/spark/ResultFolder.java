package io.discern.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;

/** Files for people, written on the driver and put where they belong: a folder of its own, or one of a file system that Spark writes. */
final class ResultFolder {

    private ResultFolder() {}

    /** Writes all files into a folder. */
    interface Writer {
        void write(Path folder) throws IOException;
    }

    static void write(SparkSession spark, String out, Writer writer) throws IOException {
        if (!ImageBytes.isUrl(out)) {
            writer.write(Path.of(out));
            return;
        }
        Path folder = Files.createTempDirectory("discern-results").resolve("out");
        writer.write(folder);
        org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(out);
        FileSystem files = target.getFileSystem(spark.sparkContext().hadoopConfiguration());
        files.copyFromLocalFile(true, true, new org.apache.hadoop.fs.Path(folder.toUri()), target);
    }
}

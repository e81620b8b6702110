package io.discern.examples;

import io.discern.analysis.report.HtmlReport;
import io.discern.analysis.study.StudyResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The page of what a study has found so far, {@value #NAME} beside its later files: written anew when a cell is done, but for at most a twentieth of the
 * time, and removed when the study is complete. What is written last when a process is stopped is what was found last.
 */
final class PartialReport {
    static final String NAME = "partial.html";

    private static final int COSTS = 20;

    private final Path file;
    private StudyResult latest;
    private long written = System.nanoTime();
    private long cost;

    /** A page in that folder. */
    PartialReport(Path folder) {
        file = folder.resolve(NAME);
    }

    /** Takes what was found so far. */
    synchronized void found(StudyResult soFar) throws IOException {
        latest = soFar;
        if (System.nanoTime() - written >= COSTS * cost) {
            write();
        }
    }

    /** Writes what was found and is not yet written; on any thread. */
    synchronized void write() throws IOException {
        if (latest == null) {
            return;
        }
        long start = System.nanoTime();
        HtmlReport.write(latest, file);
        latest = null;
        written = System.nanoTime();
        cost = written - start;
    }

    /** Where it is, if there is one. */
    synchronized boolean exists() {
        return Files.exists(file);
    }

    Path file() {
        return file;
    }

    /** The study is complete: nobody needs it any more. */
    synchronized void remove() throws IOException {
        latest = null;
        Files.deleteIfExists(file);
    }
}

package io.discern.examples;

import io.discern.analysis.report.HtmlReport;
import io.discern.analysis.study.StudyResult;
import io.discern.internal.file.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The page of what a study has found so far, {@value #NAME} beside its later files: written anew when a cell is done, but for at most a twentieth of the
 * time, and removed when the study is complete.
 */
final class PartialReport {
    static final String NAME = "partial.html";

    private static final int COSTS = 20;

    private final Path file;
    private final Path coming;
    private long written = System.nanoTime();
    private long cost;

    /** A page in that folder. */
    PartialReport(Path folder) {
        file = folder.resolve(NAME);
        coming = folder.resolve("." + NAME);
    }

    /** Takes what was found so far. */
    synchronized void found(StudyResult soFar) throws IOException {
        long start = System.nanoTime();
        if (start - written < COSTS * cost) {
            return;
        }
        try {
            // Of one name always, so that nothing is left of a process that is killed meanwhile.
            Files.writeString(coming, HtmlReport.render(soFar));
            Files.move(coming, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw FileErrors.explained(failed, file);
        }
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
        Files.deleteIfExists(coming);
        Files.deleteIfExists(file);
    }
}

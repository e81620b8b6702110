package io.discern.examples;

import io.discern.analysis.study.StudyFailure;
import io.discern.analysis.study.StudyListener;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyTime;
import java.io.IOException;
import java.util.Locale;

/** Tells of a study on the error stream: {@link Progress} of each stage, and every failure as a line. */
final class StudyProgress implements StudyListener, AutoCloseable {
    private static final int SHOWN_FAILURES = 10;

    private final PartialReport partial;
    private Progress bar = new Progress("");
    private int failures;
    private boolean unwritable;

    /**
     * Tells.
     *
     * @param partial takes what is found so far
     */
    StudyProgress(PartialReport partial) {
        this.partial = partial;
    }

    @Override
    public void onStage(String encoder, String dataset, StudyTime.Stage stage) {
        bar.close();
        bar = new Progress(encoder + " " + dataset + " " + stage.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void onProgress(int done, int total) {
        bar.onProgress(done, total);
    }

    @Override
    public void onFailure(StudyFailure failure) {
        if (++failures <= SHOWN_FAILURES) {
            System.err.println("failed: " + failure.encoder() + " " + failure.dataset() + " " + failure.path() + ": "
                    + failure.reason());
        } else if (failures == SHOWN_FAILURES + 1) {
            System.err.println("further failures are in failures.csv only");
        }
    }

    @Override
    public void onCell(StudyResult soFar) {
        try {
            partial.found(soFar);
        } catch (IOException failed) {
            // The study itself is worth more than its page; its end tells again if nothing can be written.
            if (!unwritable) {
                System.err.println("failed: " + failed.getMessage());
            }
            unwritable = true;
        }
    }

    @Override
    public void close() {
        bar.close();
    }
}

package io.discern.examples;

import io.discern.run.ImageFailure;
import io.discern.run.RunListener;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar for a run, on the error stream; silent where that is not a terminal. */
final class Progress implements RunListener, AutoCloseable {
    private static final int SHOWN_FAILURES = 10;

    private final String task;
    private int failures;
    private ProgressBar bar;

    Progress(String task) {
        this.task = task;
    }

    @Override
    public void onProgress(int done, int total) {
        if (System.console() == null) {
            return;
        }
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUnit(" images", 1)
                    .build();
        }
        bar.stepTo(done);
    }

    @Override
    public void onFailure(ImageFailure failure) {
        if (++failures <= SHOWN_FAILURES) {
            String place = failure.reason().startsWith(failure.path()) ? "" : failure.path() + ": ";
            System.err.println("failed: " + place + failure.reason());
        } else if (failures == SHOWN_FAILURES + 1) {
            System.err.println("further failures are in failures.csv only");
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}

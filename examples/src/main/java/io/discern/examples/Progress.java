package io.discern.examples;

import io.discern.run.RunListener;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar for a run, on the error stream; silent where that is not a terminal. */
final class Progress implements RunListener, AutoCloseable {
    private final String task;
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
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}

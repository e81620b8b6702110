package io.discern.examples;

import io.discern.run.ImageFailure;
import io.discern.run.RunListener;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a run is, on the error stream: a bar on a terminal; elsewhere a line when it begins, and one a minute. Told from any thread. */
final class Progress implements RunListener, AutoCloseable {
    private static final int SHOWN_FAILURES = 10;

    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final String task;
    private long told = System.nanoTime();
    private int failures;
    private ProgressBar bar;

    Progress(String task) {
        this.task = task;
        if (System.console() == null && !task.isEmpty()) {
            System.err.println(task);
        }
    }

    @Override
    public synchronized void onProgress(int done, int total) {
        if (System.console() == null) {
            if (System.nanoTime() - told >= MINUTE_NANOS) {
                told = System.nanoTime();
                System.err.println(task + ": " + done + " of " + total + " images");
            }
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

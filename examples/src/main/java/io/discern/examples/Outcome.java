package io.discern.examples;

import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyTime;

/** How a program ended, as its process's exit code. */
final class Outcome {
    /** All done. */
    static final int DONE = 0;
    /** An error; nothing was written. */
    static final int FAILED = 1;
    /** Wrong arguments. */
    static final int USAGE = 2;
    /** Done but for what failures.csv names. */
    static final int PARTIAL = 3;
    /** Stopped from outside. */
    static final int STOPPED = 130;

    private Outcome() {}

    /** Of work that lost some of its inputs. */
    static int of(int failures) {
        return failures == 0 ? DONE : PARTIAL;
    }

    /** Of a study: an error if no encoder embedded any data set; baselines do not count. */
    static int of(StudyResult result) {
        boolean embedded = result.times().stream()
                        .anyMatch(time -> time.stage() == StudyTime.Stage.EMBED
                                && result.compared().contains(time.encoder()))
                && result.rows().stream()
                        .anyMatch(
                                row -> row.result().n() > 0 && result.compared().contains(row.encoder()));
        return embedded ? of(result.failures().size()) : FAILED;
    }
}

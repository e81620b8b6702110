package io.discern.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import io.discern.TimeLimitException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends a run that takes longer than a limit: a graph can loop for ever, and nothing but a clock tells. */
final class RunLimit {
    /** Where no limit is given: longer than a batch of a large model takes on a slow processor. */
    static final int SECONDS = 600;

    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final RunOptions options;
    private boolean over;
    private boolean ended;

    private RunLimit(RunOptions options) {
        this.options = options;
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "discern-run-limit");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /**
     * Runs a graph.
     *
     * @param file what messages call the graph
     * @param seconds the limit
     * @throws TimeLimitException if the limit is reached
     */
    static OrtSession.Result run(
            OrtSession session, Map<String, OnnxTensor> feeds, Set<String> outputs, String file, int seconds)
            throws OrtException {
        try (RunOptions options = new RunOptions()) {
            RunLimit limit = new RunLimit(options);
            Future<?> alarm = CLOCK.schedule(limit::end, seconds, TimeUnit.SECONDS);
            try {
                return session.run(feeds, outputs, options);
            } catch (OrtException failed) {
                if (limit.ended()) {
                    throw new TimeLimitException(
                            file + ": a run took longer than " + seconds
                                    + " s and was ended; expected a graph that comes to"
                                    + " an end. If the model is only slow, take smaller batches, or raise option time-limit=SECONDS.",
                            failed);
                }
                throw failed;
            } finally {
                alarm.cancel(false);
                limit.over();
            }
        }
    }

    private synchronized void end() {
        if (!over) { // later the options are closed
            ended = true;
            try {
                options.setTerminate(true);
            } catch (OrtException unheard) {
                ended = false; // the run goes on as if there were no limit
            }
        }
    }

    private synchronized boolean ended() {
        return ended;
    }

    private synchronized void over() {
        over = true;
    }
}

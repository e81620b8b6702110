package io.discern.examples;

import io.discern.run.EmbeddingStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Makes a program's end, by SIGINT (Ctrl-C), SIGTERM or an error, cost nothing that is finished: what the store's runs have encoded is written,
 * and the command that goes on is printed. A signal then {@linkplain ImmediateExit ends the process} within two seconds, whatever native code it is in.
 */
final class Resumption implements AutoCloseable {
    /** An end must not take longer than two seconds. */
    private static final long PATIENCE_MILLIS = 1300;

    private final EmbeddingStore store;
    private final Path kept;
    private final CommandSpec command;
    private final Optional<PartialReport> partial;
    private final ImmediateExit exit = new ImmediateExit();
    private final Thread atExit = new Thread(this::stop, "discern-stop");
    private volatile boolean done;

    /**
     * Watches until it is closed.
     *
     * @param store what is kept
     * @param kept where it lies
     */
    Resumption(EmbeddingStore store, Path kept, CommandSpec command) {
        this(store, kept, command, Optional.empty());
    }

    /** The same that also writes a page of what was found. */
    Resumption(EmbeddingStore store, Path kept, CommandSpec command, Optional<PartialReport> partial) {
        this.partial = partial;
        this.store = store;
        this.kept = kept;
        this.command = command;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** The files are in place: nothing is left to go on with. */
    void done() {
        done = true;
    }

    private void stop() {
        Thread save = new Thread(this::save, "discern-save");
        save.setDaemon(true);
        save.start();
        try {
            save.join(PATIENCE_MILLIS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        if (!done) {
            tell("stopped");
        }
        System.err.flush();
        exit.with(Outcome.STOPPED);
    }

    private void save() {
        try {
            store.save();
        } catch (IOException failed) {
            System.err.println("error: " + failed.getMessage());
        }
    }

    private void tell(String what) {
        int saved = store.taken() + store.encoded();
        System.err.println(what
                + (saved == 0
                        ? "; no image was finished"
                        : "; " + saved + " images are finished and kept in " + kept + ". This goes on there:\n  "
                                + Invocation.of(command)));
        partial.filter(PartialReport::exists)
                .ifPresent(page -> System.err.println("what was found until then: " + page.file()));
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // The hook runs, and will halt: whoever is here must not go on as if nothing had happened.
            sleep();
        }
        if (!done && store.encoded() > 0) {
            tell("not finished");
        }
    }

    private static void sleep() {
        try {
            TimeUnit.SECONDS.sleep(1 + PATIENCE_MILLIS / 1000);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}

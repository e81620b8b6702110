package io.discern.testkit;

import org.opentest4j.TestAbortedException;

/** One clause of a contract: it fails and skips with its name. */
record Clause(String name) {

    /** Something to do that may throw. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /** Fails unless it holds; {@code found} is a format of the values. */
    void require(boolean holds, String expected, String found, Object... values) {
        if (!holds) {
            throw new AssertionError("clause " + name + ": " + String.format(found, values) + "; expected " + expected);
        }
    }

    /** The failure for an exception where none should be. */
    AssertionError broken(String expected, Throwable found) {
        return new AssertionError("clause " + name + ": " + found + "; expected " + expected, found);
    }

    /** Fails unless the action throws one of these types; gives what it threw. */
    @SafeVarargs
    final Throwable requireThrown(String expected, String what, Action action, Class<? extends Throwable>... types) {
        try {
            action.run();
        } catch (Throwable thrown) {
            for (Class<? extends Throwable> type : types) {
                if (type.isInstance(thrown)) {
                    return thrown;
                }
            }
            throw new AssertionError(
                    "clause " + name + ": " + what + " threw " + thrown + "; expected " + expected, thrown);
        }
        throw new AssertionError("clause " + name + ": " + what + " was accepted; expected " + expected);
    }

    /** Skips, with a reason for the report. */
    TestAbortedException skipped(String reason) {
        return new TestAbortedException("clause " + name + " is not checked: " + reason);
    }
}

package io.discern.analysis;

import java.util.Optional;

/**
 * The key of a result that stands for what a failure took away: always absent, with what went wrong as its note.
 *
 * @param stage what was going on, for example {@code measure}
 * @param failed the class that failed, if the stage went on without it
 */
public record Lost(String stage, Optional<String> failed) implements FormedKey {
    /** How it prints. */
    public static final KeyForm<Lost> FORM = KeyForm.of(Lost.class, "study", "{stage}[,failed={failed}]");

    /** A whole stage. */
    public static Lost stage(String stage) {
        return new Lost(stage, Optional.empty());
    }

    /** One metric, map or measure of a stage. */
    public static Lost part(String stage, Object failed) {
        return new Lost(stage, Optional.of(nameOf(failed)));
    }

    /** What is said of something that failed: its class, what it threw and the message. */
    public static String reason(Object failed, Throwable thrown) {
        String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
        return nameOf(failed) + " failed: " + thrown.getClass().getSimpleName() + message;
    }

    /** The name of a class; of a lambda that of the class that wrote it, since its own differs from run to run. */
    private static String nameOf(Object failed) {
        String name = failed.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }

    @Override
    public KeyForm<Lost> form() {
        return FORM;
    }
}

package io.discern.examples;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The option that says how long a study may take. */
final class Budget {
    private static final Pattern TIME = Pattern.compile("(?:(\\d+)d)?((?:\\d+h)?(?:\\d+m)?(?:\\d+s)?)");

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            description = {
                "The longest it may take, such as 90m or 1d12h: what is left then is lost with that reason, and the same",
                "command with more time goes on."
            })
    private String budget;

    /** The time, if there is a limit. */
    Optional<Duration> time() {
        if (budget == null) {
            return Optional.empty();
        }
        Matcher time = TIME.matcher(budget);
        if (!budget.isEmpty() && time.matches()) {
            try {
                Duration days = Duration.ofDays(time.group(1) == null ? 0 : Long.parseLong(time.group(1)));
                Duration all = time.group(2).isEmpty() ? days : days.plus(Duration.parse("PT" + time.group(2)));
                if (!all.isZero()) {
                    return Optional.of(all);
                }
            } catch (ArithmeticException | DateTimeParseException | NumberFormatException tooLong) {
                // refused below, with the text
            }
        }
        throw new IllegalArgumentException("--budget " + budget + "; expected a time above zero, such as 90m or 1d12h");
    }

    /** The limit in words. */
    String text() {
        return budget == null ? "none" : budget;
    }
}

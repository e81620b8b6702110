package io.discern.spark;

import io.discern.EncoderException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.SparkException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Runs a job from its command line: what fails is one readable line, and the exit code says how it ended. */
final class JobLine {
    /** An error. */
    private static final int FAILED = 1;
    /** Wrong arguments. */
    private static final int USAGE = 2;
    /** Done but for rows that say why. */
    static final int PARTIAL = 3;

    private JobLine() {}

    /** Runs it and gives its exit code. */
    static int run(Callable<Integer> job, String... args) {
        return new CommandLine(job)
                .setParameterExceptionHandler((wrong, given) -> {
                    CommandLine line = wrong.getCommandLine();
                    line.getErr().println("error: " + wrong.getMessage());
                    line.getErr()
                            .println("legal options: "
                                    + String.join(
                                            " ",
                                            line.getCommandSpec().optionsMap().keySet().stream()
                                                    .sorted()
                                                    .toList()));
                    return USAGE;
                })
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println("error: " + sentence(failure));
                    return FAILED;
                })
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    /** The command line of a job, as a shell takes it, but for the options of {@code spark-submit} itself. */
    static String submitted(CommandSpec command) {
        return "spark-submit --class " + command.userObject().getClass().getName() + " discern-spark.jar "
                + command.commandLine().getParseResult().originalArgs().stream()
                        .map(word ->
                                word.matches("[A-Za-z0-9_./:=,@%+#-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
    }

    /** What an executor or a file said, without the stages and attempts around it. */
    static String sentence(Throwable failure) {
        Throwable told = failure;
        while (told.getCause() != null && (told instanceof SparkException || told.getMessage() == null)) {
            told = told.getCause();
        }
        String message = told.getMessage() == null ? told.toString() : told.getMessage();
        if (!(told instanceof SparkException)) {
            return message;
        }
        // Spark sends the trace of a lost task as text.
        return Arrays.stream(message.split("\\R"))
                .map(String::strip)
                .filter(line -> line.matches(".*(" + EncoderException.class.getSimpleName() + "|"
                        + IOException.class.getSimpleName() + "|IllegalArgumentException|FileNotFoundException): .*"))
                .findFirst()
                .map(line -> line.replaceFirst("^.*?(Caused by: )?[a-zA-Z0-9.]*(Exception): ", ""))
                .orElse(message);
    }
}

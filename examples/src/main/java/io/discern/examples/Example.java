package io.discern.examples;

import io.discern.EncoderException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Runs an example from the command line: usage errors name the legal options, failures are one readable line. */
final class Example {
    private static final int FAILED = 1;

    private Example() {}

    /** Runs the command and ends the process with its exit code unless that is 0. */
    static void main(Object command, String... args) {
        int code = execute(command, args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs the command and returns its exit code: 0 done, 1 failed, 2 wrong usage. */
    static int execute(Object command, String... args) {
        return new CommandLine(command)
                .registerConverter(EncoderArgument.class, EncoderArgument::parse)
                .registerConverter(DataArgument.class, DataArgument::parse)
                .setParameterExceptionHandler(Example::wrongUsage)
                .setExecutionExceptionHandler(Example::failed)
                .execute(args);
    }

    private static int wrongUsage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        // Picocli tells of missing options first; an unknown one is the likelier mistake.
        String unknown = Arrays.stream(args)
                .filter(arg -> arg.startsWith("-"))
                .map(arg -> arg.split("=", 2)[0])
                .filter(option -> !command.getCommandSpec().optionsMap().containsKey(option))
                .collect(Collectors.joining(" "));
        command.getErr().println("error: " + (unknown.isEmpty() ? wrong.getMessage() : "unknown option " + unknown));
        command.getErr()
                .println("legal options: "
                        + String.join(
                                " ",
                                command.getCommandSpec().optionsMap().keySet().stream()
                                        .sorted()
                                        .toList()));
        command.getErr().println("Try --help.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        boolean expected = failure instanceof IOException
                || failure instanceof EncoderException
                || failure instanceof IllegalArgumentException;
        if (!expected) {
            throw failure;
        }
        String message = failure instanceof NoSuchFileException missing
                ? missing.getFile() + ": no such file"
                : failure.getMessage();
        command.getErr().println("error: " + message);
        return FAILED;
    }
}

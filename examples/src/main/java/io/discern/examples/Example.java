package io.discern.examples;

import io.discern.EncoderException;
import io.discern.internal.file.FileErrors;
import io.discern.internal.file.FileNames;
import io.discern.internal.file.HeapShare;
import io.discern.tokenizers.NativeCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Runs an example from the command line: usage errors name the legal options, failures are one readable line. */
final class Example {
    private Example() {}

    /** Runs the command and ends the process with its exit code unless that is 0. */
    static void main(Object command, String... args) {
        keepNatives();
        int code = execute(command, Arguments.typed(args));
        if (code != Outcome.DONE) {
            System.exit(code);
        }
    }

    /** JavaCPP would unpack into a folder of its own; which one is a program's to say, not a library's. */
    private static void keepNatives() {
        String property = "org.bytedeco.javacpp.cachedir";
        if (System.getProperty(property) == null) {
            System.setProperty(property, NativeCache.folder().resolve("javacpp").toString());
        }
    }

    /** Runs the command and returns its exit code: see {@link Outcome}. */
    static int execute(Object command, String... args) {
        CommandLine line = new CommandLine(command)
                .registerConverter(EncoderArgument.class, EncoderArgument::parse)
                .registerConverter(DataArgument.class, DataArgument::parse)
                .registerConverter(LabeledFile.class, LabeledFile::parse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Path.class, FileNames::path)
                .setParameterExceptionHandler(Example::wrongUsage)
                .setExecutionExceptionHandler(Example::failed);
        Discern.command(command.getClass()).ifPresent(line::setCommandName);
        try {
            int code = line.execute(StudyFile.expanded(line.getCommandSpec(), args));
            boolean ran = !line.isUsageHelpRequested() && !line.isVersionHelpRequested();
            if (ran && (code == Outcome.DONE || code == Outcome.PARTIAL)) {
                StudyFile.tell(line.getCommandSpec());
            }
            return code;
        } catch (IOException unreadable) {
            return told(line, sentence(unreadable));
        } catch (OutOfMemoryError full) {
            return told(
                    line,
                    "the Java heap of " + (HeapShare.heap() >> 20) + " MiB does not suffice. Raise -Xmx, or take a"
                            + " smaller --batch or a --limit.");
        } catch (LinkageError broken) {
            return told(line, "a library cannot be loaded: " + broken + ". The program Doctor says what works here.");
        }
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
        return Outcome.USAGE;
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (Thread.currentThread().isInterrupted()) {
            told(command, "stopped; nothing was written");
            return Outcome.STOPPED;
        }
        if (failure instanceof UncheckedIOException wrapped) {
            return told(command, sentence(wrapped.getCause()));
        }
        if (failure instanceof IOException failed) {
            return told(command, sentence(failed));
        }
        boolean expected = failure instanceof EncoderException
                || failure instanceof IllegalArgumentException
                || failure instanceof IllegalStateException
                || failure instanceof ArithmeticException;
        if (!expected) {
            throw failure; // a mistake of this program's: its trace is what a report needs
        }
        return told(command, failure.getMessage());
    }

    /** Whatever a file system says without naming the file in a sentence is completed. */
    private static String sentence(IOException failure) {
        if (failure instanceof FileSystemException named && named.getFile() != null) {
            return FileErrors.explained(failure, Path.of(named.getFile())).getMessage();
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static int told(CommandLine command, String message) {
        boolean lost = FileNames.posixLocale() && message.contains("?");
        command.getErr()
                .println("error: " + message
                        + (lost
                                ? " (The locale knows ASCII only, so a name with other letters may have lost them: set"
                                        + " LC_ALL=C.UTF-8.)"
                                : ""));
        return Outcome.FAILED;
    }
}

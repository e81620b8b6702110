package io.discern.examples;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All programs behind one name: {@code bin/discern COMMAND ARGUMENTS}. Knows them by name only, so that help comes at once. */
public final class Discern {
    /** What the launcher is called; unset where Java or Maven runs a program. */
    static final Optional<String> LAUNCHER = Optional.ofNullable(System.getProperty("discern.launcher"));

    /** Jars that the launcher added, separated as in a class path. */
    private static final String JARS = System.getProperty("discern.jars", "");

    private static final Map<String, Command> COMMANDS = commands();

    /**
     * A program.
     *
     * @param type the simple name of its class
     * @param does what it does, in a line
     * @param main runs it
     */
    private record Command(String type, String does, Main main) {}

    /** The main method of a program. */
    private interface Main {
        void run(String[] args);
    }

    private Discern() {}

    private static Map<String, Command> commands() {
        Map<String, Command> commands = new LinkedHashMap<>();
        commands.put(
                "compare",
                new Command(
                        "CompareEncoders", "encoders times data sets: the report", args -> CompareEncoders.main(args)));
        commands.put(
                "overlay",
                new Command(
                        "OverlayBias",
                        "what texts burned into images do to an encoder",
                        args -> OverlayBias.main(args)));
        commands.put("embed", new Command("EmbedFolder", "a data set to embeddings", args -> EmbedFolder.main(args)));
        commands.put(
                "analyze",
                new Command(
                        "AnalyzeEmbeddings",
                        "every metric of embeddings made elsewhere",
                        args -> AnalyzeEmbeddings.main(args)));
        commands.put(
                "nearest",
                new Command("NearestRows", "the most similar rows of embeddings", args -> NearestRows.main(args)));
        commands.put(
                "verify",
                new Command("VerifyEncoder", "an encoder against reference vectors", args -> VerifyEncoder.main(args)));
        commands.put(
                "preprocess",
                new Command(
                        "PreprocessImage", "the tensor that a model would see", args -> PreprocessImage.main(args)));
        commands.put(
                "doctor", new Command("Doctor", "what works here, and why not the rest", args -> Doctor.main(args)));
        return commands;
    }

    /** Runs the program that the first argument names. */
    public static void main(String[] args) {
        String name = args.length == 0 ? "--help" : args[0];
        if (COMMANDS.containsKey(name)) {
            COMMANDS.get(name).main().run(Arrays.copyOfRange(args, 1, args.length));
        } else if (List.of("--help", "-h", "help").contains(name)) {
            System.out.println(
                    "Usage: discern COMMAND [--jar FILE] [OPTIONS]; discern COMMAND --help lists the options.");
            COMMANDS.forEach((command, is) -> System.out.printf("  %-11s %s%n", command, is.does()));
            System.out.println(
                    "--jar adds a jar, of one's own encoders for example; DISCERN_OPTS has options of Java, such as -Xmx8g.");
        } else {
            System.err.println(
                    "error: no command " + name + "; expected one of " + COMMANDS.keySet() + ". Try --help.");
            System.exit(Outcome.USAGE);
        }
    }

    /** The command that runs a program by the launcher; empty where it is not the launcher that runs. */
    static Optional<String> command(Class<?> program) {
        return LAUNCHER.flatMap(
                launcher -> name(program).map(name -> Invocation.quoted(launcher) + " " + name + jars()));
    }

    private static Optional<String> name(Class<?> program) {
        return COMMANDS.entrySet().stream()
                .filter(command -> command.getValue().type().equals(program.getSimpleName()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String jars() {
        StringBuilder options = new StringBuilder();
        for (String jar : JARS.split(System.getProperty("path.separator"))) {
            options.append(jar.isEmpty() ? "" : " --jar " + Invocation.quoted(jar));
        }
        return options.toString();
    }
}

package io.discern.examples;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** The command line of a program, as a shell takes it. */
final class Invocation {
    private static final String MAVEN = "org.codehaus.plexus.classworlds.launcher.Launcher";

    private Invocation() {}

    /** What was typed to run this command, by the launcher, by Maven or by Java itself. */
    static String of(CommandSpec command) {
        Class<?> program = command.userObject().getClass();
        String main = program.getName();
        List<String> args = command.commandLine().getParseResult().originalArgs();
        Optional<String> launched = Discern.command(program);
        if (launched.isPresent()) {
            return launched.get() + " " + quoted(args);
        }
        if (System.getProperty("sun.java.command", "").startsWith(MAVEN)) {
            return "mvn -q compile exec:java -pl examples -am -Dexec.mainClass=" + main + " "
                    + quoted("-Dexec.args=" + quoted(args));
        }
        return "java -cp " + quoted(System.getProperty("java.class.path")) + " " + main + " " + quoted(args);
    }

    private static String quoted(List<String> words) {
        return words.stream().map(Invocation::quoted).collect(Collectors.joining(" "));
    }

    /** A word that a shell takes as one and as it is. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+#-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}

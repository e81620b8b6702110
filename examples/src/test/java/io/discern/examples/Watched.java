package io.discern.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program in a process of its own, whose system calls {@code strace} writes down.
 *
 * @param exit how it ended; -1 if it was ended because it ran for longer
 * @param network the calls that would have reached another machine, looking up its name included
 * @param printed what it said
 */
record Watched(int exit, List<String> network, String printed) {
    /** To an address of the internet; or to a resolver of this machine, which asks others. */
    private static final Pattern NETWORK = Pattern.compile(
            "\\b(?:connect|sendto|sendmsg|sendmmsg)\\(.*(?:AF_INET|sin_port|sin6_port|resolve|avahi).*");

    /** Whether this machine can do it. */
    static boolean isPossible() {
        try {
            Process process = new ProcessBuilder("strace", "-f", "-e", "trace=%network", "-o", "/dev/null", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a main class for at most so many seconds, with a home directory and temporary folder of its own. */
    static Watched run(Path folder, long seconds, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        Path calls = folder.resolve("calls");
        Path printed = folder.resolve("printed");
        Path home = Files.createDirectories(folder.resolve("home"));
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        List<String> command = new ArrayList<>(List.of(
                "strace",
                "-f",
                "-qq",
                "-e",
                "trace=%network",
                "-o",
                calls.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "-Duser.home=" + home,
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("HOME", home.toString());
        environment.keySet().removeIf(name -> name.startsWith("XDG_") || name.equals("ORT_DISABLE_TELEMETRY"));
        Process process = builder.start();
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        try (Stream<String> lines = Files.lines(calls)) {
            return new Watched(
                    ended ? process.exitValue() : -1,
                    lines.filter(line -> NETWORK.matcher(line).find()).toList(),
                    Files.readString(printed));
        }
    }
}

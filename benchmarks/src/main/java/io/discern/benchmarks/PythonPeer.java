package io.discern.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Python script of this folder in a process of its own, asked for one job at a time: a line in, a line out. */
final class PythonPeer implements AutoCloseable {
    private final Process process;
    private final BufferedWriter ask;
    private final BufferedReader answer;

    private PythonPeer(Process process) {
        this.process = process;
        this.ask = process.outputWriter(StandardCharsets.UTF_8);
        this.answer = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts it with {@code /usr/bin/python3}, or what {@code PYTHON} names.
     *
     * @param environment what is set beside this process's environment
     */
    static PythonPeer start(String script, Map<String, String> environment, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getenv().getOrDefault("PYTHON", "/usr/bin/python3"));
        // started in benchmarks/ by `benchmarks/run`, in the root by an editor
        command.add(Files.exists(Path.of(script)) ? script : "benchmarks/" + script);
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        // Where they are set they choose slow kernels: a win over a crippled peer is none.
        builder.environment().keySet().removeAll(List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"));
        builder.environment().putAll(environment);
        return new PythonPeer(
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Asks for a job and waits for what it says. */
    String ask(Object job) throws IOException {
        ask.write(job + "\n");
        ask.flush();
        return answer();
    }

    /** The next line that it says. */
    String answer() throws IOException {
        String line = answer.readLine();
        if (line == null) {
            throw new IOException("the peer's process ended; its reason is on the error stream");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }
}

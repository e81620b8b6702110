package io.discern.backend.cuda;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A process that serves the calls of {@code src/test/cuda/serve.cpp} through its pipes, for one engine after another: to start one
 * under the address sanitizer takes longer than most tests.
 */
final class HostProcess {
    /** Those of the unmodified kernels that serve nobody now; they end when this program does. */
    private static final ConcurrentLinkedDeque<HostProcess> IDLE = new ConcurrentLinkedDeque<>();

    private final Path program;
    private final Process process;
    private final DataInputStream answers;
    private final OutputStream calls;

    /** What the process answers. */
    record Answer(long status, byte[] payload) {
        long value() {
            return ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getLong();
        }
    }

    private HostProcess(Path program) {
        this.program = program;
        try {
            ProcessBuilder builder = new ProcessBuilder(program.toAbsolutePath().toString());
            builder.redirectError(ProcessBuilder.Redirect.appendTo(
                    program.resolveSibling("stderr.txt").toFile()));
            // serve.cpp counts what an engine leaves behind, and asks the sanitizer only where that is something
            builder.environment()
                    .put("ASAN_OPTIONS", "detect_leaks=1:leak_check_at_exit=0:detect_stack_use_after_return=0");
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answers = new DataInputStream(process.getInputStream());
        calls = process.getOutputStream();
    }

    /** A process of a program that serves nobody else. */
    static HostProcess of(Path program) {
        HostProcess idle = program.equals(HostBuild.program()) ? IDLE.poll() : null;
        return idle == null ? new HostProcess(program) : idle;
    }

    /** For the next engine. */
    void giveBack() {
        if (program.equals(HostBuild.program())) {
            IDLE.push(this);
        } else {
            end();
        }
    }

    Answer call(int function, ByteBuffer payload, long... arguments) throws IOException {
        ByteBuffer words =
                ByteBuffer.allocate((2 + arguments.length) * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        words.putLong(function).putLong(arguments.length);
        for (long argument : arguments) {
            words.putLong(argument);
        }
        calls.write(words.array());
        if (payload != null) {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            calls.write(bytes);
        }
        calls.flush();
        long status = Long.reverseBytes(answers.readLong());
        byte[] answered = new byte[(int) Long.reverseBytes(answers.readLong())];
        answers.readFully(answered);
        return new Answer(status, answered);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process; its exit status, which is not 0 where something was found. */
    int end() {
        try {
            calls.close();
            return process.waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends the process at once. */
    void kill() {
        process.destroyForcibly();
    }
}

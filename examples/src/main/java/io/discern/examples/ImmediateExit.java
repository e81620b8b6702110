package io.discern.examples;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Optional;

/**
 * Ends the process without what native libraries do at its end. They free there what other threads still compute with: PyTorch then takes the process down with a
 * crash instead of the exit code, and OpenBLAS may wait for ever for threads that were cut off. {@link Runtime#halt} runs those handlers too.
 */
final class ImmediateExit {
    private final Optional<Function> exit;

    /** Finds the system's {@code _exit} while there is time. */
    ImmediateExit() {
        Optional<Function> found = Optional.empty();
        try {
            NativeLibrary system =
                    Platform.isWindows() ? NativeLibrary.getInstance("msvcrt") : NativeLibrary.getProcess();
            found = Optional.of(system.getFunction("_exit"));
        } catch (LinkageError notHere) {
            // then the process ends when its libraries let it
        }
        exit = found;
    }

    /** Ends the process; does not return. */
    void with(int code) {
        exit.ifPresent(function -> function.invokeVoid(new Object[] {code}));
        Runtime.getRuntime().halt(code);
    }
}

package io.discern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Things in a folder that are not ordinary files. */
public final class SpecialFiles {
    private SpecialFiles() {}

    /** A named pipe that nobody writes to: whoever opens it waits for ever. */
    public static Path pipe(Path path) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "needs mkfifo");
        assertThat(new ProcessBuilder("/usr/bin/mkfifo", path.toString())
                        .start()
                        .waitFor())
                .isZero();
        return path;
    }

    /** A device without an end. */
    public static Path zeros() {
        Path zeros = Path.of("/dev/zero");
        assumeTrue(Files.exists(zeros), "needs /dev/zero");
        return zeros;
    }
}

package io.discern;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** Finds the files in src/test/resources. */
public final class Fixtures {
    private Fixtures() {}

    /** The file of that name, relative to the resources' root. */
    public static Path path(String name) {
        try {
            return Path.of(Objects.requireNonNull(Fixtures.class.getResource("/" + name), name)
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

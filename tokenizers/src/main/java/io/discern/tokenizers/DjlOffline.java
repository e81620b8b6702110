package io.discern.tokenizers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps DJL off the network, and its files in one place: it would otherwise look on the network for natives, report its use on
 * cloud machines, and unpack its natives, and those of JNA, into folders of the home directory. To be called before any class
 * of DJL is touched; a value that the user set stays.
 */
public final class DjlOffline {

    private DjlOffline() {}

    /**
     * Sets the system properties {@code ai.djl.offline} and {@code OPT_OUT_TRACKING} to true, and {@code DJL_CACHE_DIR},
     * {@code ENGINE_CACHE_DIR} and {@code jna.tmpdir} to folders in {@link #cache}, unless they have a value.
     */
    public static void require() {
        Path djl = cache().resolve("djl");
        Map.of(
                        "ai.djl.offline", "true",
                        "OPT_OUT_TRACKING", "true",
                        "DJL_CACHE_DIR", djl.toString(),
                        "ENGINE_CACHE_DIR", djl.toString(),
                        "jna.tmpdir", cache().resolve("jna").toString())
                .forEach((property, value) -> {
                    if (System.getProperty(property) == null) {
                        System.setProperty(property, value);
                    }
                });
    }

    /**
     * Where unpacked natives are kept: {@code discern} in {@code XDG_CACHE_HOME}, else in {@code ~/.cache}; where that cannot be
     * written, as in many containers, in the temporary folder.
     */
    public static Path cache() {
        Path caches = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"));
        return writable(caches.resolve("discern"));
    }

    static Path writable(Path folder) {
        try {
            if (Files.isWritable(Files.createDirectories(folder))) {
                return folder;
            }
        } catch (IOException e) {
            // as where it cannot be written
        }
        return Path.of(System.getProperty("java.io.tmpdir"), "discern");
    }
}

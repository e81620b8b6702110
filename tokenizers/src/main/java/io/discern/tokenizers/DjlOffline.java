package io.discern.tokenizers;

import java.nio.file.Path;
import java.util.Map;

/**
 * Keeps DJL off the network, and its files in one place: it would otherwise look on the network for natives, report its use on
 * cloud machines, and unpack its natives, and those of JNA, into folders of the home directory. To be called before any class
 * of DJL is touched; a value that the user set stays.
 */
public final class DjlOffline {

    private DjlOffline() {}

    /**
     * Sets the system properties {@code ai.djl.offline} and {@code OPT_OUT_TRACKING} to true, and {@code DJL_CACHE_DIR},
     * {@code ENGINE_CACHE_DIR} and {@code jna.tmpdir} to folders in {@link NativeCache}, unless they have a value.
     */
    public static void require() {
        Path djl = NativeCache.folder().resolve("djl");
        Map.of(
                        "ai.djl.offline", "true",
                        "OPT_OUT_TRACKING", "true",
                        "DJL_CACHE_DIR", djl.toString(),
                        "ENGINE_CACHE_DIR", djl.toString(),
                        "jna.tmpdir", NativeCache.folder().resolve("jna").toString())
                .forEach((property, value) -> {
                    if (System.getProperty(property) == null) {
                        System.setProperty(property, value);
                    }
                });
    }
}

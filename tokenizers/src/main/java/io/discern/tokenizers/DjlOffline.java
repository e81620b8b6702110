package io.discern.tokenizers;

import java.util.List;

/**
 * Keeps DJL off the network: it would otherwise look there for natives, and report its use on cloud machines. To be called
 * before any class of DJL is touched; a value that the user set stays.
 */
public final class DjlOffline {

    private DjlOffline() {}

    /** Sets the system properties {@code ai.djl.offline} and {@code OPT_OUT_TRACKING} to true, unless they have a value. */
    public static void require() {
        for (String property : List.of("ai.djl.offline", "OPT_OUT_TRACKING")) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, "true");
            }
        }
    }
}

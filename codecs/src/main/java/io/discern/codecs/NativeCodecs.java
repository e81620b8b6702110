package io.discern.codecs;

import io.discern.image.RefusedException;
import java.io.File;
import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The native library, loaded when it is first needed; {@code src/main/c} has its source. */
final class NativeCodecs {
    private static final Logger LOG = LoggerFactory.getLogger(NativeCodecs.class);

    private NativeCodecs() {}

    private static final class Loaded {
        /** Why it cannot be used, or null. */
        static final String REASON = load();

        private static String load() {
            String platform = Loader.getPlatform();
            try {
                Loader.load(org.bytedeco.leptonica.global.leptonica.class);
                File library = Loader.cacheResource(
                        NativeCodecs.class, "/io/discern/codecs/" + platform + "/libdiscern_codecs.so");
                if (library == null) {
                    return "it has no native code for " + platform + ", only for linux-x86_64";
                }
                System.load(library.getPath());
                return null;
            } catch (IOException | LinkageError e) {
                LOG.warn("discern-codecs cannot be used: {}", e.toString());
                return "its native code cannot be loaded (" + e.getMessage() + ")";
            }
        }
    }

    static boolean available() {
        return Loaded.REASON == null;
    }

    /** Refuses a format where the library cannot be used. */
    static void require(String format) throws RefusedException {
        if (Loaded.REASON != null) {
            throw new RefusedException(
                    "is " + format + ", and discern-codecs cannot read it: " + Loaded.REASON + ". Convert it to PNG.");
        }
    }

    /** Makes a refusal of what a native function says, if it says something. */
    static void check(String format, String problem) throws RefusedException {
        if (problem != null) {
            throw new RefusedException("truncated or damaged " + format + " (" + problem
                    + "); expected a complete image. Fetch or export the file again.");
        }
    }

    static native String jpeg(byte[] file, int width, int height, int components, boolean stored, byte[] out);

    static native String webp(byte[] file, int width, int height, boolean alpha, byte[] out);

    static native String jpeg2000(
            byte[] file, boolean boxed, int width, int height, int components, int[] facts, int[] out);
}

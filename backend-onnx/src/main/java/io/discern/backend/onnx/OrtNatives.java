package io.discern.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import io.discern.internal.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime's natives, unpacked once and kept. ONNX Runtime itself unpacks them into a new temporary folder at each start, and
 * they stay there when a process is killed.
 */
final class OrtNatives {
    /** Where ONNX Runtime looks for them first. */
    static final String PROPERTY = "onnxruntime.native.path";

    private static final List<String> LIBRARIES = List.of(
            "onnxruntime",
            "onnxruntime4j_jni",
            "onnxruntime_providers_shared",
            "onnxruntime_providers_cuda",
            "onnxruntime_providers_tensorrt");

    /** Younger ones may be somebody's who is about to fill them. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(OrtNatives.class);

    private OrtNatives() {}

    /**
     * Has ONNX Runtime load its natives from the cache, unless the user has named a folder, or they do not lie in a jar as expected: then it
     * does as it always does. The property that tells it so stands only meanwhile: another version in this process has other natives.
     *
     * @param loading initialises ONNX Runtime's classes, for the first time in this process
     */
    static <T> T keptIn(Path cache, Callable<T> loading) throws Exception {
        Path folder = System.getProperty(PROPERTY) != null ? null : folder(cache);
        if (folder == null) {
            return loading.call();
        }
        System.setProperty(PROPERTY, folder.toString());
        try {
            return loading.call();
        } finally {
            System.clearProperty(PROPERTY);
        }
    }

    private static Path folder(Path cache) {
        try {
            removeEmpty(Path.of(System.getProperty("java.io.tmpdir")));
            return unpacked("/ai/onnxruntime/native/" + platform() + "/", cache);
        } catch (IOException full) {
            LOG.warn("ONNX Runtime unpacks its natives into java.io.tmpdir: {}", full.getMessage());
            return null;
        }
    }

    /** The folder with all libraries of this platform that the jar has; null if it is no jar, or has none. */
    static Path unpacked(String source, Path cache) throws IOException {
        Path folder = null;
        for (String library : LIBRARIES) {
            String name = System.mapLibraryName(library);
            URL resource = OrtEnvironment.class.getResource(source + name);
            if (resource == null) {
                continue;
            }
            if (!(resource.openConnection() instanceof JarURLConnection jar)) {
                return null;
            }
            if (folder == null) { // the first is the library itself: its checksum tells versions and builds apart
                long checksum = jar.getJarEntry().getCrc();
                folder = Files.createDirectories(cache.resolve("onnxruntime-" + Long.toHexString(checksum)));
            }
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)
                    || Files.size(file) != jar.getJarEntry().getSize()) {
                try (InputStream in = jar.getInputStream()) {
                    AtomicFile.write(file, in::transferTo);
                }
            }
        }
        return folder;
    }

    /** With the natives elsewhere, the temporary folder that ONNX Runtime still makes is empty; those of killed processes go here. */
    static void removeEmpty(Path temporary) throws IOException {
        Instant abandoned = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, "onnxruntime-java*")) {
            for (Path folder : folders) {
                if (Files.isDirectory(folder)
                        && Files.getLastModifiedTime(folder).toInstant().isBefore(abandoned)) {
                    deleteIfPossible(folder);
                }
            }
        }
    }

    private static void deleteIfPossible(Path folder) {
        try {
            Files.delete(folder);
        } catch (IOException kept) {
            // it has files, or is another user's
        }
    }

    /** As the jar's folders are named. */
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch");
        return (system.contains("windows") ? "win" : system.contains("mac") ? "osx" : "linux")
                + (machine.equals("aarch64") ? "-aarch64" : "-x64");
    }
}

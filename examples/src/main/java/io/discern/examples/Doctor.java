package io.discern.examples;

import io.discern.Encoders;
import io.discern.Preprocessors;
import io.discern.Similarities;
import io.discern.image.ImageFormats;
import io.discern.preprocess.Presets;
import io.discern.tokenizers.NativeCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints what works here and what does not, with reasons and remedies. */
@Command(
        name = "Doctor",
        mixinStandardHelpOptions = true,
        description =
                "Lists versions, providers of encoders, similarity and preprocessing, and why something is not available.")
public final class Doctor implements Callable<Integer> {

    /** Runs it. */
    public static void main(String[] args) {
        Example.main(new Doctor(), args);
    }

    @Override
    public Integer call() {
        String version = Encoders.class.getPackage().getImplementationVersion();
        System.out.println("discern   " + (version == null ? "development build" : version));
        System.out.println("java      " + System.getProperty("java.runtime.version") + " ("
                + System.getProperty("java.vendor") + ")");
        System.out.println("system    " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB heap at most");
        System.out.println("network   not used, unless a download is asked for (--download); see SECURITY.md");
        System.out.println("caches    " + NativeCache.folder() + " and " + System.getProperty("java.io.tmpdir"));
        telemetryLeftovers()
                .ifPresent(
                        path -> System.out.println(
                                "found     " + path
                                        + ", which an ONNX Runtime with telemetry has left (1.29 or later; Discern's has none). You may delete it."));
        System.out.println("images    PNG JPEG GIF BMP TIFF Netpbm "
                + String.join(
                        " ",
                        ImageFormats.added().stream()
                                .map(name -> name.replace(' ', '-'))
                                .toList()));
        System.out.println("presets   " + String.join(" ", Presets.names()));
        System.out.println("encoder providers:");
        Encoders.explain().forEach(line -> System.out.println("  " + line));
        System.out.println("similarity providers:");
        Similarities.explain().forEach(line -> System.out.println("  " + line));
        System.out.println("preprocessing providers:");
        Preprocessors.explain().forEach(line -> System.out.println("  " + line));
        return 0;
    }

    /** A device id and a database of events, in the cache folder. */
    static Optional<Path> telemetryLeftovers() {
        Path caches = NativeCache.folder().toAbsolutePath().getParent();
        return Optional.of(caches.resolve(Path.of("Microsoft", "DeveloperTools", ".onnxruntime")))
                .filter(Files::exists);
    }
}

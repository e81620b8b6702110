package io.discern.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.MeanColourEncoder;
import io.discern.Preprocessors;
import io.discern.spi.EncoderProvider;
import io.discern.spi.PreprocessorProvider;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers are found from threads that know nothing of the loader that the library came from. */
class AnyThreadTest {
    @TempDir
    Path folder;

    @BeforeEach
    void oneMoreEncoder() throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(EncoderProvider.class.getName()), MeanColourEncoder.Provider.class.getName());
    }

    /** The library, and an encoder, in a loader whose classes no other loader sees: an application server, {@code exec:java}. */
    private URLClassLoader application() throws MalformedURLException {
        List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static List<?> explained(ClassLoader application, String opener) throws Exception {
        return (List<?>) application.loadClass(opener).getMethod("explain").invoke(null);
    }

    private static <T> T onAPoolThread(ClassLoader context, Callable<T> work) throws Exception {
        return ForkJoinPool.commonPool()
                .submit(() -> {
                    Thread thread = Thread.currentThread();
                    ClassLoader before = thread.getContextClassLoader();
                    thread.setContextClassLoader(context);
                    try {
                        return work.call();
                    } finally {
                        thread.setContextClassLoader(before);
                    }
                })
                .get();
    }

    @Test
    void fromAThreadWhoseLoaderDoesNotSeeTheLibrary() throws Exception {
        try (URLClassLoader application = application()) {
            assertThat(onAPoolThread(
                            ClassLoader.getPlatformClassLoader(), () -> explained(application, "io.discern.Encoders")))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("mean-colour: ");
            for (String opener : List.of("io.discern.Preprocessors", "io.discern.Similarities")) {
                assertThat(onAPoolThread(null, () -> explained(application, opener)))
                        .hasSize(1)
                        .first()
                        .asString()
                        .startsWith("java: ");
            }
        }
    }

    @Test
    void fromAThreadWhoseLoaderSeesAnotherCopyOfTheLibrary() throws Exception {
        try (URLClassLoader application = application()) {
            assertThat(onAPoolThread(
                            ClassLoader.getSystemClassLoader(), () -> explained(application, "io.discern.Encoders")))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("mean-colour: ");
        }
    }

    @Test
    void whatTwoLoadersFindCountsOnce() throws Exception {
        URL[] again = {folder.toUri().toURL()};
        try (URLClassLoader below = new URLClassLoader(again, getClass().getClassLoader())) {
            assertThat(onAPoolThread(below, Preprocessors::explain)).hasSize(1);
            assertThat(onAPoolThread(
                            below,
                            () -> Services.load(PreprocessorProvider.class)
                                    .require("preprocessing provider", "java")
                                    .name()))
                    .isEqualTo("java");
            assertThat(onAPoolThread(
                            below,
                            () -> Services.load(EncoderProvider.class).byName().keySet()))
                    .as("the context loader alone has it")
                    .containsExactly("mean-colour");
        }
    }

    @Test
    void aProviderThatIsBrokenForTwoLoadersIsReportedOnce() throws Exception {
        Files.writeString(
                folder.resolve("META-INF/services/" + PreprocessorProvider.class.getName()), "no.such.Provider");
        URL[] here = {folder.toUri().toURL()};
        try (URLClassLoader below = new URLClassLoader(here, getClass().getClassLoader())) {
            assertThat(onAPoolThread(below, Preprocessors::explain))
                    .hasSize(2)
                    .filteredOn(line -> line.contains("no.such.Provider"))
                    .hasSize(1);
        }
    }
}

package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Core and testkit on a module path, with what they need. */
class ModulePathTest {
    private static final Set<String> NEEDED = Set.of(
            "jackson-annotations",
            "jackson-core",
            "jackson-databind",
            "jackson-dataformat-csv",
            "slf4j-api",
            "junit-jupiter-api",
            "junit-platform-commons",
            "opentest4j",
            "apiguardian-api");

    private static boolean needed(Path jar) {
        return NEEDED.contains(jar.getFileName().toString().replaceFirst("-[0-9].*", ""));
    }

    @Test
    void providersAreFoundBetweenModules() throws ReflectiveOperationException {
        Stream<Path> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(ModulePathTest::needed);
        ModuleFinder finder =
                ModuleFinder.of(Stream.concat(Stream.of(Modules.classes("core"), Modules.classes("testkit")), jars)
                        .toArray(Path[]::new));
        ModuleLayer boot = ModuleLayer.boot();
        Configuration resolved =
                boot.configuration().resolveAndBind(finder, ModuleFinder.of(), Set.of("io.discern.testkit"));
        Class<?> similarities = boot.defineModulesWithOneLoader(resolved, ClassLoader.getPlatformClassLoader())
                .findLoader("io.discern")
                .loadClass("io.discern.Similarities");
        assertThat(similarities.getModule().isNamed()).isTrue();
        assertThat((Iterable<?>) similarities.getMethod("explain").invoke(null))
                .anySatisfy(line -> assertThat(line.toString()).startsWith("java: "));
    }
}

package io.discern.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The modules of this project whose jars others use, as the root pom lists them. */
final class Modules {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Set<String> NOBODY_DEPENDS_ON = Set.of("examples", "benchmarks");

    private Modules() {}

    static List<String> all() throws IOException {
        List<String> modules = new ArrayList<>();
        Matcher listed = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")));
        while (listed.find()) {
            String module = listed.group(1);
            if (!NOBODY_DEPENDS_ON.contains(module) && Files.isDirectory(sources(module))) {
                modules.add(module);
            }
        }
        return modules;
    }

    /**
     * Those that this module depends on, and that are therefore compiled before its tests run. {@code spark} is compiled beside them,
     * before or after, and has tests of its own for what is asked of these.
     */
    static List<String> compiled() throws IOException {
        return all().stream().filter(module -> !module.equals("spark")).toList();
    }

    static Path classes(String module) {
        return ROOT.resolve(module).resolve("target/classes");
    }

    static Path sources(String module) {
        return ROOT.resolve(module).resolve("src/main/java");
    }

    /** The committed list of a module's public names. */
    static Path signatures(String module) {
        return ROOT.resolve("docs/api").resolve(module + ".txt");
    }
}

package io.discern.backend.cuda;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The kernel sources compiled by g++ against the shim headers in {@code src/test/cuda}, into a program that serves calls. */
final class HostBuild {
    private static final Path SOURCES = Path.of("src/main/cuda");
    private static final Path SHIM = Path.of("src/test/cuda");
    private static final Path OUT = Path.of("target/host-cuda");
    private static final List<String> COMPILER = join(
            List.of(
                    "g++",
                    "-x",
                    "c++",
                    "-std=c++17",
                    "-g1",
                    "-Wall",
                    "-Wextra",
                    "-Werror",
                    "-Wno-unknown-pragmas",
                    "-ffp-contract=off",
                    "-I" + SHIM.resolve("shim"),
                    "-I" + SOURCES),
            instructions());
    /** Without what would say only that a wrong pointer was made: the address sanitizer finds where one is used. */
    private static final List<String> WATCHED = List.of(
            "-fsanitize=address,undefined",
            "-fno-sanitize=null,object-size,pointer-overflow,nonnull-attribute,returns-nonnull-attribute",
            "-fno-sanitize-recover=all");
    /** What runs for every barrier and every product is not watched; fibers are told to the address sanitizer. */
    private static final List<String> UNWATCHED = List.of("-O3", "-DFIBERS_OF_WATCHED_CODE");

    private static final Pattern INCLUDE = Pattern.compile("#include \"(.*)\"");

    private static Path program;

    private HostBuild() {}

    /** The program; built once. The test is skipped where it cannot be. */
    @SuppressWarnings("try") // the lock is held and asked nothing
    static synchronized Path program() {
        if (program == null) {
            requireCompiler();
            // two test runs of one checkout, or two forks of one, build it once
            try (FileChannel file = FileChannel.open(
                            Files.createDirectories(OUT).resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                program = link("kernels", Map.of());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return program;
    }

    private static void requireCompiler() {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "kernels run on the host on Linux x86-64 only");
        try {
            int found = new ProcessBuilder("g++", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            assumeTrue(found == 0, "g++ does not run");
        } catch (IOException e) {
            abort("g++ is not on the PATH; install it to run the kernels without a GPU");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text of a kernel source. */
    static String source(String name) {
        try {
            return Files.readString(SOURCES.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program with one source replaced: that of a mutant. */
    static Path mutant(String name, String source, String text) {
        program();
        try {
            // what names the source, or a header that does, is compiled from copies in one folder
            Path folder = Files.createDirectories(OUT.resolve(name));
            Map<String, Path> replaced = new TreeMap<>();
            try (Stream<Path> files = Files.list(SOURCES)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String fileName = file.getFileName().toString();
                    Path copy = folder.resolve(fileName);
                    Files.writeString(copy, fileName.equals(source) ? text : Files.readString(file));
                    if (fileName.endsWith(".cu") && reaches(file, source)) {
                        replaced.put(fileName, copy);
                    }
                }
            }
            return link(name, replaced);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a file is the source, or includes it, or includes what does. */
    private static boolean reaches(Path file, String source) throws IOException {
        if (file.getFileName().toString().equals(source)) {
            return true;
        }
        Matcher includes = INCLUDE.matcher(Files.readString(file));
        while (includes.find()) {
            Path included = SOURCES.resolve(includes.group(1));
            if (Files.exists(included) && reaches(included, source)) {
                return true;
            }
        }
        return false;
    }

    private static List<Path> units() throws IOException {
        List<Path> units = new ArrayList<>();
        for (Path folder : List.of(SOURCES, SHIM, SHIM.resolve("shim"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".cu")
                                || file.toString().endsWith(".cpp"))
                        .sorted()
                        .forEach(units::add);
            }
        }
        return units;
    }

    private static Path link(String name, Map<String, Path> replaced) {
        try {
            List<Process> compilers = new ArrayList<>();
            List<String> objects = new ArrayList<>();
            for (Path unit : units()) {
                Path source = replaced.getOrDefault(unit.getFileName().toString(), unit);
                Path object = (source == unit ? OUT : source.getParent()).resolve(unit.getFileName() + ".o");
                objects.add(object.toString());
                if (!isNewer(object, source)) {
                    List<String> files = List.of("-c", source.toString(), "-o", object.toString());
                    compilers.add(start(join(COMPILER, join(flags(unit), files))));
                }
            }
            for (Process compiler : compilers) {
                finish(compiler);
            }
            Path linked = OUT.resolve(name + ".exe");
            if (compilers.isEmpty() && isNewer(linked, objects)) {
                return linked;
            }
            finish(start(join(List.of("g++", "-fsanitize=address,undefined", "-o", linked.toString()), objects)));
            return linked;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> flags(Path unit) {
        String name = unit.getFileName().toString();
        if (name.equals("fibers.cpp") || name.equals("products.cpp")) {
            return UNWATCHED;
        }
        // a tower's layers are many kernels that run shortly: what is saved in compiling them is more than what is lost
        return join(WATCHED, List.of(name.startsWith("layer") ? "-Og" : "-O2"));
    }

    /** Fused products and 16-bit floats as instructions, where the processor has them. */
    private static List<String> instructions() {
        try {
            String facts = Files.readString(Path.of("/proc/cpuinfo"));
            boolean has = Stream.of("avx2", "fma", "f16c", "bmi2").allMatch(name -> facts.contains(" " + name));
            return has ? List.of("-march=x86-64-v3") : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Whether an object is newer than its source and all headers. */
    private static boolean isNewer(Path object, Path source) throws IOException {
        if (!Files.exists(object)) {
            return false;
        }
        try (Stream<Path> main = Files.walk(SOURCES);
                Stream<Path> shim = Files.walk(SHIM)) {
            return Stream.of(main, shim, Stream.of(source))
                    .flatMap(files -> files)
                    .filter(file -> file.equals(source) || file.toString().matches(".*\\.(h|cuh)"))
                    .allMatch(file ->
                            file.toFile().lastModified() <= object.toFile().lastModified());
        }
    }

    private static boolean isNewer(Path program, List<String> objects) {
        return objects.stream()
                .allMatch(object ->
                        new File(object).lastModified() < program.toFile().lastModified());
    }

    private static List<String> join(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void finish(Process process) throws IOException {
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IOException("g++ failed:\n" + said);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

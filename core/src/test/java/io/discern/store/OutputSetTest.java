package io.discern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputSetTest {
    private static final Map<String, String> FACTS = Map.of("discern", "test");

    @TempDir
    Path folder;

    private static void write(Path out, String program, String content, String... names) throws IOException {
        try (OutputSet set = OutputSet.begin(out, program)) {
            for (String name : names) {
                Files.writeString(set.file(name), content);
            }
            set.commit(FACTS);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theFilesAppearTogetherWithTheirChecksumsAndNothingElseStays() throws IOException {
        Path out = folder.resolve("a/b/out");
        try (OutputSet set = OutputSet.begin(out, "test")) {
            Files.writeString(set.file("rows.csv"), "abc");
            assertThat(names(out)).allMatch(name -> name.startsWith("."));
            set.commit(FACTS);
        }
        assertThat(names(out)).containsExactly("manifest.json", "rows.csv");
        WrittenSet read = WrittenSet.read(out);
        assertThat(read.program()).isEqualTo("test");
        // printf abc | sha256sum
        assertThat(read.files())
                .containsExactly(
                        Map.entry("rows.csv", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        assertThat(read.file("rows.csv")).hasContent("abc");
        assertThatThrownBy(() -> read.file("x")).hasMessageContaining("names no x; found [rows.csv]");
    }

    @Test
    void aRunThatEndsBeforeItsCommitChangesNothing() throws IOException {
        Path out = folder.resolve("a/out");
        OutputSet.begin(out, "test").close();
        assertThat(folder.resolve("a")).doesNotExist();
        write(out, "test", "old", "x");
        try (OutputSet set = OutputSet.begin(out, "test")) {
            Files.writeString(set.file("x"), "new");
        }
        assertThat(names(out)).containsExactly("manifest.json", "x");
        assertThat(WrittenSet.read(out).file("x")).hasContent("old");
    }

    @Test
    void aLaterRunReplacesTheSetAsAWholeAndNothingBeside() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "mine");
        write(folder, "test", "old", "x", "y");
        write(folder, "test", "new", "x", "z");
        assertThat(names(folder)).containsExactly("manifest.json", "notes.txt", "x", "z");
        assertThat(WrittenSet.read(folder).file("x")).hasContent("new");
    }

    @Test
    void theResultsOfAnotherProgramOrAForeignManifestAreNotReplaced() throws IOException {
        write(folder, "EmbedFolder", "old", "x");
        assertThatThrownBy(() -> OutputSet.begin(folder, "AnalyzeEmbeddings"))
                .hasMessage(folder
                        + ": holds the results of EmbedFolder; expected a new folder, or one of AnalyzeEmbeddings."
                        + " Choose another folder.");
        Path site = Files.createDirectory(folder.resolve("site"));
        for (String foreign : List.of("{\"name\": \"my app\"}", "not JSON", "")) {
            Files.writeString(site.resolve("manifest.json"), foreign);
            assertThatThrownBy(() -> OutputSet.begin(site, "test"))
                    .hasMessageContaining("is not a manifest of Discern's");
            assertThat(site.resolve("manifest.json")).hasContent(foreign);
        }
        assertThat(names(site)).containsExactly("manifest.json");
    }

    @Test
    void aManifestCannotNameFilesElsewhere() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        Path victim = Files.writeString(folder.resolve("victim"), "x");
        Files.writeString(
                out.resolve("manifest.json"),
                "{\"discern\": \"1\", \"program\": \"test\", \"files\": {\"../victim\": {\"sha256\": \"\"}}}");
        assertThatThrownBy(() -> OutputSet.begin(out, "test")).hasMessageContaining("is not a manifest");
        assertThat(victim).exists();
        try (OutputSet set = OutputSet.begin(folder.resolve("other"), "test")) {
            for (String name : List.of("../x", "/x", "a/b", ".x", "", "manifest.json")) {
                assertThatThrownBy(() -> set.file(name)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void aSecondRunIntoTheSameFolderIsRefusedWhileTheFirstIsAtWork() throws IOException, InterruptedException {
        try (OutputSet first = OutputSet.begin(folder, "test")) {
            assertThatThrownBy(() -> OutputSet.begin(folder, "test"))
                    .hasMessage(folder
                            + ": another run of this process is writing there; expected a folder of one's own. Wait for"
                            + " its end, or choose another folder.");
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            OutputSetTest.class.getName(),
                            folder.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains(folder + ": process " + ProcessHandle.current().pid() + ", since ", "is writing there");
            assertThat(other.waitFor()).isEqualTo(1);
            Files.writeString(first.file("x"), "first");
            first.commit(FACTS);
        }
        write(folder, "test", "second", "x");
        assertThat(WrittenSet.read(folder).file("x")).hasContent("second");
    }

    /** Another process that wants the folder. */
    public static void main(String[] args) throws IOException {
        OutputSet.begin(Path.of(args[0]), "test").close();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsSaidBeforeAnythingIsComputed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> OutputSet.begin(file, "test"))
                .hasMessageContaining(file + " is a file; expected a folder");
        assertThatThrownBy(() -> OutputSet.begin(file.resolve("out"), "test"))
                .hasMessageContaining(file + "/out: a part of the path is a file");
        Path closed = Path.of("/proc/discern-out");
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs /proc");
        assertThatThrownBy(() -> OutputSet.begin(closed, "test")).hasMessageContaining("/proc/discern-out: ");
        assertThatThrownBy(() -> OutputSet.begin(folder.resolve("x".repeat(300)), "test"))
                .hasMessageContaining("too long");
    }

    @Test
    void aFolderInTheWayIsSaidBeforeAnythingIsReplaced() throws IOException {
        write(folder, "test", "old", "x");
        Files.createDirectory(folder.resolve("y"));
        assertThatThrownBy(() -> write(folder, "test", "new", "x", "y"))
                .hasMessageContaining("y: is a folder; expected a file");
        assertThat(WrittenSet.read(folder).file("x")).hasContent("old");
    }

    @Test
    void aChangedOrMissingFileIsNoSet() throws IOException {
        write(folder, "test", "abc", "x");
        Files.writeString(folder.resolve("x"), "abd");
        assertThatThrownBy(() -> WrittenSet.read(folder))
                .hasMessageContaining(folder.resolve("x") + ": has SHA-256 ")
                .hasMessageContaining("expected ba7816bf");
        Files.delete(folder.resolve("x"));
        assertThatThrownBy(() -> WrittenSet.read(folder)).hasMessageContaining("no such file");
        Files.delete(folder.resolve("manifest.json"));
        assertThatThrownBy(() -> WrittenSet.read(folder)).hasMessageContaining("no manifest.json");
    }

    @Test
    void whatWasBegunIsEndedByTheNextRun() throws IOException {
        write(folder, "test", "old", "x", "y");
        // as a run leaves it that is killed after its first file has come
        Path written = Files.createDirectory(folder.resolve(".discern-written"));
        Files.move(folder.resolve("manifest.json"), written.resolve(".replaced-manifest.json"));
        Files.delete(folder.resolve("y"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        write(elsewhere, "test", "new", "x", "z");
        Files.move(elsewhere.resolve("x"), folder.resolve("x"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.move(elsewhere.resolve("z"), written.resolve("z"));
        Files.move(elsewhere.resolve("manifest.json"), written.resolve("manifest.json"));
        Files.delete(elsewhere);
        assertThatThrownBy(() -> WrittenSet.read(folder))
                .hasMessageContaining("a run was stopped while it put its files in place");

        OutputSet.begin(folder, "test").close();

        assertThat(names(folder)).containsExactly("manifest.json", "x", "z");
        assertThat(WrittenSet.read(folder).file("z")).hasContent("new");
    }
}

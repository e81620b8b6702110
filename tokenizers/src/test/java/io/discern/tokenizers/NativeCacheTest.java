package io.discern.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTest {
    @TempDir
    private Path folder;

    private Path temporary;
    private Path unwritable;

    @BeforeEach
    void prepare() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
        unwritable = Files.createFile(folder.resolve("file"));
    }

    private Path found() {
        return NativeCache.find(unwritable, temporary);
    }

    @Test
    void itLiesAmongTheUsersCaches() {
        assertThat(NativeCache.find(folder.resolve("a/b"), temporary))
                .isEqualTo(folder.resolve("a/b/discern"))
                .isDirectory();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aHomeThatCannotBeWrittenIsNoObstacle() throws IOException {
        Path found = found();
        assertThat(found)
                .isDirectory()
                .isEqualTo(
                        temporary.resolve("discern-" + Files.getOwner(temporary).getName()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(found)))
                .isEqualTo("rwx------");
        Files.createFile(found.resolve("library"));
        assertThat(found()).isEqualTo(found);
        assertThat(temporary).isDirectoryContaining(found::equals);
        try (var all = Files.list(temporary)) {
            assertThat(all).containsExactly(found);
        }
    }

    /** What somebody else put there under the known name is not where code is loaded from. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFolderThatOthersMayWriteToIsNotTaken() throws IOException {
        Path known = found();
        Files.createFile(known.resolve("library"));
        Files.setPosixFilePermissions(known, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(found()).isNotEqualTo(known).isDirectory().isEmptyDirectory();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkIsNotTaken() throws IOException {
        Path known = found();
        Files.move(known, folder.resolve("elsewhere"));
        Files.createSymbolicLink(known, folder.resolve("elsewhere"));
        assertThat(found()).isNotEqualTo(known).isDirectory().isEmptyDirectory();
        assertThat(folder.resolve("elsewhere")).isEmptyDirectory();
    }
}

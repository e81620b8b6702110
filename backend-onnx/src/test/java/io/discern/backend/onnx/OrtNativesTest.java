package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.discern.tokenizers.NativeCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrtNativesTest {
    private static final String LINUX = "/ai/onnxruntime/native/linux-x64/";

    @TempDir
    private Path folder;

    @Test
    void theRuntimeHasLoadedItsNativesFromTheCache() throws IOException {
        Path mapped = Path.of("/proc/self/maps");
        assumeThat(mapped).isReadable();
        OrtRuntime.environment();
        assertThat(Files.readAllLines(mapped))
                .anyMatch(line -> line.contains(NativeCache.folder() + "/onnxruntime-")
                        && line.endsWith(System.mapLibraryName("onnxruntime4j_jni")))
                .noneMatch(line -> line.contains("onnxruntime-java"));
        assertThat(System.getProperty(OrtNatives.PROPERTY)).isNull();
    }

    @Test
    void theyAreUnpackedOnceAndAgainWhereDamaged() throws IOException {
        Path natives = OrtNatives.unpacked(LINUX, folder);
        try (Stream<Path> files = Files.list(natives)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            System.mapLibraryName("onnxruntime"), System.mapLibraryName("onnxruntime4j_jni"));
        }
        Path library = natives.resolve(System.mapLibraryName("onnxruntime4j_jni"));
        byte[] whole = Files.readAllBytes(library);
        FileTime longAgo = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(library, longAgo);
        assertThat(OrtNatives.unpacked(LINUX, folder)).isEqualTo(natives);
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(longAgo);
        Files.write(library, java.util.Arrays.copyOf(whole, 100));
        OrtNatives.unpacked(LINUX, folder);
        assertThat(library).hasBinaryContent(whole);
    }

    @Test
    void aJarWithoutThisPlatformIsLeftToTheRuntime() throws IOException {
        assertThat(OrtNatives.unpacked("/ai/onnxruntime/native/none/", folder)).isNull();
    }

    @Test
    void aCacheThatCannotBeWrittenIsNoObstacle() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(OrtNatives.keptIn(file, () -> System.getProperty(OrtNatives.PROPERTY, "none")))
                .isEqualTo("none");
        assertThat(OrtNatives.keptIn(folder, () -> System.getProperty(OrtNatives.PROPERTY)))
                .startsWith(folder + "/onnxruntime-");
        assertThat(System.getProperty(OrtNatives.PROPERTY)).isNull();
    }

    @Test
    void whatAKilledProcessLeftGoesAndNothingElse() throws IOException {
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
        Path abandoned = Files.createDirectory(folder.resolve("onnxruntime-java1"));
        Path young = Files.createDirectory(folder.resolve("onnxruntime-java2"));
        Path used = Files.createDirectory(folder.resolve("onnxruntime-java3"));
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.createFile(used.resolve("library"));
        for (Path each : new Path[] {abandoned, used, other}) {
            Files.setLastModifiedTime(each, old);
        }
        OrtNatives.removeEmpty(folder);
        assertThat(abandoned).doesNotExist();
        assertThat(young).exists();
        assertThat(used.resolve("library")).exists();
        assertThat(other).exists();
    }
}

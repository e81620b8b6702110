package io.discern.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.dataset.LabeledImages;
import io.discern.image.ImageDecoder;
import io.discern.internal.Json;
import io.discern.internal.model.ModelFormat;
import io.discern.internal.model.ModelOpening;
import io.discern.store.Npy;
import io.discern.store.Npz;
import io.discern.store.SpecialFiles;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class RegularFileTest {
    @TempDir
    Path folder;

    /** Something that opens a file. */
    private interface Reading {
        Object read(Path file) throws IOException;
    }

    private static final List<Reading> READERS = List.of(
            RegularFile::open,
            Npy::read,
            file -> Npz.read(file, name -> true),
            io.discern.internal.Sha256::ofFile,
            Json::read,
            file -> ImageDecoder.standard().decode(file));

    @Test
    void aPipeADeviceAndASocketAreRefusedByTheirKindAndNothingWaits() throws IOException, InterruptedException {
        Path pipe = SpecialFiles.pipe(folder.resolve("p.npy"));
        Path socket = folder.resolve("s");
        try (ServerSocketChannel bound = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            bound.bind(UnixDomainSocketAddress.of(socket));
            for (Reading reading : READERS) {
                assertThatThrownBy(() -> reading.read(pipe))
                        .hasMessageStartingWith(pipe + ": is a named pipe (FIFO); expected an ordinary file");
                assertThatThrownBy(() -> reading.read(SpecialFiles.zeros()))
                        .hasMessageStartingWith("/dev/zero: is a character device; expected an ordinary file");
                assertThatThrownBy(() -> reading.read(socket)).hasMessageStartingWith(socket + ": is a socket; ");
            }
        }
        Path link = Files.createSymbolicLink(folder.resolve("l.png"), SpecialFiles.zeros());
        assertThatThrownBy(() -> ImageDecoder.standard().decode(link)).hasMessageContaining("is a character device");
    }

    @Test
    void aPipeAsDataSetInAManifestOrAsAModelIsRefused() throws IOException, InterruptedException {
        Path manifest = SpecialFiles.pipe(folder.resolve("data.csv"));
        assertThatThrownBy(() -> LabeledImages.open(manifest)).hasMessageContaining("is a named pipe");
        Path image = SpecialFiles.pipe(folder.resolve("i.png"));
        Path csv = Files.writeString(folder.resolve("m.csv"), "path,label\ni.png,a\n/dev/zero,b\n");
        for (var row : LabeledImages.open(csv).images()) {
            assertThatThrownBy(() -> row.source().load()).hasMessageContaining("expected an ordinary file");
        }
        Path classes = Files.createDirectories(folder.resolve("data/a"));
        Files.move(image, classes.resolve("i.png"));
        assertThat(LabeledImages.open(folder.resolve("data")).images())
                .as("neither waited for nor absent")
                .singleElement()
                .satisfies(row -> assertThatThrownBy(() -> row.source().load()).hasMessageContaining("named pipe"));

        Path model = Files.createDirectories(folder.resolve("model"));
        SpecialFiles.pipe(model.resolve("vision_model.onnx"));
        ModelFormat format = new ModelFormat("onnx", ".onnx", "onnx", List.of("vision_model.onnx"), List.of());
        assertThatThrownBy(() -> ModelOpening.open(format, EncoderConfig.of(model.toString()), null, opening -> null))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("vision_model.onnx: is a named pipe");
        assertThatThrownBy(() -> ModelOpening.open(
                        format,
                        EncoderConfig.of(model.resolve("vision_model.onnx").toString()),
                        null,
                        opening -> null))
                .hasMessageContaining("is a named pipe");
    }

    @Test
    void whatTheFileSystemRefusesIsASentenceWithFileAndRemedy() throws IOException {
        Path missing = folder.resolve("missing.npy");
        for (Reading reading : READERS) {
            assertThatThrownBy(() -> reading.read(missing))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining(missing + ": no such file; expected")
                    .hasMessageContaining("spelling");
            Path tooLong = folder.resolve("x".repeat(300));
            assertThatThrownBy(() -> reading.read(tooLong))
                    .hasMessageContaining(tooLong + ": the name is too long")
                    .hasMessageContaining("Shorten it");
            Path file = Files.writeString(folder.resolve("file"), "");
            assertThatThrownBy(() -> reading.read(file.resolve("x.npy")))
                    .hasMessageContaining("x.npy: a part of the path is a file");
            Path circle = folder.resolve("circle");
            Files.deleteIfExists(circle);
            Files.createSymbolicLink(circle, circle);
            assertThatThrownBy(() -> reading.read(circle))
                    .hasMessageContaining("circle: its symbolic links lead in a circle");
        }
    }

    @Test
    void aFileThatMayNotBeReadSaysWhoAsked() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "x");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(secret), "needs a user who is not root");
        for (Reading reading : READERS) {
            assertThatThrownBy(() -> reading.read(secret))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining(
                            secret + ": permission denied; expected that " + System.getProperty("user.name"));
        }
    }

    @Test
    void theSentenceForARefusalIsWrittenOnce() {
        Path file = folder.resolve("x");
        IOException denied = FileErrors.explained(new AccessDeniedException(file.toString()), file);
        assertThat(denied).isInstanceOf(AccessDeniedException.class);
        assertThat(FileErrors.explained(denied, file)).isSameAs(denied);
        assertThat(FileErrors.explained(new IOException("No space left on device"), file))
                .hasMessage(file + ": the disk is full. Free space there, or choose another folder.");
        assertThat(FileErrors.explained(new java.io.EOFException(), file))
                .hasMessageStartingWith(file + ": ends early; expected");
        assertThat(FileErrors.explained(new java.nio.file.NotDirectoryException(file.toString()), file))
                .hasMessageContaining("a part of the path is a file");
    }

    @Test
    void whatCannotBeWrittenIsSaidOfTheFileThatWasAskedFor() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Npy.write(file.resolve("x.npy"), new float[1], 1))
                .hasMessageContaining(file + ": " + file + " is a file; expected a folder");
        Path tooLong = folder.resolve("x".repeat(300));
        assertThatThrownBy(() -> Npy.write(tooLong, new float[1], 1))
                .hasMessageStartingWith(tooLong + ": the name is too long");
        Path longest = folder.resolve("x".repeat(255));
        Npy.write(longest, new float[1], 1);
        assertThat(longest).exists();
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "needs /dev/full");
        assertThatThrownBy(() -> Files.write(full, new byte[1]))
                .satisfies(thrown -> assertThat(FileErrors.explained((IOException) thrown, full))
                        .hasMessage("/dev/full: the disk is full. Free space there, or choose another folder."));
    }

    @Test
    void textThatIsNotUtf8NamesTheLine() throws IOException {
        Path csv = Files.write(
                folder.resolve("labels.csv"), "path,label\na,b\nd,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> RegularFile.text(csv, 100))
                .hasMessage(
                        csv
                                + ": line 3 (byte 20) is not UTF-8; expected text in UTF-8. Save the file again in that encoding.");
        Files.writeString(csv, "\ufeffpath,label\na.png,\u00e9\n");
        assertThat(LabeledImages.open(csv).classes()).containsExactly("\u00e9");
    }

    @Test
    void aFileThatClaimsNoSizeIsBoundedAllTheSame() throws IOException {
        Path file = Files.write(folder.resolve("f"), new byte[11]);
        assertThat(RegularFile.bytes(file, 11)).hasSize(11);
        assertThatThrownBy(() -> RegularFile.bytes(file, 10))
                .hasMessage(file + ": more than 10 bytes; expected at most that");
    }
}

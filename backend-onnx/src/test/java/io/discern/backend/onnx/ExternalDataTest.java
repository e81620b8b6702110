package io.discern.backend.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalDataTest {
    private static final String LOCATION = "vision_model.onnx_data";

    @TempDir
    private Path temporary;

    private Path folder;
    private Path secret;

    @BeforeEach
    void lieBesideASecret() throws IOException {
        folder = Files.createDirectories(temporary.resolve("model"));
        secret = temporary.resolve("1234567890/secret.bin");
        Files.createDirectory(secret.getParent());
        Files.copy(Models.path("external-data/" + LOCATION), secret);
        Files.copy(Models.path("external-data/preprocessor_config.json"), folder.resolve("preprocessor_config.json"));
        Files.copy(Models.path("external-data/vision_model.onnx"), folder.resolve("vision_model.onnx"));
    }

    /** Writes a graph whose data lies at another place; of the same length, so that protobuf's lengths stay right. */
    private void relocate(String location) throws IOException {
        assertThat(location).hasSameSizeAs(LOCATION);
        byte[] model = Files.readAllBytes(Models.path("external-data/vision_model.onnx"));
        String text = new String(model, StandardCharsets.ISO_8859_1).replace(LOCATION, location);
        Files.write(folder.resolve("vision_model.onnx"), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void refused(String reason) {
        assertThatThrownBy(() -> Models.open(EncoderConfig.of(folder.toString())))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("its external data")
                .hasMessageContaining(reason);
    }

    @Test
    void aMissingFileIsNamed() {
        refused("\"vision_model.onnx_data\" does not exist");
    }

    @Test
    void aPathUpwardsIsRefused() throws IOException {
        String upwards = ".././1234567890/secret";
        Files.move(secret, temporary.resolve("model").resolve(upwards));
        relocate(upwards);
        refused("leaves the folder");
        relocate("xyz/../../123456789/se");
        refused("leaves the folder");
    }

    @Test
    void anAbsolutePathIsRefused() throws IOException {
        relocate("/etc/././././/hostname");
        refused("leaves the folder");
    }

    @Test
    void aLinkOutOfTheFolderIsRefused() throws IOException {
        Files.createSymbolicLink(folder.resolve(LOCATION), secret);
        refused("outside the folder");
    }

    @Test
    void aHardLinkOutOfTheFolderIsRefusedAndOneInsideIsFine() throws IOException {
        Files.createLink(folder.resolve(LOCATION), secret);
        refused("is a hard link to a file with a name outside the folder");
        Files.move(secret, folder.resolve("its-other-name"));
        Models.open(EncoderConfig.of(folder.toString())).close();
    }

    @Test
    void aLinkIntoTheBlobsOfTheSameCachedModelIsFine() throws IOException {
        Path repository = temporary.resolve("models--org--name");
        Path snapshot = Files.createDirectories(repository.resolve("snapshots/0123abc"));
        Path blobs = Files.createDirectories(repository.resolve("blobs"));
        int number = 0;
        for (String file : new String[] {"preprocessor_config.json", "vision_model.onnx", LOCATION}) {
            Path blob = blobs.resolve("blob" + number++);
            Files.copy(Models.path("external-data/" + file), blob);
            Path link = snapshot.resolve(file.startsWith("vision") ? "onnx/" + file : file);
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, link.getParent().relativize(blob));
        }
        try (VisionLanguageEncoder encoder = Models.open(EncoderConfig.of(snapshot.toString()))) {
            assertThat(Models.difference(encoder.encodeImages(Models.images()), Models.reference("image_embeds")))
                    .isLessThan(2e-6);
        }
    }

    @Test
    void theOrderOfFieldsHidesNothing() throws IOException {
        byte[] entry = concat(field(2, "/etc/hostname".getBytes(UTF_8)), field(1, "location".getBytes(UTF_8)));
        byte[] tensor = field(13, entry);
        byte[] attribute = field(5, tensor);
        for (byte[] graph :
                new byte[][] {field(5, tensor), field(1, field(5, attribute)), field(15, field(1, tensor))}) {
            Files.write(folder.resolve("vision_model.onnx"), field(7, graph));
            refused("\"/etc/hostname\" leaves the folder");
        }
    }

    private static byte[] field(int number, byte[] content) {
        return concat(new byte[] {(byte) (number << 3 | 2), (byte) content.length}, content);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Test
    void garbageIsNotAModel() throws IOException {
        Files.write(folder.resolve("vision_model.onnx"), new byte[] {0x3a, (byte) 0xff, (byte) 0xff, 0x7f, 1});
        assertThatThrownBy(() -> Models.open(EncoderConfig.of(folder.toString())))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("is not a complete ONNX model (5 bytes)");
    }
}

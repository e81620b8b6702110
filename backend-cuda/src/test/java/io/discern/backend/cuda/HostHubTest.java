package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import io.discern.testkit.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cuda:hub/ORG/NAME} opens what lies in Hugging Face's cache, as its own tools lay it out, on the kernels' host build. */
class HostHubTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String HOME = "user.home";

    @TempDir
    Path home;

    private final HostSource source = new HostSource(HostEngine.ThreadOrder.FORWARD, 256L << 20, 90);
    private String before;

    /** Files of a snapshot are links to those of the cache. */
    @BeforeEach
    void fillTheCache() throws IOException {
        assumeTrue(
                Stream.of("HF_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME").allMatch(name -> System.getenv(name) == null),
                "the cache is elsewhere here");
        before = System.setProperty(HOME, home.toString());
        Path model = home.resolve(".cache/huggingface/hub/models--org--tiny-clip");
        Path snapshot = Files.createDirectories(model.resolve("snapshots").resolve(COMMIT));
        Path blobs = Files.createDirectories(model.resolve("blobs"));
        try (Stream<Path> files = Files.list(Path.of(HostEncoderTest.MODEL))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path blob = Files.copy(file, blobs.resolve("blob-of-" + file.getFileName()));
                Files.createSymbolicLink(snapshot.resolve(file.getFileName()), snapshot.relativize(blob));
            }
        }
        Files.createDirectories(model.resolve("refs"));
        Files.writeString(model.resolve("refs/main"), COMMIT);
    }

    @AfterEach
    void restore() {
        if (before != null) {
            System.setProperty(HOME, before);
        }
        source.kill();
    }

    private VisionLanguageEncoder open(String location) {
        return CudaModelEngine.open(EncoderConfig.of(location), device -> source);
    }

    @Test
    void aModelInTheCacheIsThatOfItsFolder() {
        List<RgbImage> images = List.of(TestImages.noise(31, 29, 1), TestImages.noise(50, 70, 2));
        List<String> texts = List.of("a mole", "a nevus");
        try (VisionLanguageEncoder expected = open(HostEncoderTest.MODEL)) {
            for (String location : List.of("hub/org/tiny-clip", "hub/org/tiny-clip@" + COMMIT)) {
                try (VisionLanguageEncoder encoder = open(location)) {
                    assertThat(encoder.info().name()).isEqualTo("tiny-clip");
                    assertThat(encoder.info().provenance())
                            .containsEntry("image model", "model.safetensors")
                            .containsEntry(
                                    "image model sha256",
                                    expected.info().provenance().get("image model sha256"));
                    assertThat(encoder.encodeImages(images).values())
                            .isEqualTo(expected.encodeImages(images).values());
                    assertThat(encoder.encodeTexts(texts).values())
                            .isEqualTo(expected.encodeTexts(texts).values());
                }
            }
        }
    }

    @Test
    void aModelThatIsNotThereIsNamedAndNothingStaysOpen() {
        assertThatThrownBy(() -> open("hub/org/other"))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("cuda:hub/org/other: org/other@main is not in " + home)
                .hasMessageContaining("option download=true");
        assertThatThrownBy(() -> open("hub/tiny-clip")).isInstanceOf(IllegalArgumentException.class);
        assertThat(source.live()).isZero();
    }
}

package io.discern.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.image.DecodeOptions;
import io.discern.image.GrayRange;
import io.discern.image.ImageDecoder;
import io.discern.image.ImageLimits;
import io.discern.image.ImageReadException;
import io.discern.image.SourceImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** WebP, JPEG 2000 and JPEG against Pillow 12.3 and pydicom 3.0.2; {@code make_codecs.py} made files and expectations. */
class CodecsTest {
    @BeforeAll
    static void theNativeLibraryLoads() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(system.equals("Linux amd64"), "native code for " + system + " is lacking; there is linux-x86_64");
        assertThat(NativeCodecs.available()).isTrue();
    }

    private static Path file(String name) {
        try {
            return Path.of(CodecsTest.class.getResource("/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyFileEqualsPillow() throws IOException {
        JsonNode expected = new ObjectMapper().readTree(file("expected.json").toFile());
        int compared = 0;
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            String[] name = entry.getKey().split("@");
            JsonNode pillow = entry.getValue();
            DecodeOptions options = name.length == 1
                    ? DecodeOptions.standard()
                    : DecodeOptions.standard().withGray(GrayRange.parse(name[1]));
            SourceImage image = ImageDecoder.of(options).decodeSource(file(name[0]));
            assertThat(image.width()).as(entry.getKey()).isEqualTo(pillow.get(0).asInt());
            assertThat(image.height())
                    .as(entry.getKey())
                    .isEqualTo(pillow.get(1).asInt());
            assertThat(image.mode().pillowName())
                    .as(entry.getKey())
                    .isEqualTo(pillow.get(2).asText());
            assertThat(sha256(image.toRgb().pixels()))
                    .as(entry.getKey())
                    .isEqualTo(pillow.get(3).asText());
            assertThat(sha256(image.samples()))
                    .as(entry.getKey())
                    .isEqualTo(pillow.get(4).asText());
            compared++;
        }
        assertThat(compared).isGreaterThan(30);
    }

    @Test
    void jpegGoesToLibjpegTurbo() {
        // what ImageIO would say of such a file has other words
        assertThatThrownBy(() -> ImageDecoder.standard().decode(Arrays.copyOf(bytes("s420.jpg"), 700), "cut.jpg"))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("cut.jpg: truncated or damaged JPEG (Premature end of JPEG file)");
    }

    @Test
    void whatHasNoExactMeaningIsRefusedByItsName() {
        assertThatThrownBy(() -> ImageDecoder.standard().decode(file("animated.webp")))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("is an animated WebP");
        assertThatThrownBy(() -> ImageDecoder.standard().decode(file("deep.jp2")))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("16-bit gray without a window");
    }

    @Test
    void theLimitsHoldBeforeNativeCodeIsAsked() {
        ImageDecoder small = ImageDecoder.of(new ImageLimits(1000, 36, 1 << 20));
        for (String name : new String[] {"rgb_lossy.webp", "rgb_lossless.webp", "rgb.jp2", "tiles.j2k", "s440.jpg"}) {
            assertThatThrownBy(() -> small.decode(file(name)))
                    .as(name)
                    .isInstanceOf(ImageReadException.class)
                    .hasMessageContaining("the header says 37 x 29");
        }
    }

    @Test
    void noTruncatedFileIsRead() throws IOException {
        for (String name :
                new String[] {"rgb_lossy.webp", "rgba_lossless.webp", "rgb.jp2", "s420.jpg", "progressive.jpg"}) {
            byte[] whole = bytes(name);
            for (int length = whole.length - 12; length > 0; length -= 41) {
                byte[] part = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> ImageDecoder.standard().decode(part, name))
                        .as(name + " cut to " + length)
                        .isInstanceOf(ImageReadException.class);
            }
        }
    }

    @Test
    void mutatedFilesGiveAnImageOrAReadException() throws IOException {
        mutate(100);
    }

    @Test
    @Tag("slow")
    void tenThousandMutationsOfEachFileGiveAnImageOrAReadException() throws IOException {
        mutate(10_000);
    }

    private static void mutate(int rounds) throws IOException {
        ImageDecoder decoder = ImageDecoder.of(DecodeOptions.standard()
                .withLimits(new ImageLimits(1_000_000, 4_000, 1 << 22))
                .withGray(GrayRange.full()));
        Random random = new Random(11);
        for (String name : new String[] {
            "rgb_lossy.webp",
            "rgba_lossless.webp",
            "with_exif.webp",
            "rgb.jp2",
            "gray_lossy.j2k",
            "tiles.j2k",
            "deep.jp2",
            "s420.jpg",
            "progressive.jpg",
            "cmyk.jpg",
            "case_arith.jpg"
        }) {
            byte[] whole = bytes(name);
            int refused = 0;
            for (int round = 0; round < rounds; round++) {
                byte[] damaged = whole.clone();
                int span = round % 2 == 0 ? Math.min(160, damaged.length) : damaged.length;
                for (int i = 0; i <= round % 4; i++) {
                    damaged[random.nextInt(span)] = (byte) random.nextInt();
                }
                try {
                    decoder.decode(damaged, name);
                } catch (ImageReadException expected) {
                    refused++;
                }
            }
            assertThat(refused).as(name).isPositive();
        }
    }

    private static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(file(name));
    }
}

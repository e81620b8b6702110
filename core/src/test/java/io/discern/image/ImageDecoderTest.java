package io.discern.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.preprocess.PillowGoldens;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private static final Set<String> REFUSED = Set.of("gray16.png", "lossless.webp");

    @Test
    void everyReadableFileEqualsPillow() throws IOException {
        int compared = 0;
        for (JsonNode golden : PillowGoldens.cases("files")) {
            String name = golden.get("file").asText();
            if (REFUSED.contains(name)) {
                continue;
            }
            RgbImage image = ImageDecoder.standard().decode(PillowGoldens.file(name));
            assertThat(image.width()).as(name).isEqualTo(golden.get("width").asInt());
            assertThat(image.height()).as(name).isEqualTo(golden.get("height").asInt());
            assertThat(PillowGoldens.sha256(image.pixels()))
                    .as(name)
                    .isEqualTo(golden.get("rgb").asText());
            compared++;
        }
        assertThat(compared).isEqualTo(15);
    }

    @Test
    void sixteenBitGrayAndWebPAreRefusedWithTheReason() {
        assertThatThrownBy(() -> ImageDecoder.standard().decode(PillowGoldens.file("gray16.png")))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("gray16.png: 16-bit gray without a window")
                .hasMessageContaining("window");
        assertThatThrownBy(() -> ImageDecoder.standard().decode(PillowGoldens.file("lossless.webp")))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("WebP");
    }

    @Test
    void streamAndBytesGiveWhatThePathGives() throws IOException {
        Path file = PillowGoldens.file("q90_420.jpg");
        byte[] bytes = Files.readAllBytes(file);
        RgbImage image = ImageDecoder.standard().decode(file);
        assertThat(ImageDecoder.standard().decode(bytes, "bytes")).isEqualTo(image);
        assertThat(ImageDecoder.standard().decode(new ByteArrayInputStream(bytes), "stream"))
                .isEqualTo(image);
    }

    @Test
    void aJpegWithoutColourMarkersIsYccAsInLibjpeg() throws IOException {
        // 4:4:4 without JFIF is RGB to ImageIO; the JFIF segment is the first, 18 bytes long
        byte[] jfif = Files.readAllBytes(PillowGoldens.file("q95_444.jpg"));
        byte[] bare = new byte[jfif.length - 18];
        System.arraycopy(jfif, 0, bare, 0, 2);
        System.arraycopy(jfif, 20, bare, 2, bare.length - 2);
        assertThat(ImageDecoder.standard().decode(bare, "bare"))
                .isEqualTo(ImageDecoder.standard().decode(jfif, "jfif"));
    }

    @Test
    void anAdobeSegmentThatContradictsJfifIsIgnoredAsInLibjpeg() throws IOException {
        byte[] jfif = Files.readAllBytes(PillowGoldens.file("q90_420.jpg"));
        byte[] adobe = {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        byte[] both = new byte[jfif.length + adobe.length];
        System.arraycopy(jfif, 0, both, 0, 20);
        System.arraycopy(adobe, 0, both, 20, adobe.length);
        System.arraycopy(jfif, 20, both, 20 + adobe.length, jfif.length - 20);
        assertThat(ImageDecoder.standard().decode(both, "both"))
                .isEqualTo(ImageDecoder.standard().decode(jfif, "jfif"));
    }

    @Test
    void theLimitsHoldBeforePixelsAreAllocated() throws IOException {
        byte[] bomb = png(20_000, 20_000, 1);
        assertThatThrownBy(() -> ImageDecoder.standard().decode(bomb, "bomb.png"))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining(
                        "bomb.png: the header says 20000 x 20000 = 400000000 pixels; expected at most 100000000");
        byte[] wide = png(40_000, 1, 1);
        assertThatThrownBy(() -> ImageDecoder.standard().decode(wide, "wide.png"))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("sides of at most 32768");
        ImageDecoder small = ImageDecoder.of(new ImageLimits(100, 100, 1000));
        assertThatThrownBy(() -> small.decode(PillowGoldens.file("rgb.png")))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("bytes or more; expected at most 1000");
        assertThatThrownBy(() -> small.decode(new ByteArrayInputStream(new byte[1001]), "stream"))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("expected at most 1000");
        assertThat(ImageDecoder.of(new ImageLimits(9, 3, 1000))
                        .decode(png(3, 3, 3), "tiny.png")
                        .width())
                .isEqualTo(3);
    }

    /** A gray PNG of zeros with that many of its rows. */
    private static byte[] png(int width, int height, int rows) throws IOException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(pixels)) {
            for (int y = 0; y < rows; y++) {
                deflater.write(new byte[width + 1]);
            }
        }
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 8)
                .array();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        chunk(png, "IHDR", header);
        chunk(png, "IDAT", pixels.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
        byte[] body = ByteBuffer.allocate(4 + data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .array();
        CRC32 crc = new CRC32();
        crc.update(body);
        png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        png.writeBytes(body);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q90_420.jpg",
                "prog_420.jpg",
                "gray.jpg",
                "cmyk.jpg",
                "rgb.png",
                "palette.png",
                "anim.gif",
                "interlaced_not.bmp"
            })
    void aTruncatedFileIsAnError(String name) throws IOException {
        byte[] whole = Files.readAllBytes(PillowGoldens.file(name));
        // cuts before the pixels end; what follows them (a PNG's last chunk, a GIF's other frames) may be missing, as
        // in Pillow
        int pixelsEnd = name.endsWith("gif") ? whole.length / 5 : whole.length - 64;
        for (int length : new int[] {0, 1, 9, 30, pixelsEnd / 4, pixelsEnd / 2, pixelsEnd}) {
            assertThatThrownBy(() -> ImageDecoder.standard().decode(Arrays.copyOf(whole, length), name))
                    .as(name + " cut to " + length)
                    .isInstanceOf(ImageReadException.class)
                    .hasMessageStartingWith(name + ": ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q90_420.jpg",
                "prog_420.jpg",
                "cmyk.jpg",
                "rgb.png",
                "la.png",
                "palette.png",
                "anim.gif",
                "interlaced_not.bmp"
            })
    void damagedFilesGiveAnImageOrAReadException(String name) throws IOException {
        byte[] whole = Files.readAllBytes(PillowGoldens.file(name));
        ImageDecoder decoder = ImageDecoder.of(new ImageLimits(4_000_000, 4_000, 1 << 20));
        Random random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 60; round++) {
            byte[] damaged = whole.clone();
            int span = round % 2 == 0 ? 64 : damaged.length;
            for (int i = 0; i <= round % 5; i++) {
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

    @Test
    void whatIsNoImageIsNamed() {
        assertThatThrownBy(() -> ImageDecoder.standard().decode(new byte[0], "empty"))
                .isInstanceOf(ImageReadException.class)
                .hasMessage(
                        "empty: is an empty file; expected PNG, JPEG, GIF, BMP, TIFF or Netpbm. Convert it to PNG.");
        assertThatThrownBy(() -> ImageDecoder.standard().decode("label,path".getBytes(StandardCharsets.UTF_8), "a.csv"))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("a.csv: is an unknown format");
        assertThatThrownBy(() -> ImageDecoder.standard().decode(Path.of(".")))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("is a folder");
        assertThatThrownBy(() -> ImageDecoder.standard().decode(Path.of("no-such.png")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new ImageLimits(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ImageLimits(Integer.MAX_VALUE, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2147483647");
    }
}

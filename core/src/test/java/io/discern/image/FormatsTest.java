package io.discern.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.preprocess.PillowGoldens;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of every format against Pillow 12.3; {@code formats/README.md} says where they come from. */
class FormatsTest {
    private static Path file(String name) {
        try {
            return Path.of(FormatsTest.class.getResource("/formats/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(file(name).toFile());
    }

    @Test
    void everyFileEqualsPillowInRgbAndInItsOwnMode() throws IOException {
        int compared = 0;
        for (Map.Entry<String, JsonNode> entry : json("expected.json").properties()) {
            String[] name = entry.getKey().split("#");
            JsonNode pillow = entry.getValue();
            int page = name.length == 1 ? 0 : Integer.parseInt(name[1]);
            ImageDecoder decoder = ImageDecoder.of(DecodeOptions.standard().withPage(page));
            SourceImage image = decoder.decodeSource(file(name[0]));
            assertThat(image.width())
                    .as(entry.getKey())
                    .isEqualTo(pillow.get("width").asInt());
            assertThat(image.height())
                    .as(entry.getKey())
                    .isEqualTo(pillow.get("height").asInt());
            assertThat(image.mode().pillowName())
                    .as(entry.getKey())
                    .isEqualTo(pillow.get("mode").asText());
            assertThat(PillowGoldens.sha256(image.samples()))
                    .as(entry.getKey())
                    .isEqualTo(pillow.get("samples").asText());
            assertThat(PillowGoldens.sha256(decoder.decode(file(name[0])).pixels()))
                    .as(entry.getKey())
                    .isEqualTo(pillow.get("rgb").asText());
            ImageFacts facts = decoder.facts(file(name[0]));
            if (page == 0) {
                assertThat(facts.width()).as(entry.getKey()).isEqualTo(image.width());
                assertThat(facts.height()).as(entry.getKey()).isEqualTo(image.height());
            }
            compared++;
        }
        assertThat(compared).isGreaterThan(70);
    }

    @Test
    void aGifWithFlippedBitsIsReadLikePillowOrRefusedLikePillow() throws IOException {
        ImageDecoder decoder = ImageDecoder.of(new ImageLimits(4_000_000, 65_535, 1 << 20));
        int refused = 0;
        int cases = 0;
        for (JsonNode flip : json("gif_flips.json")) {
            byte[] gif = Files.readAllBytes(file(flip.get(0).asText()));
            for (JsonNode place : flip.get(1)) {
                gif[place.get(0).asInt()] ^= (byte) (1 << place.get(1).asInt());
            }
            String what = flip.toString();
            if (flip.get(2).isNull()) {
                assertThatThrownBy(() -> decoder.decode(gif, "flipped"))
                        .as(what)
                        .isInstanceOf(ImageReadException.class);
                refused++;
            } else {
                assertThat(PillowGoldens.sha256(decoder.decode(gif, "flipped").pixels()))
                        .as(what)
                        .isEqualTo(flip.get(2).asText());
            }
            cases++;
        }
        assertThat(cases).isEqualTo(500);
        assertThat(refused).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gif.gif", "gif_interlaced.gif", "tiff_RGB_tiff_lzw.tif", "tiff_RGB_packbits.tif", "pnm_6.pnm"})
    void noFileIsReadWhosePixelsEndEarly(String name) throws IOException {
        byte[] whole = Files.readAllBytes(file(name));
        int cut = name.startsWith("tiff") ? 200 : whole.length - 40;
        for (int length = 3; length < cut; length += 7) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ImageDecoder.standard().decode(part, name))
                    .as(name + " cut to " + length)
                    .isInstanceOf(ImageReadException.class);
        }
    }

    @Test
    void aGifThatSaysItsEndEarlyIsRefusedWithItsRows() throws IOException {
        byte[] gif = Files.readAllBytes(file("gif.gif"));
        // the size of the next block of data, set to the one that ends them
        int data = indexOfFrameData(gif);
        gif[data + 1 + (gif[data] & 0xff)] = 0;
        assertThatThrownBy(() -> ImageDecoder.standard().decode(gif, "early.gif"))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("early.gif: GIF whose data end after ")
                .hasMessageContaining(" of 29 rows");
    }

    /** Behind the separator, the frame's nine bytes, its palette if it has one, and the code size. */
    private static int indexOfFrameData(byte[] gif) {
        int at = 13 + ((gif[10] & 0x80) != 0 ? 3 << (gif[10] & 7) + 1 : 0);
        while (gif[at] != 0x2c) {
            at++;
        }
        int flags = gif[at + 9];
        return at + 11 + ((flags & 0x80) != 0 ? 3 << (flags & 7) + 1 : 0);
    }

    @Test
    void dicomIsCalledDicomThoughItsPreambleBeginsLikeATiff() {
        byte[] dicom = new byte[400];
        System.arraycopy(new byte[] {'I', 'I', 42, 0}, 0, dicom, 0, 4);
        System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, dicom, 128, 4);
        assertThatThrownBy(() -> ImageDecoder.standard().decode(dicom, "ct"))
                .isInstanceOf(ImageReadException.class)
                .hasMessageStartingWith("ct: is DICOM;")
                .hasMessageContaining("discern-dicom");
        assertThat(ImageFormats.sniff(dicom)).contains("DICOM");
    }

    /** A gray TIFF of one strip of JPEG, 16 pixels wide and one high, with a tag of Photoshop's. */
    private static byte[] stripOf(byte[] jpeg, int rowsPerStrip) {
        int[][] tags = {
            {256, 16},
            {257, 1},
            {258, 8},
            {259, 7},
            {262, 1},
            {273, 150},
            {277, 1},
            {278, rowsPerStrip},
            {279, jpeg.length}
        };
        ByteBuffer file = ByteBuffer.allocate(150 + jpeg.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) (tags.length + 1));
        for (int[] tag : tags) {
            file.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
        }
        file.putShort((short) 37_724).putShort((short) 7).putInt(100).putInt(0);
        file.put(150, jpeg);
        return file.array();
    }

    @Test
    void aStripIsNotTallerThanItsTiffSaysNorLargerThanTheLimits() throws IOException {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(16, 400, BufferedImage.TYPE_BYTE_GRAY), "jpg", jpeg);
        byte[] tall = stripOf(jpeg.toByteArray(), 1);
        assertThatThrownBy(() -> ImageDecoder.standard().decode(tall, "tall.tif"))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("JPEG strip is 16 x 400; expected 16 x 1");
        byte[] allowed = stripOf(jpeg.toByteArray(), 400);
        assertThat(ImageDecoder.standard().decode(allowed, "allowed.tif").height())
                .isEqualTo(1);
        assertThatThrownBy(() ->
                        ImageDecoder.of(new ImageLimits(1_000, 1_000, 1 << 20)).decode(allowed, "large.tif"))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("16 x 400 = 6400 pixels; expected at most 1000");
    }

    @Test
    void tagsOfATiffThatNobodyAsksForAreNotKept() throws IOException {
        TiffDirectory tags = TiffDirectory.read(stripOf(new byte[200], 1), 0);
        assertThat(tags.value(TiffDirectory.WIDTH, 0)).isEqualTo(16);
        assertThat(tags.values(37_724)).isEmpty();
    }

    @Test
    void aPageThatIsNotThereIsRefused() {
        ImageDecoder fourth = ImageDecoder.of(DecodeOptions.standard().withPage(3));
        assertThatThrownBy(() -> fourth.decode(file("tiff_pages.tif")))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("has 3 pictures; picture 3 was asked for");
        assertThatThrownBy(() -> fourth.decode(file("gif.gif")))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("only picture 0 is read");
    }

    @Test
    void theMiddlePageIsTheSecondOfThree() throws IOException {
        ImageDecoder middle = ImageDecoder.of(DecodeOptions.standard().withPage(DecodeOptions.MIDDLE));
        ImageDecoder second = ImageDecoder.of(DecodeOptions.standard().withPage(1));
        assertThat(middle.decode(file("tiff_pages.tif"))).isEqualTo(second.decode(file("tiff_pages.tif")));
        assertThat(ImageDecoder.standard().facts(file("tiff_pages.tif")).pages())
                .isEqualTo(3);
    }

    @Test
    void mutatedFilesGiveAnImageOrAReadException() throws IOException {
        mutate(40);
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
            "png_2_8_s.png",
            "png_3_4_i.png",
            "gif_frames.gif",
            "gif_interlaced.gif",
            "tiff_RGB_jpeg.tif",
            "tiff_big.tif",
            "tiff_RGB_tiff_lzw.tif",
            "tiff_1_group4.tif",
            "tiff_rgb_tiles.tif",
            "tiff_turn5.tif",
            "tiff_rgb16.tif",
            "bmp_P.bmp",
            "pnm_3_100.ppm",
            "pnm_4.pnm"
        }) {
            byte[] whole = Files.readAllBytes(file(name));
            int refused = 0;
            for (int round = 0; round < rounds; round++) {
                byte[] damaged = whole.clone();
                // a TIFF's tags may stand at its end
                boolean head = round % 2 == 0;
                int span = Math.min(200, damaged.length);
                for (int i = 0; i <= round % 4; i++) {
                    int at = head ? random.nextInt(span) : random.nextInt(damaged.length);
                    at = head && round % 4 == 0 ? damaged.length - 1 - at : at;
                    damaged[at] = (byte) random.nextInt();
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
}

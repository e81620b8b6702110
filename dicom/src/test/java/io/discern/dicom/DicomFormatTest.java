package io.discern.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.dataset.DatasetConfig;
import io.discern.dataset.ImageAudit;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.DecodeOptions;
import io.discern.image.GrayRange;
import io.discern.image.ImageDecoder;
import io.discern.image.ImageFacts;
import io.discern.image.ImageFormats;
import io.discern.image.ImageLimits;
import io.discern.image.ImageReadException;
import io.discern.image.SourceImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DICOM and NIfTI against pydicom, nibabel and NumPy; {@code make_dicom.py} made the files and what is expected. */
class DicomFormatTest {
    private static Path file(String name) {
        try {
            return Path.of(DicomFormatTest.class.getResource("/" + name).toURI());
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

    /** NAME, NAME#FRAME, NAME#middle,AXIS or NAME@RANGE. */
    private static DecodeOptions options(String key) {
        DecodeOptions options = DecodeOptions.standard();
        if (key.contains("@")) {
            return options.withGray(GrayRange.parse(key.substring(key.indexOf('@') + 1)));
        }
        if (!key.contains("#")) {
            return options;
        }
        String[] place = key.substring(key.indexOf('#') + 1).split(",");
        DecodeOptions turned = place.length > 1 ? options.withAxis(Integer.parseInt(place[1])) : options;
        return turned.withPage(place[0].equals("middle") ? DecodeOptions.MIDDLE : Integer.parseInt(place[0]));
    }

    @Test
    void everyFileEqualsPydicomAndNibabel() throws IOException {
        JsonNode expected = new ObjectMapper().readTree(file("expected.json").toFile());
        int compared = 0;
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            String key = entry.getKey();
            DecodeOptions options = options(key);
            if (key.startsWith("nifti_i2")) {
                options = options.withGray(GrayRange.percentiles(0, 100));
            }
            SourceImage image = ImageDecoder.of(options).decodeSource(file(key.split("[#@]")[0]));
            assertThat(image.mode().pillowName())
                    .as(key)
                    .isEqualTo(entry.getValue().get(0).asText());
            assertThat(sha256(image.samples()))
                    .as(key)
                    .isEqualTo(entry.getValue().get(1).asText());
            compared++;
        }
        assertThat(compared).isGreaterThan(55);
    }

    @Test
    void deepGrayWithoutAWindowIsRefusedWithTheChoices() {
        for (String name : new String[] {"no_window.dcm", "nifti_i2.nii"}) {
            assertThatThrownBy(() -> ImageDecoder.standard().decode(file(name)))
                    .isInstanceOf(ImageReadException.class)
                    .hasMessageContaining("without a window of its own")
                    .hasMessageContaining("GrayRange: window, percentiles or full");
        }
        assertThatThrownBy(() -> ImageDecoder.of(DecodeOptions.standard().withGray(GrayRange.full()))
                        .decode(file("nifti_f4.nii.gz")))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("floating-point gray has no full range");
    }

    @Test
    void whatDecodersRoundDifferentlyIsRefusedByItsName() {
        assertThatThrownBy(() -> ImageDecoder.standard().decode(file("j2k_irreversible.dcm")))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining(
                        "j2k_irreversible.dcm: DICOM compressed by JPEG 2000 with the irreversible transform");
    }

    @Test
    void aFrameThatIsNotThereIsRefused() {
        assertThatThrownBy(() ->
                        ImageDecoder.of(DecodeOptions.standard().withPage(5)).decode(file("frames.dcm")))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("has 5 pictures; picture 5 was asked for");
    }

    @Test
    void factsNameAGroupAndAttributesButNobody() throws IOException {
        ImageFacts facts = ImageDecoder.standard().facts(file("frames.dcm"));
        assertThat(facts.format()).isEqualTo("DICOM");
        assertThat(facts.width()).isEqualTo(26);
        assertThat(facts.height()).isEqualTo(21);
        assertThat(facts.pages()).isEqualTo(5);
        // printf 4711 | sha256sum | cut -c1-16
        assertThat(facts.group()).contains("de650d61f5bd166a");
        assertThat(facts.attributes())
                .containsEntry("modality", "MG")
                .containsEntry("laterality", "L")
                .containsEntry("view", "MLO")
                .containsEntry("manufacturer", "ACME")
                .containsEntry("burned_in_annotation", "no");
        assertThat(facts.toString()).doesNotContain("Doe", "4711", "1.2.3.1");
        ImageFacts plain = DicomFacts.read(Files.readAllBytes(file("frames.dcm")), id -> id);
        assertThat(plain.group()).contains("4711");
    }

    /** Two frames in three fragments: only a table says which belongs to which. PS3.3 C.7.6.3.1.8, PS3.5 A.4 and annex G. */
    @Test
    void framesAreFoundByTheExtendedTableOfOffsets() throws IOException {
        byte[] first = runs(1, 2, 3, 4);
        byte[] second = runs(5, 6, 7, 8);
        ByteBuffer offsets = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        offsets.putLong(0).putLong(2 * 8 + first.length);
        for (boolean extended : new boolean[] {true, false}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(new byte[128]);
            out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
            element(out, 0x0002, 0x0010, "UI", "1.2.840.10008.1.2.5\0".getBytes(StandardCharsets.US_ASCII));
            element(out, 0x0028, 0x0002, "US", new byte[] {1, 0});
            element(out, 0x0028, 0x0004, "CS", "MONOCHROME2 ".getBytes(StandardCharsets.US_ASCII));
            element(out, 0x0028, 0x0008, "IS", "2 ".getBytes(StandardCharsets.US_ASCII));
            element(out, 0x0028, 0x0010, "US", new byte[] {2, 0});
            element(out, 0x0028, 0x0011, "US", new byte[] {2, 0});
            element(out, 0x0028, 0x0100, "US", new byte[] {8, 0});
            if (extended) {
                element(out, 0x7fe0, 0x0001, "OV", offsets.array());
            }
            out.writeBytes(new byte[] {(byte) 0xe0, 0x7f, 0x10, 0, 'O', 'B', 0, 0, -1, -1, -1, -1});
            item(out, new byte[0]);
            item(out, Arrays.copyOf(first, 40));
            item(out, Arrays.copyOfRange(first, 40, first.length));
            item(out, second);
            out.writeBytes(new byte[] {-2, -1, (byte) 0xdd, (byte) 0xe0, 0, 0, 0, 0});
            for (int frame = 0; frame < 2; frame++) {
                ImageDecoder decoder = ImageDecoder.of(DecodeOptions.standard().withPage(frame));
                if (extended) {
                    int least = 1 + 4 * frame;
                    assertThat(decoder.decodeSource(out.toByteArray(), "frames").samples())
                            .containsExactly(least, least + 1, least + 2, least + 3);
                } else {
                    assertThatThrownBy(() -> decoder.decode(out.toByteArray(), "frames"))
                            .hasMessageContaining("3 fragments for 2 frames and no table of their offsets");
                }
            }
        }
    }

    private static byte[] runs(int... values) {
        ByteBuffer code = ByteBuffer.allocate(64 + 6).order(ByteOrder.LITTLE_ENDIAN);
        code.putInt(0, 1).putInt(4, 64).put(64, (byte) 3);
        for (int i = 0; i < 4; i++) {
            code.put(65 + i, (byte) values[i]);
        }
        return code.array();
    }

    private static void element(ByteArrayOutputStream out, int group, int number, String vr, byte[] value) {
        ByteBuffer head = ByteBuffer.allocate(vr.equals("OV") ? 12 : 8).order(ByteOrder.LITTLE_ENDIAN);
        head.putShort((short) group).putShort((short) number).put(vr.getBytes(StandardCharsets.US_ASCII));
        if (vr.equals("OV")) {
            head.putShort((short) 0).putInt(value.length);
        } else {
            head.putShort((short) value.length);
        }
        out.writeBytes(head.array());
        out.writeBytes(value);
    }

    private static void item(ByteArrayOutputStream out, byte[] value) {
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xe000fffe)
                .putInt(value.length)
                .array());
        out.writeBytes(value);
    }

    @Test
    void framesOfSeveralFilesOfOnePatientAreOneGroupUnlessATableSaysOtherwise(@TempDir Path folder) throws IOException {
        for (String name : new String[] {"a/1.dcm", "b/2.dcm"}) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.copy(file("frames.dcm"), folder.resolve(name));
        }
        DatasetConfig every = DatasetConfig.standard().withEveryPage(true);
        assertThat(groups(LabeledImages.open(folder, every))).hasSize(10).containsOnly("de650d61f5bd166a");
        Path table =
                Files.writeString(folder.resolve("t.csv"), "path,label,group\na/1.dcm,a,a/1.dcm\nb/2.dcm,b,b/2.dcm\n");
        assertThat(groups(LabeledImages.open(table, every))).hasSize(10).containsOnly("a/1.dcm", "b/2.dcm");
        assertThat(groups(LabeledImages.open(table))).containsExactly("a/1.dcm", "b/2.dcm");
    }

    private static List<String> groups(LabeledImages data) throws IOException {
        return ImageAudit.of(data, ImageAudit.CopyPolicy.KEEP, done -> {}).images().stream()
                .map(LabeledImage::group)
                .toList();
    }

    @Test
    void aFileWithoutPreambleIsDicomToo() throws IOException {
        byte[] whole = Files.readAllBytes(file("eight.dcm"));
        byte[] bare = Arrays.copyOfRange(whole, 132, whole.length);
        assertThat(ImageFormats.sniff(bare)).contains("DICOM");
        assertThat(ImageDecoder.standard().decode(bare, "bare"))
                .isEqualTo(ImageDecoder.standard().decode(whole, "whole"));
    }

    @Test
    void noTruncatedFileIsRead() throws IOException {
        for (String name :
                new String[] {"native.dcm", "rle.dcm", "ls.dcm", "lossless_1.dcm", "j2k.dcm", "nifti_u1.nii"}) {
            byte[] whole = Files.readAllBytes(file(name));
            for (int length = whole.length - 20; length > 0; length -= 97) {
                byte[] part = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> ImageDecoder.standard().decode(part, name))
                        .as(name + " cut to " + length)
                        .isInstanceOf(ImageReadException.class);
            }
        }
    }

    /** JJ2000 throws an Error for it; with discern-codecs OpenJPEG reads such frames. */
    @Test
    void aTileLongerThanTheReaderHasImplementedIsRefused() throws IOException {
        byte[] damaged = Files.readAllBytes(file("j2k.dcm"));
        damaged[747] = (byte) 161;
        assertThatThrownBy(() -> ImageDecoder.standard().decode(damaged, "j2k.dcm"))
                .isInstanceOf(ImageReadException.class)
                .hasMessageStartingWith("j2k.dcm: damaged or unsupported DICOM (Tile length larger");
    }

    @Test
    void mutatedFilesGiveAnImageOrAReadException() throws IOException {
        mutate(25);
    }

    @Test
    @Tag("slow")
    void tenThousandMutationsOfEachFileGiveAnImageOrAReadException() throws IOException {
        mutate(10_000);
    }

    private static void mutate(int rounds) throws IOException {
        ImageDecoder decoder = ImageDecoder.of(DecodeOptions.standard()
                .withLimits(new ImageLimits(1_000_000, 4_000, 1 << 22))
                .withGray(GrayRange.percentiles(1, 99)));
        Random random = new Random(11);
        for (String name : new String[] {
            "deflated.dcm",
            "big.dcm",
            "functional.dcm",
            "palette.dcm",
            "rle.dcm",
            "lossless_rgb_4.dcm",
            "jpeg_RGB.dcm",
            "ls.dcm",
            "ls_rgb.dcm",
            "j2k.dcm",
            "voi_lut.dcm",
            "nifti_f4.nii.gz",
            "nifti_i2.nii"
        }) {
            byte[] whole = Files.readAllBytes(file(name));
            int refused = 0;
            for (int round = 0; round < rounds; round++) {
                byte[] damaged = whole.clone();
                int span = round % 2 == 0 ? Math.min(1600, damaged.length) : damaged.length;
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
}

package io.discern.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.Fixtures;
import io.discern.dataset.ImageAudit.CopyPolicy;
import io.discern.image.DecodeOptions;
import io.discern.image.GrayRange;
import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageAuditTest {
    @TempDir
    Path root;

    private static LabeledImages audit(LabeledImages data, CopyPolicy policy) throws IOException {
        return ImageAudit.of(data, policy, done -> {});
    }

    @Test
    void hashesAreThoseOfPillowHashlibAndScipy() throws IOException {
        JsonNode expected = new ObjectMapper()
                .readTree(Fixtures.path("hashes/expected.json").toFile());
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            RgbImage image = ImageDecoder.standard().decode(Fixtures.path("pillow/" + entry.getKey()));
            PixelFacts facts = PixelFacts.of(image, "", Optional.empty());
            assertThat(facts.sha256())
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().get("sha256").asText());
            assertThat(facts.width()).isEqualTo(entry.getValue().get("width").asInt());
            StringBuilder bits = new StringBuilder();
            for (int i = 0; i < PerceptualHash.BITS; i++) {
                bits.append(facts.hash()[i / 64] >>> i % 64 & 1);
            }
            assertThat(bits.toString())
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().get("bits").asText());
        }
    }

    @Test
    void equalPixelsAreOneGroupWhateverTheFileFormat() throws IOException {
        Path first = Trees.noise(root.resolve("a/1.png"), 1);
        Files.copy(first, root.resolve("a/2.png"));
        ImageIO.write(
                ImageIO.read(first.toFile()), "bmp", root.resolve("a/3.bmp").toFile());
        Trees.noise(root.resolve("b/4.png"), 2);
        LabeledImages data = audit(LabeledImages.open(root), CopyPolicy.GROUP);
        assertThat(data.images())
                .extracting(LabeledImage::group)
                .containsExactly("a/1.png", "a/1.png", "a/1.png", "b/4.png");
        assertThat(data.audit().remarks())
                .containsExactly("1 set of equal images (3 files), each set is kept together as a group");
        assertThat(data.audit().rows())
                .extracting(row -> row.picture().format() + " " + row.picture().width() + "x"
                        + row.picture().height() + " " + row.note())
                .containsExactly(
                        "PNG 24x20 equal to a/2.png",
                        "PNG 24x20 equal to a/1.png",
                        "BMP 24x20 equal to a/1.png",
                        "PNG 24x20 ");
        assertThat(data.audit().rows().get(2).picture().pixels())
                .isEqualTo(data.audit().rows().get(0).picture().pixels())
                .hasSize(64);

        LabeledImages dropped = audit(LabeledImages.open(root), CopyPolicy.DROP);
        assertThat(dropped.images()).extracting(LabeledImage::id).containsExactly("a/1.png", "b/4.png");
        assertThat(dropped.audit().count(AuditRow.Fate.LEFT_OUT)).isEqualTo(2);

        LabeledImages kept = audit(LabeledImages.open(root), CopyPolicy.KEEP);
        assertThat(kept.images()).allMatch(image -> image.group().equals(image.id()));
        assertThat(kept.audit().remarks())
                .containsExactly("1 set of equal images (3 files), kept: a copy votes for its twin");
    }

    @Test
    void patientsThatShareAPictureAreOneGroup() throws IOException {
        ImageSource shared = () -> gray(7);
        LabeledImages data = new LabeledImages(
                "four",
                List.of(
                        image("1", "p1", shared),
                        image("2", "p2", () -> gray(1)),
                        image("3", "p2", shared),
                        image("4", "p3", () -> gray(2))));
        assertThat(audit(data, CopyPolicy.GROUP).images())
                .extracting(LabeledImage::group)
                .containsExactly("p1", "p1", "p1", "p3");
    }

    private static LabeledImage image(String id, String group, ImageSource source) {
        return new LabeledImage(id, id, "x", group, Map.of(), source);
    }

    /** A picture that its level determines and in which there is something to see. */
    private static RgbImage gray(int level) {
        byte[] pixels = new byte[3 * 64];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 3 * 31 * level);
        }
        return RgbImage.of(8, 8, pixels);
    }

    @Test
    void copiesWithDifferentLabelsAreAnErrorThatNamesThemOrAreDropped() throws IOException {
        Files.copy(
                Trees.noise(root.resolve("a/1.png"), 1),
                Files.createDirectories(root.resolve("b")).resolve("2.png"));
        Trees.noise(root.resolve("b/3.png"), 3);
        assertThatThrownBy(() -> audit(LabeledImages.open(root), CopyPolicy.GROUP))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "1 sets of equal images have different labels: a/1.png (a) = b/2.png (b); expected")
                .hasMessageContaining("--copies drop");
        assertThat(audit(LabeledImages.open(root), CopyPolicy.DROP).images())
                .extracting(LabeledImage::id)
                .containsExactly("b/3.png");
        assertThat(audit(LabeledImages.open(root), CopyPolicy.KEEP).audit().remarks())
                .contains("1 of these sets have different labels, such as a/1.png (a) = b/2.png (b)");
    }

    @Test
    void copiesAcrossSplitsAreALeak() throws IOException {
        Files.copy(
                Trees.noise(root.resolve("train/a/1.png"), 1),
                Files.createDirectories(root.resolve("test/a")).resolve("2.png"));
        assertThat(audit(LabeledImages.open(root), CopyPolicy.GROUP).audit().remarks())
                .contains("leak: 1 sets of equal images lie in several splits");
    }

    @Test
    void aSmallerAndCompressedVersionIsANearCopyAndListed() throws IOException {
        BufferedImage picture = ImageIO.read(Fixtures.path("pillow/q95_444.jpg").toFile());
        Files.createDirectories(root.resolve("a"));
        ImageIO.write(picture, "png", root.resolve("a/1.png").toFile());
        BufferedImage half =
                new BufferedImage(picture.getWidth() * 3 / 4, picture.getHeight() * 3 / 4, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = half.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(picture, 0, 0, half.getWidth(), half.getHeight(), null);
        graphics.dispose();
        ImageIO.write(half, "jpg", root.resolve("a/2.jpg").toFile());
        Trees.noise(root.resolve("b/3.png"), 3);
        LabeledImages data = audit(LabeledImages.open(root), CopyPolicy.GROUP);
        assertThat(data.images()).allMatch(image -> image.group().equals(image.id()));
        assertThat(data.audit().remarks())
                .singleElement()
                .asString()
                .startsWith("1 pair of 2 images of different groups or splits look like near copies")
                .contains("such as a/1.png and a/2.jpg");
        assertThat(data.audit().rows().get(1).note()).startsWith("near copy of a/1.png (");
        assertThat(data.audit().rows().get(2).note()).isEmpty();
    }

    @Test
    void ofMoreNearCopiesThanCanBeListedTheNearestAre() {
        long[][] hashes = {{0, 0, 0, 0}, {0b111111, 0, 0, 0}, {0b1, 0, 0, 0}, {0b111111, 0b1, 0, 0}, {-1, -1, -1, -1}};
        List<PixelFacts> facts = IntStream.range(0, hashes.length)
                .mapToObj(i -> new PixelFacts(8, 8, "", "" + i, "", hashes[i], Optional.empty(), ""))
                .toList();
        NearCopies all = NearCopies.among(facts);
        assertThat(all.pairs())
                .extracting(pair -> pair.first() + "-" + pair.second() + " " + pair.distance())
                .containsExactly("0-2 1", "1-3 1", "1-2 5", "0-1 6", "2-3 6", "0-3 7");
        NearCopies some = NearCopies.among(facts, 3);
        assertThat(some.pairs()).isEqualTo(all.pairs().subList(0, 3));
        assertThat(some.all()).isEqualTo(6);
    }

    @Test
    void anUnreadableImageStaysAndIsARow() throws IOException {
        Trees.noise(root.resolve("a/1.png"), 1);
        Files.writeString(root.resolve("a/2.png"), "no image at all");
        LabeledImages data = audit(LabeledImages.open(root), CopyPolicy.GROUP);
        assertThat(data.size()).isEqualTo(2);
        AuditRow row = data.audit().rows().get(1);
        assertThat(row.fate()).isEqualTo(AuditRow.Fate.FAILED);
        assertThat(row.cells()).hasSameSizeAs(AuditRow.COLUMNS).contains("failed", row.note());
        assertThat(data.audit().remarks().get(0)).startsWith("1 images cannot be read. First: " + root);
    }

    @Test
    void blankPicturesOfDifferentSizesAreNeitherCopiesNorNear() throws IOException {
        Trees.picture(root.resolve("a/1.png"), 10, 10, place -> 0);
        Trees.picture(root.resolve("b/2.png"), 20, 5, place -> 0);
        assertThat(audit(LabeledImages.open(root), CopyPolicy.GROUP).audit().remarks())
                .isEmpty();
    }

    private static LabeledImages loadingFails(LabeledImages data) {
        return new LabeledImages(
                data.name(),
                data.images().stream()
                        .map(image -> {
                            FileSource source = (FileSource) image.source();
                            return image.withSource(new FileSource(source.file(), source.options(), () -> {
                                throw new IOException(source.file() + ": decoded again");
                            }));
                        })
                        .toList(),
                data.audit());
    }

    private static LabeledImages audit(LabeledImages data, AuditMemory memory) throws IOException {
        return ImageAudit.of(data, CopyPolicy.GROUP, done -> {}, memory);
    }

    @Test
    void aFileWhoseBytesAreRememberedIsNotDecodedAgain() throws IOException {
        Path first = Trees.noise(root.resolve("data/a/1.png"), 1);
        Files.copy(first, root.resolve("data/a/2.png"));
        Trees.noise(root.resolve("data/b/3.png"), 2);
        Path lines = root.resolve("store/audit.lines");
        LabeledImages whole = audit(LabeledImages.open(root.resolve("data")), CopyPolicy.GROUP);
        AuditMemory memory = AuditMemory.in(lines);
        assertThat(audit(LabeledImages.open(root.resolve("data")), memory).audit())
                .isEqualTo(whole.audit());

        AuditMemory later = AuditMemory.in(lines);
        LabeledImages again = audit(loadingFails(LabeledImages.open(root.resolve("data"))), later);
        assertThat(again.audit()).isEqualTo(whole.audit());
        assertThat(again.images())
                .extracting(LabeledImage::content)
                .isEqualTo(whole.images().stream().map(LabeledImage::content).toList());
        assertThat(later.taken()).isEqualTo(3);

        // Other bytes under an old name, and the same bytes decoded otherwise, are looked at.
        Trees.noise(first, 9);
        assertThat(audit(loadingFails(LabeledImages.open(root.resolve("data"))), AuditMemory.in(lines))
                        .audit()
                        .remarks()
                        .get(0))
                .startsWith("1 images cannot be read. First: ")
                .contains("decoded again");
        DatasetConfig otherwise =
                DatasetConfig.standard().withDecoding(DecodeOptions.standard().withGray(GrayRange.full()));
        AuditMemory unused = AuditMemory.in(lines);
        audit(LabeledImages.open(root.resolve("data"), otherwise), unused);
        assertThat(unused.taken()).isZero();
    }

    @Test
    void aDamagedOrTornLineIsNoMemory() throws IOException {
        Trees.noise(root.resolve("data/a/1.png"), 1);
        Trees.noise(root.resolve("data/b/2.png"), 2);
        Path lines = root.resolve("audit.lines");
        audit(LabeledImages.open(root.resolve("data")), AuditMemory.in(lines));
        List<String> whole = Files.readAllLines(lines);
        assertThat(whole).hasSize(2);
        Files.writeString(
                lines,
                whole.get(0).replace("\"width\":24", "\"width\":25") + "\n"
                        + whole.get(1).substring(0, 60));
        AuditMemory memory = AuditMemory.in(lines);
        audit(LabeledImages.open(root.resolve("data")), memory);
        assertThat(memory.taken()).isZero();
        AuditMemory mended = AuditMemory.in(lines);
        audit(LabeledImages.open(root.resolve("data")), mended);
        assertThat(mended.taken()).isEqualTo(2);
    }
}

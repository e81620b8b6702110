package io.discern.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Fixtures;
import io.discern.image.RgbImage;
import io.discern.store.Npy;
import java.awt.image.BufferedImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabeledImagesTest {
    @TempDir
    Path folder;

    @Test
    void aFolderOfClassFoldersIsReadInOrder() throws IOException {
        png("nevus/b.png", 10);
        png("nevus/a.PNG", 20);
        png("melanoma/patient-1/deep.png", 30);
        Files.writeString(folder.resolve("nevus/notes.txt"), "not an image");
        Files.writeString(folder.resolve("metadata.csv"), "x");
        png(".hidden/c.png", 40);

        LabeledImages images = LabeledImages.open(folder);

        assertThat(images.images())
                .extracting(LabeledImage::id)
                .containsExactly("melanoma/patient-1/deep.png", "nevus/a.PNG", "nevus/b.png");
        assertThat(images.classes()).containsExactly("melanoma", "nevus");
        assertThat(images.images().get(2).source().load().get(0, 0, 0)).isEqualTo(10);
        assertThat(images.images()).allMatch(image -> image.group().equals(image.id()));
    }

    @Test
    void anEmptyClassIsMentioned() throws IOException {
        png("nevus/a.png", 1);
        Files.createDirectories(folder.resolve("melanoma"));
        LabeledImages images = LabeledImages.open(folder);
        assertThat(images.classes()).containsExactly("nevus");
        assertThat(images.audit().remarks()).contains("folder 'melanoma' holds no image and is left out");
    }

    @Test
    void aMissingFolderIsAnErrorThatSaysWhatWouldDo() {
        Path missing = folder.resolve("nowhere");
        assertThatThrownBy(() -> LabeledImages.open(missing))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageStartingWith(missing + ": no such data set; expected a folder");
        assertThatThrownBy(() -> LabeledImages.open(folder))
                .hasMessageContaining("no images; expected one sub-folder per class");
    }

    @Test
    void aManifestGivesGroupsAndAttributes() throws IOException {
        png("img/a.png", 5);
        Path csv = Files.writeString(folder.resolve("set.csv"), """
                path,label,group,age
                img/a.png,"nevus, common",p1,40
                img/missing.png,melanoma,p2,
                """);
        LabeledImages images = LabeledImages.open(csv);
        assertThat(images.name()).isEqualTo("set");
        LabeledImage first = images.images().get(0);
        assertThat(first.label()).isEqualTo("nevus, common");
        assertThat(first.group()).isEqualTo("p1");
        assertThat(first.attributes()).isEqualTo(Map.of("age", "40"));
        assertThat(first.source().load().get(0, 0, 0)).isEqualTo(5);
        assertThatThrownBy(() -> images.images().get(1).source().load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing.png");
    }

    @Test
    void aManifestWithoutAColumnListsThoseThereAre() throws IOException {
        Path csv = Files.writeString(folder.resolve("set.csv"), "file,label\na.png,x\n");
        assertThatThrownBy(() -> LabeledImages.open(csv)).hasMessage(csv + ": no column 'path'; found [file, label]");
        Files.writeString(csv, "path,label\na.png\n");
        assertThatThrownBy(() -> LabeledImages.open(csv))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("row 1");
        Files.writeString(csv, "path,label\na.png,\n");
        assertThatThrownBy(() -> LabeledImages.open(csv)).hasMessageContaining("row 1 (line 2), column 'label': ''");
        Files.writeString(csv, "path,label\n");
        assertThatThrownBy(() -> LabeledImages.open(csv)).hasMessageContaining("no rows");
    }

    @Test
    void aMedMnistArchiveIsReadWithItsSplits() throws IOException {
        LabeledImages images = LabeledImages.open(Fixtures.path("npy/medmnist.npz"));
        assertThat(images.images())
                .extracting(LabeledImage::id)
                .containsExactly("train/0", "train/1", "train/2", "test/0", "test/1");
        assertThat(images.images()).extracting(LabeledImage::label).containsExactly("0", "1", "0", "1", "1");
        assertThat(images.images())
                .extracting(LabeledImage::split)
                .containsExactly("train", "train", "train", "test", "test");
        byte[] gray = Npy.read(Fixtures.path("npy/medmnist_train_images.npy")).toBytes();
        RgbImage second = images.images().get(1).source().load();
        assertThat(second).hasToString("RgbImage[4 x 5]");
        assertThat(second.get(3, 2, 1)).isEqualTo(gray[5 * 4 + 2 * 4 + 3] & 0xff);
        byte[] rgb = Npy.read(Fixtures.path("npy/medmnist_test_images.npy")).toBytes();
        RgbImage last = images.images().get(4).source().load();
        assertThat(last.get(3, 2, 1)).isEqualTo(rgb[3 * (5 * 4 + 2 * 4 + 3) + 1] & 0xff);
    }

    @ParameterizedTest
    @ValueSource(strings = {"float_labels", "half_labels", "one_channel"})
    void anArchiveMayHaveIntegralLabelsOfAnyTypeAndAChannelAxis(String kind) throws IOException {
        LabeledImages images = LabeledImages.open(Fixtures.path("npy/set_" + kind + ".npz"));
        assertThat(images.images()).extracting(LabeledImage::label).containsExactly("0", "1", "1", "2");
        assertThat(images.images().get(3).source().load()).hasToString("RgbImage[5 x 6]");
    }

    @Test
    void anArchiveMayHaveNamesForLabels() throws IOException {
        assertThat(LabeledImages.open(Fixtures.path("npy/set_text_labels.npz")).images())
                .extracting(LabeledImage::label)
                .containsExactly("n\u00e9vus", "melanoma", "melanoma", "\u9ed1");
        assertThat(LabeledImages.open(Fixtures.path("npy/set_byte_labels.npz")).images())
                .extracting(LabeledImage::label)
                .containsExactly("nevus", "melanoma", "melanoma", "bcc");
    }

    @ParameterizedTest
    @CsvSource({
        "empty_labels,test_labels: label 1 is empty; expected the name of a class",
        "fraction_labels,test_labels: element 1 of FLOAT64 (<f8) is 1.5; expected integers",
        "multi_label,2 labels an image: a multi-label set",
        "volumes,volumes of 6 x 5 x 7: a 3-D set",
        "pickled,pickled Python objects"
    })
    void anArchiveOfAnotherKindIsRefusedByName(String kind, String reason) {
        Path archive = Fixtures.path("npy/set_" + kind + ".npz");
        assertThatThrownBy(() -> LabeledImages.open(archive))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(archive + "#")
                .hasMessageContaining(reason);
    }

    @Test
    void picturesCanBeChangedOnTheWay() throws IOException {
        LabeledImages white =
                new LabeledImages("one", List.of(LabeledImage.of("a", "x", () -> RgbImage.of(1, 1, new byte[3]))));
        LabeledImages changed = white.map(image -> RgbImage.of(1, 1, new byte[] {7, 7, 7}));
        assertThat(changed.images().get(0).source().load().get(0, 0, 0)).isEqualTo(7);
    }

    @Test
    void aLimitIsEvenOverTheClasses() {
        ImageSource black = () -> RgbImage.of(1, 1, new byte[3]);
        LabeledImages images = new LabeledImages(
                "six",
                List.of(
                        LabeledImage.of("a1", "a", black),
                        LabeledImage.of("a2", "a", black),
                        LabeledImage.of("a3", "a", black),
                        LabeledImage.of("a4", "a", black),
                        LabeledImage.of("b1", "b", black),
                        LabeledImage.of("c1", "c", black)));
        assertThat(images.limit(5).images()).extracting(LabeledImage::id).containsExactly("a1", "a2", "a3", "b1", "c1");
        assertThat(images.limit(2).images()).extracting(LabeledImage::id).containsExactly("a1", "b1");
        assertThat(images.limit(100).size()).isEqualTo(6);
    }

    @Test
    void whatALimitLeavesOutIsARowOfTheAudit() throws IOException {
        png("x/1.png", 1);
        png("x/2.png", 2);
        png("y/3.png", 3);
        Files.writeString(folder.resolve("x/4.png"), "no image");
        LabeledImages all = LabeledImages.open(folder);
        assertThat(all.limit(2).audit().rows())
                .extracting(row -> row.id() + " " + row.fate() + " " + row.note())
                .containsExactly("x/2.png LEFT_OUT limit 2", "x/4.png LEFT_OUT limit 2");
        LabeledImages audited = ImageAudit.of(all, ImageAudit.CopyPolicy.KEEP, done -> {});
        List<AuditRow> rows = audited.limit(2).audit().rows();
        assertThat(rows)
                .extracting(row -> row.id() + " " + row.fate())
                .containsExactly("x/1.png USED", "x/2.png LEFT_OUT", "x/4.png FAILED", "y/3.png USED");
        assertThat(rows.get(1).picture().width()).isEqualTo(2);
        assertThat(rows.get(1).note()).isEqualTo("limit 2");
    }

    @Test
    void idsAreUnique() {
        LabeledImage image = LabeledImage.of("a", "x", () -> RgbImage.of(1, 1, new byte[3]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabeledImages("twice", List.of(image, image)))
                .withMessage("data set twice: image id 'a' occurs twice; expected unique ids");
    }

    private void png(String name, int gray) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 4; i++) {
            image.setRGB(i % 2, i / 2, gray * 0x010101);
        }
        ImageIO.write(image, "png", file.toFile());
    }
}

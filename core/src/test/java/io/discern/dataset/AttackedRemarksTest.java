package io.discern.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.dataset.ImageAudit.CopyPolicy;
import io.discern.image.RgbImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data sets that try to elicit a remark that is false, each beside one where it must come. */
class AttackedRemarksTest {
    @TempDir
    Path root;

    private static LabeledImage image(String id, String label, String group, String split, RgbImage pixels) {
        return new LabeledImage(id, id, label, group, true, split, Map.of(), () -> pixels);
    }

    private static List<String> remarks(CopyPolicy policy, LabeledImage... images) throws IOException {
        return ImageAudit.of(new LabeledImages("planted", List.of(images)), policy, done -> {})
                .audit()
                .remarks();
    }

    private List<String> remarks() throws IOException {
        return ImageAudit.of(LabeledImages.open(root), CopyPolicy.GROUP, done -> {})
                .audit()
                .remarks();
    }

    /** A smooth landscape of its own; a few levels of one pixel more or less are a compression. */
    private static RgbImage landscape(long seed, int change) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] waves = new double[12][4];
        for (double[] wave : waves) {
            for (int i = 0; i < 4; i++) {
                wave[i] = random.nextDouble();
            }
        }
        byte[] pixels = new byte[3 * 48 * 48];
        for (int i = 0; i < 48 * 48; i++) {
            double sum = 0;
            for (double[] wave : waves) {
                sum += wave[0] * Math.sin(0.4 * wave[1] * (i % 48) + 0.4 * wave[2] * (i / 48) + 6 * wave[3]);
            }
            byte level = (byte) (Math.max(0, Math.min(255, 128 + 30 * sum)) + (i % 7 == 0 ? change : 0));
            pixels[3 * i] = level;
            pixels[3 * i + 1] = level;
            pixels[3 * i + 2] = level;
        }
        return RgbImage.of(48, 48, pixels);
    }

    @Test
    void equalImagesLeakOnlyBetweenSplits() throws IOException {
        RgbImage same = landscape(1, 0);
        RgbImage other = landscape(2, 0);
        LabeledImage test = image("2", "a", "2", "test", same);
        assertThat(remarks(CopyPolicy.GROUP, image("1", "a", "1", "train", same), test))
                .contains("leak: 1 sets of equal images lie in several splits");
        assertThat(remarks(CopyPolicy.KEEP, image("1", "a", "1", "train", same), test))
                .contains("leak: 1 sets of equal images lie in several splits");
        assertThat(remarks(CopyPolicy.GROUP, image("1", "a", "1", "test", same), test))
                .as("both in one split")
                .noneMatch(remark -> remark.contains("leak"));
        assertThat(remarks(CopyPolicy.GROUP, image("1", "a", "1", "", same), test))
                .as("one of them in no split")
                .noneMatch(remark -> remark.contains("leak"));
        assertThat(remarks(CopyPolicy.DROP, image("1", "a", "1", "train", same), test))
                .as("one of them is dropped")
                .noneMatch(remark -> remark.contains("leak"));
        assertThat(remarks(CopyPolicy.GROUP, image("1", "a", "1", "train", other), test))
                .isEmpty();
    }

    @Test
    void nearCopiesAreNamedBetweenGroupsAndBetweenSplits() throws IOException {
        RgbImage one = landscape(1, 0);
        RgbImage compressed = landscape(1, 3);
        LabeledImage test = image("2", "a", "p2", "test", compressed);
        assertThat(remarks(CopyPolicy.GROUP, image("1", "a", "p1", "train", one), test))
                .singleElement()
                .asString()
                .startsWith("1 pair of 2 images of different groups or splits look like near copies")
                .contains("such as 1 and 2; 1 across splits, a possible leak; they are listed")
                .doesNotContain("different labels");
        assertThat(remarks(CopyPolicy.GROUP, image("1", "b", "p1", "", one), test))
                .singleElement()
                .asString()
                .contains("1 with different labels")
                .doesNotContain("leak");
        assertThat(remarks(CopyPolicy.GROUP, image("1", "a", "p2", "test", one), test))
                .as("two pictures of one patient may look alike")
                .isEmpty();
        assertThat(remarks(CopyPolicy.GROUP, image("1", "a", "p2", "train", one), test))
                .singleElement()
                .asString()
                .contains("a possible leak");
    }

    @Test
    void differentPicturesOfOneKindAreNoNearCopies() throws IOException {
        List<LabeledImage> images = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            images.add(image("land" + i, "a", "l" + i, "", landscape(100 + i, 0)));
            images.add(image("round" + i, "b", "r" + i, "", inCircle(landscape(200 + i, 0))));
        }
        assertThat(remarks(CopyPolicy.GROUP, images.toArray(LabeledImage[]::new)))
                .isEmpty();
    }

    /** As of an endoscope or a retina: all black outside. */
    private static RgbImage inCircle(RgbImage image) {
        byte[] pixels = image.pixels().clone();
        for (int i = 0; i < 48 * 48; i++) {
            if (Math.hypot(i % 48 - 23.5, i / 48 - 23.5) > 22) {
                pixels[3 * i] = 0;
                pixels[3 * i + 1] = 0;
                pixels[3 * i + 2] = 0;
            }
        }
        return RgbImage.of(48, 48, pixels);
    }

    @Test
    void groupsLeakOnlyBetweenSplits() throws IOException {
        assertThat(table("a,p1,train", "b,p1,test"))
                .contains("leak: 1 groups lie in several splits, such as p1 in test and train");
        assertThat(table("a,p1,train", "b,p1,", "a,p2,test"))
                .as("an image in no split takes part in nothing")
                .noneMatch(remark -> remark.contains("leak"));
        assertThat(table("a,,train", "b,,test"))
                .as("no group is no common group")
                .noneMatch(remark -> remark.contains("leak"));
        assertThat(table("a,p1,train", "b,p1,training"))
                .as("two spellings of one split")
                .noneMatch(remark -> remark.contains("leak"));
    }

    /** What is said of a table of different pictures with these labels, groups and splits. */
    private List<String> table(String... rows) throws IOException {
        StringBuilder table = new StringBuilder("path,label,group,split\n");
        for (int i = 0; i < rows.length; i++) {
            Trees.noise(root.resolve(i + ".png"), i);
            table.append(i).append(".png,").append(rows[i]).append('\n');
        }
        Path file = Files.writeString(root.resolve("table.csv"), table, StandardCharsets.UTF_8);
        return LabeledImages.open(file).audit().remarks();
    }

    @ParameterizedTest
    @CsvSource({
        "Benign, benign",
        "basal cell, basal_cell",
        "T-shirt, t shirt",
        "grade-1, grade_1",
        "a  b, a b",
        "me\u0301lanome, m\u00e9lanome"
    })
    void namesThatLookAlikeAreSaidTo(String one, String other) throws IOException {
        assertThat(table(one + ",p1,", other + ",p2,"))
                .singleElement()
                .asString()
                .startsWith("classes '")
                .contains(" differ only in case, spaces, hyphens, underscores or the encoding of letters and are kept");
    }

    @ParameterizedTest
    @CsvSource({
        "grade 1, grade 2",
        "HER2-, HER2+",
        "HER2-, HER2",
        "-a, a",
        "3+4, 4+3",
        "T1, T11",
        "benign, benigne",
        "ab, a b",
        "melanome, m\u00e9lanome"
    })
    void namesThatSayDifferentThingsAreNot(String one, String other) throws IOException {
        assertThat(table(one + ",p1,", other + ",p2,")).isEmpty();
    }

    @Test
    void classesAreNumbersIfAllOfThemAre() throws IOException {
        assertThat(table("0,p1,", "1,p2,"))
                .containsExactly("classes are numbers (0, 1); --class-names F gives them names");
        assertThat(table("-1,p1,", "1.0,p2,")).singleElement().asString().startsWith("classes are numbers");
        assertThat(table("3+4,p1,", "4+3,p2,")).isEmpty();
        assertThat(table("1st,p1,", "2nd,p2,")).isEmpty();
        assertThat(table("0,p1,", "unknown,p2,")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40X 100X 400X", "left right", "axial coronal"})
    void foldersThatEveryClassHasAreNoPatients(String folders) throws IOException {
        int seed = 0;
        for (String label : List.of("benign", "malignant")) {
            for (String folder : folders.split(" ")) {
                Trees.noise(root.resolve(label + "/" + folder + "/1.png"), seed++);
                Trees.noise(root.resolve(label + "/" + folder + "/2.png"), seed++);
            }
        }
        assertThat(remarks())
                .containsExactly("images lie in sub-folders of their class that are not taken for patients; --group-by"
                        + " parent takes these as groups");
        assertThat(LabeledImages.open(root).images()).noneMatch(LabeledImage::groupKnown);
    }

    @Test
    void foldersOfPatientsAre() throws IOException {
        int seed = 0;
        for (String place : List.of("benign/p1", "benign/p2", "malignant/p2", "malignant/p3")) {
            Trees.noise(root.resolve(place + "/1.png"), seed++);
            Trees.noise(root.resolve(place + "/2.png"), seed++);
        }
        assertThat(remarks())
                .containsExactly(
                        "images lie in sub-folders of their classes: each sub-folder is taken as a group (a patient)");
    }

    @Test
    void anOrdinaryDataSetElicitsNothing() throws IOException {
        for (int i = 0; i < 12; i++) {
            Trees.noise(
                    root.resolve((i % 3 == 0 ? "melanoma" : i % 3 == 1 ? "nevus" : "keratosis") + "/" + i + ".png"), i);
        }
        assertThat(remarks()).isEmpty();
    }
}

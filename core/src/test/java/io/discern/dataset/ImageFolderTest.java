package io.discern.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.discern.dataset.AuditRow.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
    @TempDir
    Path root;

    private int seed;

    private void images(String... names) throws IOException {
        for (String name : names) {
            Trees.noise(root.resolve(name), seed++);
        }
    }

    private LabeledImages open() throws IOException {
        return LabeledImages.open(root);
    }

    @Test
    void splitFoldersAreSplitsAndTheFoldersInThemClasses() throws IOException {
        images("train/NORMAL/a.png", "train/PNEUMONIA/a.png", "val/NORMAL/a.png", "Testing/PNEUMONIA/a.png");
        LabeledImages data = open();
        assertThat(data.classes()).containsExactly("NORMAL", "PNEUMONIA");
        assertThat(data.images())
                .extracting(image -> image.split() + " " + image.label())
                .containsExactly("test PNEUMONIA", "train NORMAL", "train PNEUMONIA", "val NORMAL");
        assertThat(data.audit().remarks()).anyMatch(remark -> remark.contains("are taken as splits"));
        LabeledImages test = LabeledImages.open(root, DatasetConfig.standard().withSplits(List.of("TEST")));
        assertThat(test.images()).extracting(LabeledImage::id).containsExactly("Testing/PNEUMONIA/a.png");
        assertThatThrownBy(
                        () -> LabeledImages.open(root, DatasetConfig.standard().withSplits(List.of("fold1"))))
                .hasMessage(root + ": no split 'fold1'; found [test, train, val]");
    }

    @Test
    void whatLiesBesideTheSplitsIsLeftOutAndListed() throws IOException {
        images("set/train/a/1.png", "set/test/a/1.png", "set/set/train/a/1.png", "set/test/loose.png");
        LabeledImages data = open();
        assertThat(data.images()).extracting(LabeledImage::id).containsExactly("set/test/a/1.png", "set/train/a/1.png");
        assertThat(leftOut(data)).containsExactlyInAnyOrder("set/set/train/a/1.png", "set/test/loose.png");
        assertThat(data.audit().remarks()).contains("folders beside the splits are left out: set");
    }

    private List<String> leftOut(LabeledImages data) {
        return data.audit().rows().stream()
                .filter(row -> row.fate() == Fate.LEFT_OUT)
                .map(row -> root.relativize(Path.of(row.path())).toString())
                .toList();
    }

    @Test
    void splitsInsideClassesAreSplitsToo() throws IOException {
        images("a/train/1.png", "a/test/2.png", "b/train/1.png", "b/test/2.png");
        assertThat(open().images())
                .extracting(image -> image.label() + " " + image.split())
                .containsExactly("a test", "a train", "b test", "b train");
    }

    @Test
    void oneFolderNamedLikeASplitAmongClassesIsAClassAndMentioned() throws IOException {
        images("benign/1.png", "malignant/1.png", "test/1.png");
        LabeledImages data = open();
        assertThat(data.classes()).containsExactly("benign", "malignant", "test");
        assertThat(data.audit().remarks()).contains("the class folder 'test' has the name of a split");
    }

    @Test
    void foldersOfPatientsAreGroups() throws IOException {
        images("mel/p1/s1/1.png", "mel/p1/s2/1.png", "mel/p2/1.png", "nev/p3/1.png", "nev/p1/1.png");
        LabeledImages data = open();
        assertThat(data.images()).extracting(LabeledImage::group).containsExactly("p1", "p1", "p2", "p1", "p3");
        assertThat(data.audit().remarks()).anyMatch(remark -> remark.contains("taken as a group (a patient)"));
        LabeledImages parents =
                LabeledImages.open(root, DatasetConfig.standard().withGrouping(Grouping.parse("parent")));
        assertThat(parents.images()).extracting(LabeledImage::group).containsExactly("s1", "s2", "p2", "p1", "p3");
        LabeledImages numbers =
                LabeledImages.open(root, DatasetConfig.standard().withGrouping(Grouping.parse("p(\\d)")));
        assertThat(numbers.images()).extracting(LabeledImage::group).containsExactly("1", "1", "2", "1", "3");
        assertThatThrownBy(() ->
                        LabeledImages.open(root, DatasetConfig.standard().withGrouping(Grouping.parse("lesion(\\d)"))))
                .hasMessageContaining("'lesion(\\d)' finds no group in any id, such as 'mel/p1/s1/1.png'");
        assertThatThrownBy(() -> Grouping.parse("(")).hasMessageContaining("expected parent or a regular expression");
    }

    @Test
    void aFlatFolderIsUnlabelled() throws IOException {
        images("1.png", "2.png");
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(root + ": 2 images but no class folders; expected one sub-folder per class");
        LabeledImages data = LabeledImages.open(root, DatasetConfig.standard().withUnlabelled(true));
        assertThat(data.images()).extracting(LabeledImage::label).containsExactly("", "");
    }

    /** Reading the pipe would block for ever: the limit is for that alone. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void everyFileIsAnImageAnExclusionOrAFailure(@TempDir Path elsewhere) throws IOException, InterruptedException {
        images("a/1.png", "b/2.png", "linked-to/3.png");
        Trees.noise(elsewhere.resolve("4.png"), 99);
        Files.createSymbolicLink(root.resolve("linked"), elsewhere);
        Files.createSymbolicLink(root.resolve("a/dangling.png"), root.resolve("nowhere.png"));
        Files.createSymbolicLink(root.resolve("a/dangling"), root.resolve("nowhere"));
        Files.createSymbolicLink(root.resolve("b/circle"), root);
        Files.createSymbolicLink(root.resolve("b/link.png"), root.resolve("a/1.png"));
        Files.move(Trees.noise(root.resolve("b/nameless.png"), 7), root.resolve("b/nameless"));
        Files.writeString(root.resolve("b/notes.txt"), "P1 has no image");
        Files.writeString(root.resolve("a/.DS_Store"), "");
        Trees.noise(root.resolve("__MACOSX/a/._1.png"), 8);
        Files.createDirectories(root.resolve("empty"));
        assumeThat(new ProcessBuilder("mkfifo", root.resolve("a/pipe.png").toString())
                        .start()
                        .waitFor())
                .as("mkfifo")
                .isZero();

        LabeledImages data = open();

        assertThat(data.images())
                .extracting(LabeledImage::id)
                .containsExactly(
                        "a/1.png",
                        "a/dangling.png",
                        "a/pipe.png",
                        "b/2.png",
                        "b/link.png",
                        "b/nameless",
                        "linked/4.png",
                        "linked-to/3.png");
        assertThatThrownBy(() -> data.images().get(1).source().load()).hasMessageContaining("no such file");
        assertThatThrownBy(() -> data.images().get(2).source().load()).hasMessageContaining("named pipe");
        assertThat(data.audit().rows())
                .extracting(row -> row.fate() + " " + root.relativize(Path.of(row.path())) + ": " + row.note())
                .containsExactlyInAnyOrder(
                        "LEFT_OUT __MACOSX: a system's folder, with all that is in it",
                        "LEFT_OUT a/.DS_Store: hidden file",
                        "FAILED a/dangling: " + root.resolve("a/dangling")
                                + ": no such file; expected one there. Look at the"
                                + " spelling; a relative path starts in " + System.getProperty("user.dir"),
                        "LEFT_OUT b/circle: a link to a folder that it lies in",
                        "LEFT_OUT b/notes.txt: no image");
        assertThat(data.audit().remarks()).contains("folder 'empty' holds no image and is left out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "benign/benign (1)_mask.png", "benign/benign (1)_mask_1.png", "benign/benign (1)_segmentation.png",
                "benign/mask_benign (1).png", "benign/benign (1)-seg.png", "masks/benign (1).png",
                "benign/masks/benign (1).png", "benign_GroundTruth/benign (1)_segmentation.png",
                        "benign/benign (1)_mask.jpg"
            })
    void masksAreFoundByNameAndConfirmedByPixels(String name) throws IOException {
        Trees.noise(root.resolve("benign/benign (1).png"), 60, 40, 1);
        Trees.noise(root.resolve("malignant/malignant (1).png"), 60, 40, 2);
        Trees.mask(root.resolve(name), 60, 40);
        LabeledImages data = open();
        assertThat(data.images())
                .extracting(LabeledImage::id)
                .containsExactly("benign/benign (1).png", "malignant/malignant (1).png");
        assertThat(leftOut(data)).containsExactly(name);
        assertThat(data.audit().rows().get(0).note()).startsWith("mask of benign/benign (1).png: ");
        assertThat(data.audit().remarks()).contains("1 masks and thumbnails are left out");
        assertThat(LabeledImages.open(root, DatasetConfig.standard().withMasksKept(true))
                        .size())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"60,40,true", "30,30,false"})
    void aPictureThatIsOnlyNamedLikeAMaskStaysAndIsMentioned(int width, int height, boolean noise) throws IOException {
        Trees.noise(root.resolve("a/1.png"), 60, 40, 1);
        Path named = root.resolve("a/1_mask.png");
        if (noise) {
            Trees.noise(named, width, height, 3);
        } else {
            Trees.mask(named, width, height);
        }
        Trees.noise(root.resolve("with_mask/2.png"), 60, 40, 2);
        LabeledImages data = open();
        assertThat(data.size()).isEqualTo(3);
        assertThat(data.audit().remarks())
                .contains(
                        "2 images are named as masks or thumbnails but do not look so and stay, such as a/1_mask.png");
    }

    @Test
    void thumbnailsAreSmallerVersionsOfAnImage() throws IOException {
        Trees.noise(root.resolve("a/1.png"), 60, 40, 1);
        Trees.noise(root.resolve("a/thumb_1.png"), 15, 10, 1);
        Trees.noise(root.resolve("a/2.png"), 60, 40, 2);
        Trees.noise(root.resolve("a/thumb_2.png"), 60, 40, 3);
        LabeledImages data = open();
        assertThat(data.images()).extracting(LabeledImage::id).containsExactly("a/1.png", "a/2.png", "a/thumb_2.png");
        assertThat(leftOut(data)).containsExactly("a/thumb_1.png");
    }

    @Test
    void labelsThatLookAlikeAndTablesThatAreNotUsedAreMentioned() throws IOException {
        images("Benign/1.png", "benign/2.png", "Malignant /3.png");
        Files.writeString(root.resolve("metadata.csv"), "image_id,patient\n1,p1\n");
        assertThat(open().audit().remarks())
                .contains(
                        "classes 'Benign', 'benign' differ only in case, spaces, hyphens, underscores or the encoding of letters and are kept apart; --class-names gives"
                                + " them one name",
                        "class 'Malignant ' has a space at an end",
                        "metadata.csv lies beside the class folders and is not used; its columns are [image_id, patient]."
                                + " --metadata F --id COLUMN --group COLUMN reads it.");
    }

    @Test
    void aGroupInTwoSplitsIsALeak() throws IOException {
        images("train/a/p1/1.png", "train/a/p2/1.png", "test/a/p1/1.png", "test/a/p3/1.png");
        assertThat(open().audit().remarks())
                .contains("leak: 1 groups lie in several splits, such as p1 in test and train");
    }

    @Test
    void aTextBesideTheClassesIsListedOnceWhateverItIs() throws IOException {
        Trees.noise(root.resolve("a/1.png"), 1);
        Trees.noise(root.resolve("b/2.png"), 2);
        Files.writeString(root.resolve("notes.txt"), "\"a quote that nobody closes");
        Files.write(root.resolve("table.xlsx"), new byte[] {'P', 'K', 3, 4, 0});
        Files.copy(root.resolve("a/1.png"), root.resolve("picture.txt"));
        LabeledImages data = LabeledImages.open(root);
        assertThat(data.audit().rows())
                .extracting(row -> root.relativize(Path.of(row.path())).toString())
                .containsExactlyInAnyOrder("notes.txt", "table.xlsx", "picture.txt");
        assertThat(data.audit().rows())
                .filteredOn(row -> row.path().endsWith("notes.txt"))
                .singleElement()
                .satisfies(row -> assertThat(row.note()).startsWith("no table that can be read: "));
    }
}

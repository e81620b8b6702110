package io.discern.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.dataset.AuditRow.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesOfImagesTest {
    private static final DatasetConfig HAM = DatasetConfig.standard()
            .withColumns(new TableColumns(
                    Optional.empty(),
                    Optional.of("image_id"),
                    Optional.of("dx"),
                    Optional.of("lesion_id"),
                    Optional.empty()));

    @TempDir
    Path root;

    @BeforeEach
    void images() throws IOException {
        for (int i = 1; i <= 4; i++) {
            Trees.noise(root.resolve("part_" + i % 2 + "/ISIC_" + i + ".jpg"), i);
        }
    }

    private Path table(String name, String content) throws IOException {
        return Files.writeString(root.resolve(name), content);
    }

    @Test
    void aTableAboutAFolderGivesLabelsGroupsSplitsAndAttributes() throws IOException {
        Path csv = table("meta.csv", """
                lesion_id,image_id,dx,age,split
                H1,ISIC_1,mel,40,Training
                H1,ISIC_2.jpg,mel,41,train
                nan,part_1/ISIC_3.jpg,nev,,TEST
                H9,ISIC_9,nev,50,test
                """);
        LabeledImages data = LabeledImages.open(root, HAM.withMetadata(csv));
        assertThat(data.images())
                .extracting(image -> image.id() + " " + image.label() + " " + image.group() + " " + image.split())
                .containsExactly(
                        "part_0/ISIC_2.jpg mel H1 train",
                        "part_1/ISIC_1.jpg mel H1 train",
                        "part_1/ISIC_3.jpg nev part_1/ISIC_3.jpg test");
        assertThat(data.images().get(1).attributes()).isEqualTo(Map.of("age", "40"));
        assertThat(data.audit().rows())
                .filteredOn(row -> row.fate() == Fate.LEFT_OUT && row.id().equals("part_0/ISIC_4.jpg"))
                .extracting(AuditRow::note)
                .containsExactly("has no row in " + csv);
        assertThat(data.audit().remarks())
                .contains(
                        csv + " tells of 3 of 4 images; 1 of its rows have no image",
                        "1 images have no row in it and are left out",
                        "1 images have no group in it and stand alone");
    }

    @Test
    void aTableThatKnowsOnlyIdsIsADataSetOfTheImagesAroundIt() throws IOException {
        Path csv = table("ham.csv", "image_id,dx,lesion_id\nISIC_1,mel,a\nISIC_2,nev,b\n");
        LabeledImages data = LabeledImages.open(csv, HAM);
        assertThat(data.name()).isEqualTo("ham");
        assertThat(data.images()).extracting(LabeledImage::group).containsExactly("b", "a");
    }

    @Test
    void aTableWithoutLabelsLeavesThoseOfTheFolders() throws IOException {
        Path csv = table("meta.csv", "id,group\nISIC_1,a\nISIC_3,a\n");
        LabeledImages data = LabeledImages.open(root, DatasetConfig.standard().withMetadata(csv));
        assertThat(data.images())
                .extracting(image -> image.label() + " " + image.group())
                .containsExactly("part_0 part_0/ISIC_2.jpg", "part_0 part_0/ISIC_4.jpg", "part_1 a", "part_1 a");
    }

    @Test
    void anErrorOfSuchATableNamesRowAndColumn() throws IOException {
        Path csv = table("meta.csv", "image_id,dx,lesion_id\nISIC_1,mel,a\nISIC_1,nev,a\n");
        assertThatThrownBy(() -> LabeledImages.open(root, HAM.withMetadata(csv)))
                .hasMessage(csv + ": row 2 (line 3), column 'image_id': 'ISIC_1' is also " + csv
                        + ": row 1 (line 2) with another label, group or split; expected one row for each image");
        table("meta.csv", "image_id,dx,lesion_id\nother,mel,a\n");
        assertThatThrownBy(() -> LabeledImages.open(root, HAM.withMetadata(csv)))
                .hasMessageContaining("column 'image_id' names none of the 4 images of " + root)
                .hasMessageContaining("Name the right column with --id.");
        table("meta.csv", "id,dx,lesion_id\nother,mel,a\n");
        assertThatThrownBy(() -> LabeledImages.open(root, HAM.withMetadata(csv)))
                .hasMessage(csv + ": no column 'image_id'; found [id, dx, lesion_id]");
    }

    @Test
    void aManifestMayNameItsColumnsAndUseBackslashes() throws IOException {
        Path csv = table("set.csv", "Filename;Class;fold\npart_1\\ISIC_1.jpg;mel;valid\n");
        LabeledImages data = LabeledImages.open(
                csv,
                DatasetConfig.standard()
                        .withColumns(new TableColumns(
                                Optional.of("filename"),
                                Optional.empty(),
                                Optional.of("class"),
                                Optional.empty(),
                                Optional.of("fold"))));
        assertThat(data.images().get(0).label()).isEqualTo("mel");
        assertThat(data.images().get(0).split()).isEqualTo("val");
        assertThat(data.audit().remarks()).contains(csv + ": cells are separated by ';'");
    }

    @Test
    void rowsWithoutGroupStandAloneAndAMissingFileSaysSo() throws IOException {
        Path csv = table("set.csv", "path,label,group\npart_1/ISIC_1.jpg,a,nan\npart_0/ISIC_2.jpg,b,nan\nno.png,b,\n");
        LabeledImages data = LabeledImages.open(csv);
        assertThat(data.images())
                .extracting(LabeledImage::group)
                .containsExactly("part_1/ISIC_1.jpg", "part_0/ISIC_2.jpg", "no.png");
        assertThat(data.audit().remarks()).contains("3 rows have no group and stand alone");
        assertThatThrownBy(() -> data.images().get(2).source().load())
                .hasMessageContaining("no.png: no such file; expected one there");
        assertThatThrownBy(() -> LabeledImages.open(table("set.csv", "path,label\na.png,x\na.png,y\n")))
                .hasMessageContaining("row 2 (line 3), column 'path': 'a.png' is also");
    }

    @Test
    void classesGetTheNamesOfAFile() throws IOException {
        Path csv = table("set.csv", "path,label\npart_1/ISIC_1.jpg,0\npart_0/ISIC_2.jpg,1\n");
        assertThat(LabeledImages.open(csv).audit().remarks())
                .contains("classes are numbers (0, 1); --class-names F gives them names");
        for (String[] file : new String[][] {
            {"names.json", "{\"0\": \"normal\", \"1\": \"flu, bad\"}"},
            {"list.json", "[\"normal\", \"flu, bad\"]"},
            {"names.csv", "label,name\n1,\"flu, bad\"\n0,normal\n"},
            {"names.txt", "normal\n\"flu, bad\"\n"}
        }) {
            Path names = table(file[0], file[1]);
            assertThat(LabeledImages.open(csv, DatasetConfig.standard().withClassNames(names))
                            .images())
                    .as(file[0])
                    .extracting(LabeledImage::label)
                    .containsExactly("normal", "flu, bad");
        }
        Path few = table("few.json", "{\"0\": \"normal\"}");
        assertThatThrownBy(
                        () -> LabeledImages.open(csv, DatasetConfig.standard().withClassNames(few)))
                .hasMessage(few + ": no name for class 1; it names [0]. Add the others.");
    }

    @Test
    void namesOfClassesThatContradictThemselvesOrAreNoTextAreRefused() throws IOException {
        Path csv = table("set.csv", "path,label\npart_1/ISIC_1.jpg,0\npart_0/ISIC_2.jpg,1\n");
        for (String[] file : new String[][] {
            {"twice.json", "{\"0\": \"a\", \"1\": \"b\", \"0\": \"c\"}", "Duplicate field '0'"},
            {"twice.csv", "label,name\n0,a\n1,b\n0,c\n", "class 0 is named 'c' and 'a'; expected one name"},
            {"object.json", "{\"0\": {}, \"1\": \"b\"}", "class 0 is named object; expected a text"},
            {"null.json", "[\"a\", null]", "class 1 is named null; expected a text"},
            {"empty.json", "[\"a\", \"\"]", "class 1 is named ''; expected one name that is not empty"},
            {"text.json", "\"a\"", "expected an object"},
            {"long.json", "[\"" + "a".repeat(1 << 20) + "\"]", "more than 1048576 bytes"}
        }) {
            Path names = table(file[0], file[1]);
            assertThatThrownBy(() ->
                            LabeledImages.open(csv, DatasetConfig.standard().withClassNames(names)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(names.toString())
                    .hasMessageContaining(file[2]);
        }
    }

    @Test
    void everySplitOfATableCanBeTakenAlone() throws IOException {
        Path csv = table("set.csv", "path,label,split\npart_1/ISIC_1.jpg,a,train\npart_0/ISIC_2.jpg,b,test\n");
        assertThat(LabeledImages.open(csv, DatasetConfig.standard().withSplits(List.of("test")))
                        .images())
                .extracting(LabeledImage::label)
                .containsExactly("b");
        assertThat(LabeledImages.open(csv, DatasetConfig.standard().withSplits(List.of("test")))
                        .audit()
                        .rows())
                .extracting(row -> row.id() + " " + row.fate() + " " + row.note())
                .containsExactly("part_1/ISIC_1.jpg LEFT_OUT split train");
    }

    @Test
    void aNameThatFitsTwoFilesIsRefusedUnlessTheyAreCopies() throws IOException {
        Path csv = table("meta.csv", "image_id,dx,lesion_id\nISIC_1,mel,a\nISIC_2,nev,b\n");
        Path twin = root.resolve("part_0/ISIC_1.jpg");
        Files.copy(root.resolve("part_1/ISIC_1.jpg"), twin);
        assertThat(LabeledImages.open(root, HAM.withMetadata(csv)).images())
                .extracting(image -> image.id() + " " + image.label())
                .containsExactly("part_0/ISIC_1.jpg mel", "part_0/ISIC_2.jpg nev", "part_1/ISIC_1.jpg mel");
        Trees.noise(twin, 7);
        assertThatThrownBy(() -> LabeledImages.open(root, HAM.withMetadata(csv)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        csv + ": row 1 (line 2), column 'image_id': 'ISIC_1' names part_0/ISIC_1.jpg and"
                                + " part_1/ISIC_1.jpg, which differ; expected one image for each row.");
        Path exact = table("meta.csv", "image_id,dx,lesion_id\npart_1/ISIC_1.jpg,mel,a\nISIC_2,nev,b\n");
        assertThat(LabeledImages.open(root, HAM.withMetadata(exact)).size()).isEqualTo(2);
    }
}

package io.discern.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.image.DecodeOptions;
import io.discern.image.GrayRange;
import io.discern.image.ImageReadException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with several pictures and gray of 16 bits, as data. */
class PagesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void aFileOfThreePages() throws IOException {
        for (String name : new String[] {"a/pages.tif", "b/one.tif"}) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            String resource = name.startsWith("a") ? "/formats/tiff_pages.tif" : "/formats/tiff_big.tif";
            try (InputStream in = PagesTest.class.getResourceAsStream(resource)) {
                Files.copy(in, file);
            }
        }
    }

    @Test
    void oneImageAFileUnlessEveryPageIsAsked() throws IOException {
        LabeledImages one = LabeledImages.open(folder, DatasetConfig.standard());
        assertThat(one.images()).extracting(LabeledImage::id).containsExactly("a/pages.tif", "b/one.tif");
        assertThat(one.images().get(0).source().load().width()).isEqualTo(9);

        LabeledImages every =
                LabeledImages.open(folder, DatasetConfig.standard().withEveryPage(true));
        assertThat(every.images())
                .extracting(LabeledImage::id)
                .containsExactly("a/pages.tif#0", "a/pages.tif#1", "a/pages.tif#2", "b/one.tif");
        assertThat(every.images().subList(0, 3)).extracting(LabeledImage::group).containsOnly("a/pages.tif");
        assertThat(every.images().get(1).source().load().width()).isEqualTo(5);
        assertThat(every.audit().remarks()).anyMatch(remark -> remark.contains("every one is an image"));
    }

    @Test
    void pagesWithoutAGroupInTheirNameStayInThatOfTheirFile() throws IOException {
        DatasetConfig byName =
                DatasetConfig.standard().withEveryPage(true).withGrouping(Grouping.parse("b/(.*)[.]tif$"));
        LabeledImages every = LabeledImages.open(folder, byName);
        assertThat(every.images())
                .extracting(image -> image.group() + " " + image.groupKnown())
                .containsExactly("a/pages.tif false", "a/pages.tif false", "a/pages.tif false", "one true");
        LabeledImages ends = LabeledImages.open(folder, byName.withGrouping(Grouping.parse("(pages|one)[.]tif$")));
        assertThat(ends.images()).extracting(LabeledImage::group).containsExactly("pages", "pages", "pages", "one");
    }

    @Test
    void aTableOfFilesHasTheirPagesToo() throws IOException {
        Path table = folder.resolve("list.csv");
        Files.writeString(table, "path,label,group\na/pages.tif,x,p1\nb/one.tif,y,p2\n");
        LabeledImages every = LabeledImages.open(table, DatasetConfig.standard().withEveryPage(true));
        assertThat(every.images())
                .extracting(image -> image.id() + " " + image.label() + " " + image.group())
                .containsExactly("a/pages.tif#0 x p1", "a/pages.tif#1 x p1", "a/pages.tif#2 x p1", "b/one.tif y p2");
    }

    private void deep(String name, int... values) throws IOException {
        BufferedImage image = new BufferedImage(values.length, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setPixels(0, 0, values.length, 1, values);
        Files.createDirectories(folder.resolve(name).getParent());
        ImageIO.write(image, "png", folder.resolve(name).toFile());
    }

    @Test
    void oneRangeForAWholeSetIsChosenFromAllItsValues() throws IOException {
        deep("set/a/1.png", 1, 2, 3);
        deep("set/b/2.png", 4, 10);
        DatasetConfig config = DatasetConfig.standard()
                .withDecoding(DecodeOptions.standard().withGray(GrayRange.percentilesOfSet(10, 90)));
        Path table = folder.resolve("set.csv");
        Files.writeString(table, "path,label\nset/a/1.png,a\nset/b/2.png,b\n");
        for (Path data : new Path[] {folder.resolve("set"), table}) {
            LabeledImages set = LabeledImages.open(data, config);
            // numpy.percentile([1, 2, 3, 4, 10], [10, 90]) = 1.4, 7.6
            assertThat(set.images().get(0).source().load().pixels())
                    .isEqualTo(new byte[] {0, 0, 0, 25, 25, 25, 66, 66, 66});
            assertThat(set.images().get(1).source().load().pixels()).isEqualTo(new byte[] {107, 107, 107, -1, -1, -1});
            assertThat(set.audit().remarks())
                    .anyMatch(remark -> remark.contains("percentiles 10.0 and 90.0 of all 5 values of the set"))
                    .anyMatch(remark -> remark.contains("range between=1.4,7.6"));
        }
        LabeledImages shallow = LabeledImages.open(
                Trees.noise(folder.resolve("flat/c/3.png"), 1).getParent().getParent(), config);
        assertThat(shallow.audit().remarks()).contains("no image has gray of more than 8 bits, so no range was chosen");
    }

    @Test
    void theRangeOfDeepGrayIsAskedForAndSaid() throws IOException {
        try (InputStream in = PagesTest.class.getResourceAsStream("/pillow/gray16.png")) {
            Files.copy(in, folder.resolve("b/deep.png"));
        }
        LabeledImages refused = LabeledImages.open(folder, DatasetConfig.standard());
        assertThatThrownBy(() -> refused.images().get(1).source().load())
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("16-bit gray");
        LabeledImages full = LabeledImages.open(
                folder,
                DatasetConfig.standard().withDecoding(DecodeOptions.standard().withGray(GrayRange.full())));
        assertThat(full.images().get(1).id()).isEqualTo("b/deep.png");
        assertThat(full.images().get(1).source().load().width()).isPositive();
        assertThat(full.audit().remarks()).anyMatch(remark -> remark.endsWith("by the range full"));
    }
}

package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one command has computed, others take. */
class KeepTest {
    private static final int IMAGES = 14;
    private static final Pattern COUNTS = Pattern.compile("embeddings: (\\d+) encoded, (\\d+) kept from before");

    @TempDir
    Path folder;

    private String printed = "";

    @BeforeEach
    void images() throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < IMAGES; i++) {
            Path image = folder.resolve("data").resolve(i % 2 == 0 ? "a" : "b").resolve(i + ".png");
            Files.createDirectories(image.getParent());
            BufferedImage pixels = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < 1600; p++) {
                pixels.setRGB(p % 40, p / 40, random.nextInt(1 << 24));
            }
            ImageIO.write(pixels, "png", image.toFile());
        }
    }

    private List<String> run(Callable<Integer> program, String out, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(more));
        args.addAll(List.of(
                "--data",
                folder.resolve("data").toString(),
                "--out",
                folder.resolve(out).toString()));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (PrintStream captured = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            assertThat(Example.execute(program, args.toArray(String[]::new))).isZero();
        } finally {
            System.setOut(before);
            printed = output.toString(StandardCharsets.UTF_8);
        }
        Path results = folder.resolve(out).resolve("results.csv");
        return Files.exists(results) ? Files.readAllLines(results) : List.of();
    }

    /** Encoded and kept, as printed; nothing is printed where nothing was kept. */
    private List<Integer> counts() {
        Matcher counts = COUNTS.matcher(printed);
        return counts.find()
                ? List.of(Integer.parseInt(counts.group(1)), Integer.parseInt(counts.group(2)))
                : List.of();
    }

    @Test
    void anEncoderThatIsAddedIsAllThatIsEncodedAndNothingElseChanges() throws IOException {
        String keep = folder.resolve("kept").toString();
        List<String> without = run(new CompareEncoders(), "without", "--encoder", "mini:medical");
        List<String> first = run(new CompareEncoders(), "first", "--encoder", "mini:medical", "--keep", keep);
        assertThat(counts()).isEmpty();
        assertThat(first).isEqualTo(without);
        run(new CompareEncoders(), "both", "--encoder", "mini:medical", "--encoder", "mini:general", "--keep", keep);
        int each = counts().get(0);
        assertThat(counts()).as(printed).containsExactly(each, each);
        assertThat(each).as("clean and overlaid").isGreaterThanOrEqualTo(2 * IMAGES);
        assertThat(run(new CompareEncoders(), "again", "--encoder", "mini:medical", "--keep", keep))
                .isEqualTo(without);
        assertThat(counts()).containsExactly(0, each);
        run(new EmbedFolder(), "rows", "--encoder", "mini:medical", "--keep", keep);
        assertThat(printed).contains(IMAGES + " images done before");
        assertThat(folder.resolve("first")).isDirectoryNotContaining("glob:**/.*");
    }
}

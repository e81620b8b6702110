package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.store.WrittenSet;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyFileTest {
    @TempDir
    Path folder;

    private String printed = "";

    private int compare(String... args) {
        return run(new CompareEncoders(), args);
    }

    private int run(Object program, String... args) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (PrintStream captured = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            System.setErr(captured);
            return Example.execute(program, args);
        } finally {
            System.setOut(out);
            System.setErr(err);
            printed = output.toString(StandardCharsets.UTF_8);
        }
    }

    private String data(String name) throws IOException {
        for (int i = 0; i < 12; i++) {
            Path image = folder.resolve(name).resolve(i % 2 == 0 ? "a" : "b").resolve(i + ".png");
            Files.createDirectories(image.getParent());
            BufferedImage pixels = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
            pixels.setRGB(i % 4, i / 4, 0x10203 * (i + 1));
            ImageIO.write(pixels, "png", image.toFile());
        }
        return folder.resolve(name).toString();
    }

    @Test
    void theFileOfARunRepeatsItAndTheCommandLineGoesBefore() throws IOException {
        Path out = folder.resolve("out");
        int outcome = compare(
                "--encoder",
                "Müller \"1\", #2=mean-colour",
                "--encoder",
                "second=mean-colour",
                "--data=yes=" + data("it's: data"),
                "--data",
                "no=" + data("more"),
                "--tag",
                "second:domain=medical",
                "--seed",
                "007",
                "--seeds",
                "8,9",
                "--no-baselines",
                "--out",
                out.toString());
        assertThat(outcome).as(printed).isEqualTo(Outcome.DONE);
        assertThat(printed).contains("to repeat it: --study " + out.resolve(StudyFile.NAME));
        Path file = WrittenSet.read(out).file(StudyFile.NAME);
        assertThat(file)
                .content()
                .startsWith("# Repeats this run")
                .contains("no-baselines: true", "- second=mean-colour");
        String first = Files.readString(out.resolve("results.csv"));

        Path again = folder.resolve("again");
        assertThat(compare("--out", again.toString(), "--study", file.toString()))
                .as(printed)
                .isEqualTo(outcome);
        assertThat(again.resolve("results.csv")).content().isEqualTo(first);
        assertThat(Files.readString(again.resolve(StudyFile.NAME)).lines().filter(line -> !line.startsWith("#")))
                .containsExactlyInAnyOrderElementsOf(Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.replace(out.toString(), again.toString()))
                        .toList());
    }

    @Test
    void whatLeavesNoFolderSaysTheFileThatRepeatsIt() throws IOException {
        String image = Path.of(data("it's: data"), "a", "0.png").toString();
        Path first = folder.resolve("first.npy");
        assertThat(run(
                        new PreprocessImage(),
                        "--preset=clip-vit-base-patch32",
                        "--page",
                        "0",
                        "--image",
                        image,
                        "--out",
                        first.toString()))
                .as(printed)
                .isEqualTo(Outcome.DONE);
        String said = "to repeat it: --study FILE with ";
        assertThat(printed).contains(said);
        Path file = Files.writeString(
                folder.resolve("one.yaml"),
                printed.substring(printed.indexOf(said) + said.length()).strip());
        assertThat(file).content().contains("\"preset\":\"clip-vit-base-patch32\"");
        Path second = folder.resolve("second.npy");
        assertThat(run(new PreprocessImage(), "--study", file.toString(), "--out", second.toString()))
                .as(printed)
                .isEqualTo(Outcome.DONE);
        assertThat(second).hasSameBinaryContentAs(first);
        assertThat(run(new PreprocessImage(), "--help")).isEqualTo(Outcome.DONE);
        assertThat(printed).doesNotContain(said);
    }

    @Test
    void encodersAndDataSetsMayStandInPartsWithTagsAndOptions() throws IOException {
        Path file = folder.resolve("study.yaml");
        Files.writeString(
                file,
                "encoder:\n"
                        + "  - {encoder: mean-colour, label: first, tags: {domain: general, text: plain}}\n"
                        + "  - encoder: mean-colour\n    label: second\n    tags: {domain: medical}\n"
                        + "data:\n  - {data: '" + data("images") + "', label: lesions}\n  - " + data("more") + "\n"
                        + "metrics: main\noverlay: none\nno-baselines: true\nbudget: 1h30m\n");
        Path out = folder.resolve("out");
        assertThat(compare("--study", file.toString(), "--out", out.toString()))
                .as(printed)
                .isEqualTo(Outcome.DONE);
        assertThat(printed).contains("plan: ", "of a budget of 1 h 30 min");
        assertThat(out.resolve("results.csv"))
                .content()
                .contains("first,lesions,", "second,more,", "domain: medical vs general,all data sets,")
                .doesNotContain("overlay");
        assertThat(out.resolve(StudyFile.NAME)).content().contains("first:domain=general,text=plain");

        Files.writeString(file, "encoder:\n  - {encoder: mean-colour, tag: {a: b}}\n");
        assertThat(compare("--study", file.toString())).isEqualTo(Outcome.FAILED);
        assertThat(printed).contains("has the key 'tag'; expected some of [encoder, label, tags, options]");
        Files.writeString(file, "encoder: {label: mean-colour}\n");
        assertThat(compare("--study", file.toString())).isEqualTo(Outcome.FAILED);
        assertThat(printed).contains("has no encoder; expected a text");
        Files.writeString(file, "encoder: {encoder: mean-colour, tags: {a: 'b,c'}}\n");
        assertThat(compare("--study", file.toString())).isEqualTo(Outcome.FAILED);
        assertThat(printed).contains("has tags a: \"b,c\"; expected a value without any of ,");
    }

    @Test
    void aDataSetThatCannotBeReadCostsItsCellsAndTheRestGoesOn() throws IOException {
        Path out = folder.resolve("out");
        String[] args = {
            "--encoder",
            "mean-colour",
            "--data",
            data("images"),
            "--data",
            "gone=" + folder.resolve("gone"),
            "--no-baselines",
            "--out",
            out.toString()
        };
        assertThat(compare(args)).as(printed).isEqualTo(Outcome.PARTIAL);
        assertThat(printed).contains("failed: gone: " + folder.resolve("gone") + ": no such data set");
        assertThat(out.resolve("failures.csv"))
                .content()
                .contains("mean-colour,gone,,")
                .contains("no such data set");
        assertThat(out.resolve("results.csv")).content().contains("mean-colour,gone,study,", "mean-colour,images,");
        assertThat(out.resolve(PartialReport.NAME)).doesNotExist();
        assertThat(compare(
                        "--encoder",
                        "mean-colour",
                        "--data",
                        folder.resolve("gone").toString()))
                .isEqualTo(Outcome.FAILED);
        assertThat(printed).contains("error: " + folder.resolve("gone") + ": no such data set");
    }

    @Test
    void aBudgetIsATime() {
        for (String wrong : List.of("", "soon", "0h", "5", "1h1d", "99999999999999999999d")) {
            assertThat(compare("--budget=" + wrong)).as(wrong).isEqualTo(Outcome.FAILED);
            assertThat(printed).contains("error: --budget " + wrong + "; expected a time above zero");
        }
    }

    @Test
    void whatIsNoOptionIsNamedWithItsFile() throws IOException {
        Path file = folder.resolve("study.yaml");
        for (List<String> wrong : List.of(
                List.of("encoders: [a]", "no option 'encoders'; expected some of [all, attribute,"),
                List.of("help: true", "no option 'help'"),
                List.of("all: maybe", "all is \"maybe\"; expected true or false"),
                List.of("seed: [1, 2]", "seed is [1,2]; expected one value"),
                List.of("seed: {a: 1}", "seed is {\"a\":1}; expected a value"),
                List.of("seed: 1\nseed: 2", "uplicate"),
                List.of("- seed", "expected YAML, a line 'option: value' for each option"),
                List.of("seed: [", "expected YAML, a line"),
                List.of("", "expected YAML, a line"))) {
            Files.writeString(file, wrong.get(0));
            assertThat(compare("--study", file.toString())).isEqualTo(Outcome.FAILED);
            assertThat(printed).contains("error: " + file + ": ").contains(wrong.get(1));
        }
        assertThat(compare("--study=" + folder.resolve("gone.yaml"))).isEqualTo(Outcome.FAILED);
        assertThat(printed).contains("gone.yaml: no such file");
        assertThat(compare("--study")).isEqualTo(Outcome.USAGE);
    }
}

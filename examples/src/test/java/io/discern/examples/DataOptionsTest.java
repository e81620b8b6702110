package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataOptionsTest {
    @TempDir
    Path root;

    private String printed = "";

    private Path image(String name, int seed) throws IOException {
        Path file = root.resolve("data").resolve(name);
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int i = 0; i < 32 * 32; i++) {
            image.setRGB(i % 32, i / 32, random.nextInt(1 << 24));
        }
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private int embed(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--encoder", "mini:general", "--data", root.resolve("data").toString()));
        arguments.addAll(List.of("--out", root.resolve("out").toString(), "--max-failures", "0.5"));
        arguments.addAll(List.of(more));
        return run(new EmbedFolder(), arguments.toArray(String[]::new));
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(root.resolve("out").resolve(file));
    }

    @Test
    void aFlatFolderIsEmbeddedWithoutLabels() throws IOException {
        image("1.png", 1);
        image("2.png", 2);
        assertThat(embed()).as(printed).isZero();
        assertThat(lines("rows.csv"))
                .hasSize(3)
                .element(1)
                .asString()
                .startsWith("0,1.png,")
                .endsWith("/1.png,,1.png");
    }

    @Test
    void copiesMasksSplitsAndFailuresAreSaidAndListed() throws IOException {
        Files.copy(
                image("train/a/1.png", 1),
                Files.createDirectories(root.resolve("data/test/a")).resolve("2.png"));
        image("train/b/3.png", 3);
        Files.writeString(root.resolve("data/train/b/4.png"), "not a picture");
        Files.writeString(root.resolve("data/notes.txt"), "by hand");
        Files.createSymbolicLink(root.resolve("data/train/gone"), root.resolve("nowhere"));

        assertThat(embed()).as(printed).isEqualTo(3);

        assertThat(printed)
                .contains(
                        "folders test, train are taken as splits",
                        "1 set of equal images (2 files), each set is kept together as a group",
                        "leak: 1 sets of equal images lie in several splits",
                        "1 images cannot be read");
        assertThat(lines("data.csv").get(0))
                .isEqualTo("dataset,id,path,label,group,split,width,height,format,pixels_sha256,done,note");
        assertThat(lines("data.csv"))
                .hasSize(1 + 4 + 2)
                .anyMatch(line -> line.startsWith("data,train/a/1.png,")
                        && line.contains(",a,test/a/2.png,train,32,32,PNG,")
                        && line.endsWith(",used,equal to test/a/2.png"))
                .anyMatch(line -> line.contains("notes.txt,,,,,,,,left out,no image"))
                .anyMatch(line -> line.contains("4.png") && line.contains(",failed,"));
        assertThat(lines("rows.csv").get(0)).isEqualTo("row,id,path,label,group,split");
        assertThat(lines("failures.csv"))
                .hasSize(3)
                .anyMatch(line -> line.contains("gone") && line.contains("no such file"))
                .anyMatch(line -> line.contains("4.png"));

        assertThat(embed("--split", "train", "--copies", "keep")).as(printed).isEqualTo(3);
        assertThat(lines("rows.csv")).hasSize(3);
        assertThat(embed("--copies", "maybe")).isEqualTo(1);
        assertThat(printed).contains("--copies maybe; expected group, drop or keep");
    }

    @Test
    void howFilesBecomePixelsIsHonouredAndRecorded() throws IOException {
        Files.createDirectories(root.resolve("data/a"));
        for (int i = 1; i <= 2; i++) {
            BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
            deep.getRaster().setPixels(0, 0, 2, 1, new int[] {1000 * i, 3000 * i});
            ImageIO.write(deep, "png", root.resolve("data/a/" + i + ".png").toFile());
        }
        assertThat(embed()).isEqualTo(1);
        assertThat(printed).contains("16-bit gray without a window of its own");
        assertThat(embed("--gray", "set-percentiles=0,100", "--page", "middle"))
                .as(printed)
                .isZero();
        assertThat(printed).contains("by the range between=1000.0,6000.0");
        JsonNode manifest =
                new ObjectMapper().readTree(root.resolve("out/manifest.json").toFile());
        assertThat(manifest.at("/settings/gray").asText()).isEqualTo("set-percentiles=0.0,100.0");
        assertThat(manifest.at("/settings/page").asText()).isEqualTo("middle");
        assertThat(manifest.at("/settings/copies").asText()).isEqualTo("group");
        assertThat(manifest.at("/datasets/0/remarks").toString()).contains("between=1000.0,6000.0");
        assertThat(lines("data.csv")).anyMatch(line -> line.contains("2.png") && line.endsWith(",used,"));
    }

    @Test
    void aTableAboutAFolderIsJoined() throws IOException {
        image("part1/ISIC_1.png", 1);
        image("part2/ISIC_2.png", 2);
        Path table = Files.writeString(
                root.resolve("meta.csv"),
                "lesion_id;image_id;dx;scanner;part\nL1;ISIC_1;mel;A;train\nL1;ISIC_2;nev;B;val\n");
        String[] columns = {
            "--metadata",
            table.toString(),
            "--id",
            "image_id",
            "--label",
            "dx",
            "--group",
            "lesion_id",
            "--split",
            "part",
            "--attribute",
            "scanner"
        };
        assertThat(embed(columns)).as(printed).isZero();
        assertThat(printed).contains("tells of 2 of 2 images", "cells are separated by ';'");
        assertThat(lines("rows.csv").get(0)).isEqualTo("row,id,path,label,group,split,scanner");
        assertThat(lines("rows.csv").get(1)).endsWith(",mel,L1,train,A");
        assertThat(lines("data.csv").get(2)).contains(",nev,L1,val,32,32,").endsWith(",used,,B");
        columns[11] = "site";
        assertThat(embed(columns)).isEqualTo(1);
        assertThat(printed).contains("data: no attribute 'site'; found [scanner]");
    }

    private int run(Callable<Integer> example, String... args) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (PrintStream both = new PrintStream(text, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            return Example.execute(example, args);
        } finally {
            System.setOut(out);
            System.setErr(err);
            printed = text.toString(StandardCharsets.UTF_8);
        }
    }
}

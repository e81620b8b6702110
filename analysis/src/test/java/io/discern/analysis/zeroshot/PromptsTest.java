package io.discern.analysis.zeroshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Embeddings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsTest {
    @TempDir
    private Path folder;

    @Test
    void templatesTakeTheNameOfEveryClass() {
        Prompts prompts = Prompts.of(List.of("wart", "nevus"), List.of("a photo of a {class}", "{class}, close"));
        assertThat(prompts.texts())
                .containsExactly("a photo of a wart", "wart, close", "a photo of a nevus", "nevus, close");
        assertThat(prompts.classOfPrompt()).containsExactly("wart", "wart", "nevus", "nevus");
        assertThatThrownBy(() -> Prompts.of(List.of("a", "b"), List.of("a photo")))
                .hasMessageContaining("expected {class} in it");
    }

    @Test
    void onlyTheClassesOfADataSetTakePart() {
        Prompts prompts = Prompts.of(List.of("wart", "nevus", "cyst"), List.of("{class}"));
        assertThat(prompts.only(List.of("cyst", "wart")).texts()).containsExactly("cyst", "wart");
        assertThatThrownBy(() -> prompts.only(List.of("cyst", "scar")))
                .hasMessage("no prompts for class 'scar'; there are some for [wart, nevus, cyst]");
    }

    @Test
    void aFileGivesPhrasesAndTemplates() throws IOException {
        Prompts prompts = read("""
                {"classes": {"nv": ["nevus", "mole"], "mel": ["melanoma"]}, "templates": ["a {class}"]}""");
        assertThat(prompts.ofClass())
                .containsExactly(
                        Map.entry("nv", List.of("a nevus", "a mole")), Map.entry("mel", List.of("a melanoma")));
        assertThat(read("{\"classes\": {\"b\": [\"x\"], \"a\": [\"y\", \"z\"]}}")
                        .texts())
                .containsExactly("x", "y", "z");
    }

    private Prompts read(String json) throws IOException {
        return Prompts.read(Files.writeString(folder.resolve("prompts.json"), json));
    }

    @Test
    void wrongFilesAreRefusedWithTheReason() {
        assertThatThrownBy(() -> read("{\"classes\": {\"a\": [\"x\"]}}")).hasMessageContaining("at least two classes");
        assertThatThrownBy(() -> read("{\"classes\": {\"a\": [\"x\"], \"b\": []}}"))
                .hasMessageContaining("class 'b' has the prompts []");
        assertThatThrownBy(() -> read("{\"classes\": {\"a\": [\"x\"], \"b\": [7]}}"))
                .hasMessageContaining("'classes.b' holds 7");
        assertThatThrownBy(() -> read("{\"classes\": {\"a\": [\"x\"], \"b\": \"y\"}}"))
                .hasMessageContaining("expected an array");
        assertThatThrownBy(() -> read("{\"clases\": {}}")).hasMessageContaining("key 'clases'");
        assertThatThrownBy(() -> read("{\"classes\": {\"a\": [\"x\"], \"a\": [\"y\"]}}"))
                .hasMessageContaining("Duplicate field 'a'");
        assertThatThrownBy(() -> read("[")).isInstanceOf(IOException.class).hasMessageContaining("prompts.json");
        assertThatThrownBy(() -> read(" ".repeat(1 << 20) + "{}")).hasMessageContaining("more than 1048576 bytes");
        assertThatThrownBy(() -> Prompts.read(folder.resolve("none.json")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.json: no such file; expected one there");
        assertThatThrownBy(() -> Prompts.read(folder)).hasMessageContaining("is a folder; expected an ordinary file");
    }

    @Test
    void noWrittenPromptIsAFormulaAndEveryTextComesBack() throws IOException {
        Path npy = folder.resolve("prompts.npy");
        Path csv = folder.resolve("prompts.csv");
        PromptEmbeddings.of(
                        Embeddings.ofRows(1, new float[] {1, 2}),
                        List.of("=a", "\u9ed1"),
                        List.of("@SUM(1)", "a \"b\", c"))
                .write(npy, csv);
        assertThat(Files.readAllLines(csv)).contains("'=a,'@SUM(1)");
        assertThat(PromptEmbeddings.read(npy, csv).classes()).containsExactly("=a", "\u9ed1");
        Path taken = Files.createDirectories(folder.resolve("taken"));
        assertThatThrownBy(() -> PromptEmbeddings.read(npy, csv).write(folder.resolve("new.npy"), taken))
                .hasMessageContaining("taken: is a folder; expected a file");
        assertThat(folder.resolve("new.npy")).doesNotExist();
    }

    @Test
    void embeddingsOutliveTheirEncoder() throws IOException {
        PromptEmbeddings prompts = ZeroShotTest.prompts();
        Path npy = folder.resolve("p.npy");
        Path csv = folder.resolve("p.csv");
        prompts.write(npy, csv);
        PromptEmbeddings read = PromptEmbeddings.read(npy, csv);
        assertThat(read.classes()).containsExactly("nevus", "melanoma", "wart", "cyst", "scar", "burn", "never seen");
        assertThat(read.ofClass("scar")).isDeepEqualTo(prompts.ofClass("scar"));
        assertThat(csv).hasSameTextualContentAs(Path.of("src/test/resources/golden/zeroshot/prompts.csv"));
        Files.writeString(csv, "class,prompt\na,x\nb,y\n");
        assertThatThrownBy(() -> PromptEmbeddings.read(npy, csv)).hasMessageContaining("2 classes and 2 prompts");
        Files.writeString(csv, "name,prompt\na,x\n");
        assertThatThrownBy(() -> PromptEmbeddings.read(npy, csv))
                .hasMessageContaining("no column 'class'; found [name, prompt]");
    }

    @Test
    void rowsWithoutDirectionAreRefused() {
        List<String> two = List.of("a", "b");
        assertThatThrownBy(() -> PromptEmbeddings.of(Embeddings.ofRows(2, new float[] {1, 0, 0, 0}), two, two))
                .hasMessageContaining("prompt 'b' is zero");
        assertThatThrownBy(() -> PromptEmbeddings.of(Embeddings.ofRows(2, new float[] {1, 0, Float.NaN, 0}), two, two))
                .hasMessageContaining("prompt 1, column 0 is NaN");
        assertThatThrownBy(() ->
                        PromptEmbeddings.of(Embeddings.ofRows(2, new float[] {1, 0, 0, 1}), List.of("a", "a"), two))
                .hasMessageContaining("at least two classes");
    }
}

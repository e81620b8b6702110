package io.discern.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.Fixtures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class ClipTokenizerTest {
    private static final int MERGES = 200;
    private static final TokenLayout ENDLESS = new TokenLayout(OptionalInt.empty(), false, 0);

    @TempDir
    private Path folder;

    private static ClipTokenizer small(TokenLayout layout, boolean truncate) throws IOException {
        return ClipTokenizer.open(Fixtures.path("clip_bpe/merges.txt"), MERGES, layout, truncate);
    }

    private static void assertGoldens(ClipTokenizer tokenizer, JsonNode goldens) {
        assertThat(goldens)
                .hasSizeGreaterThan(20)
                .allSatisfy(golden -> assertThat(tokenizer
                                .tokenize(List.of(golden.get("text").asText()))
                                .ids())
                        .as(golden.get("text").asText())
                        .isEqualTo(new ObjectMapper().convertValue(golden.get("ids"), long[].class)));
    }

    @Test
    void idsAreThoseOfHuggingFacesTokenizers() throws IOException {
        assertGoldens(
                small(ENDLESS, false),
                new ObjectMapper()
                        .readTree(Fixtures.path("clip_bpe/expected.json").toFile()));
    }

    /** Tokenizer files of published models are not in this repository. */
    @Test
    @EnabledIfSystemProperty(
            named = "discern.data",
            matches = ".+",
            disabledReason = "needs -Ddiscern.data=DIR/tokenizers")
    void idsAreThoseOfThePublishedClip() throws IOException {
        Path data = Path.of(System.getProperty("discern.data"), "tokenizers");
        JsonNode goldens =
                new ObjectMapper().readTree(data.resolve("golden-clip.json").toFile());
        ClipTokenizer clip = ClipTokenizer.open(data.resolve("clip/bpe_simple_vocab_16e6.txt.gz"), ENDLESS, false);
        assertGoldens(clip, goldens.get("Xenova/clip-vit-base-patch16"));
        assertThat(clip.tokenize(List.of("a")).ids()).containsExactly(ClipTokenizer.END - 1, 320, ClipTokenizer.END);
    }

    @Test
    void aTextThatDoesNotFitIsRefusedUnlessItMayBeCut() throws IOException {
        TokenLayout eight = new TokenLayout(OptionalInt.of(8), true, 7);
        assertThatThrownBy(() -> small(eight, false).tokenize(List.of("a", "a b c d e f g")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "text \"a b c d e f g\" has 9 tokens; expected at most 8. Shorten it, or set option truncate=true.");
        TokenBatch cut = small(eight, true).tokenize(List.of("a b c d e f g", "a"));
        assertThat(cut.ids()).containsExactly(712, 320, 321, 322, 323, 324, 325, 713, 712, 320, 713, 7, 7, 7, 7, 7);
        assertThat(cut.mask()).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0);
    }

    @Test
    void aHugeTextIsRefusedAndALongOneTakesAMoment() throws IOException {
        ClipTokenizer tokenizer = small(ENDLESS, false);
        assertThatThrownBy(() -> tokenizer.tokenize(List.of("a".repeat(TokenLayout.MAX_CHARS + 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65537 characters; expected at most 65536");
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder letters = new StringBuilder();
        random.ints(TokenLayout.MAX_CHARS, 'a', 'z' + 1).forEach(letter -> letters.append((char) letter));
        for (String hostile :
                List.of("a".repeat(TokenLayout.MAX_CHARS), letters.toString(), "'".repeat(TokenLayout.MAX_CHARS))) {
            assertThat(Arrays.stream(tokenizer.tokenize(List.of(hostile)).ids()).max())
                    .hasValue(713);
        }
    }

    @Test
    void aFileThatIsNotTheVocabularyIsRefusedByItsLine() throws IOException {
        Path file = folder.resolve("merges.txt");
        Files.writeString(file, "#version: 0.2\ni n\nt h\n");
        assertThatThrownBy(() -> ClipTokenizer.open(file, ENDLESS, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("merges.txt: line 4 is missing; expected the 48894 merges");
        Files.writeString(file, "#version: 0.2\ni n\nxx yy\n");
        assertThatThrownBy(() -> ClipTokenizer.open(file, ENDLESS, false))
                .hasMessageContaining("line 3 is no pair of known tokens");
    }

    @Test
    void aFileWithoutLinesOrNotCompressedAsItsNameSaysIsRefused() throws IOException {
        Path endless = folder.resolve("endless.txt.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(endless))) {
            for (int mebibytes = 0; mebibytes < 17; mebibytes++) {
                out.write(new byte[1 << 20]);
            }
        }
        assertThatThrownBy(() -> ClipTokenizer.open(endless, ENDLESS, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("endless.txt.gz: more than 16777216 bytes of text");
        Path plain = Files.writeString(folder.resolve("plain.txt.gz"), "#version: 0.2\ni n\n");
        assertThatThrownBy(() -> ClipTokenizer.open(plain, ENDLESS, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("plain.txt.gz: Not in GZIP format");
    }

    @Test
    void aCompressedFileGivesTheSameIds() throws IOException {
        Path file = folder.resolve("vocabulary.txt.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(Files.readString(Fixtures.path("clip_bpe/merges.txt")).getBytes(StandardCharsets.UTF_8));
        }
        List<String> texts = List.of("a lesion");
        assertThat(ClipTokenizer.open(file, MERGES, ENDLESS, false)
                        .tokenize(texts)
                        .ids())
                .isEqualTo(small(ENDLESS, false).tokenize(texts).ids());
    }
}

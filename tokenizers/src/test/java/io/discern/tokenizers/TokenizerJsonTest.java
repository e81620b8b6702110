package io.discern.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.EncoderException;
import io.discern.internal.model.TextContext;
import io.discern.preprocess.Presets;
import io.discern.text.Cleaning;
import io.discern.text.TextPolicy;
import io.discern.text.TokenBatch;
import io.discern.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TextContext ENDLESS = context(OptionalInt.empty(), false, Cleaning.NONE);

    @TempDir
    private Path folder;

    private static TextContext context(OptionalInt limit, boolean padded, Cleaning cleaning) {
        return new TextContext(limit, padded, OptionalInt.of(1), Optional.empty(), cleaning, Optional.empty());
    }

    private static Path fixture(String name) {
        try {
            return Path.of(
                    TokenizerJsonTest.class.getResource("/clip_bpe/" + name).toURI());
        } catch (java.net.URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static int assertGoldens(Path tokenizer, JsonNode goldens) {
        int compared = 0;
        try (TokenizerJson opened = TokenizerJson.open(tokenizer, ENDLESS, false, true)) {
            for (JsonNode golden : goldens) {
                if (golden.has("text_pair")) {
                    continue;
                }
                compared++;
                String text = golden.get("text").asText();
                assertThat(opened.tokenize(List.of(text)).ids())
                        .as(text)
                        .isEqualTo(JSON.convertValue(golden.get("ids"), long[].class));
            }
        }
        return compared;
    }

    @Test
    void idsAreThoseOfThePythonBindingAndTheFilesOwnTruncationAndPaddingAreOff() throws IOException {
        assertThat(assertGoldens(
                        fixture("tokenizer.json"),
                        JSON.readTree(fixture("expected.json").toFile())))
                .isEqualTo(28);
    }

    @Test
    void aTextThatDoesNotFitIsRefusedUnlessItMayBeCut() {
        TextContext eight = context(OptionalInt.of(8), true, Cleaning.NONE);
        try (TokenizerJson strict = TokenizerJson.open(fixture("tokenizer.json"), eight, false, true);
                TokenizerJson cutting = TokenizerJson.open(fixture("tokenizer.json"), eight, true, true)) {
            assertThatThrownBy(() -> strict.tokenize(List.of("a b c d e f g")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has 9 tokens; expected at most 8");
            assertThat(cutting.tokenize(List.of("a b c d e f g", "a")).ids())
                    .containsExactly(712, 320, 321, 322, 323, 324, 325, 713, 712, 320, 713, 1, 1, 1, 1, 1);
        }
    }

    @Test
    void textsAreCleanedFirst() {
        TextContext siglip = context(OptionalInt.of(16), false, Cleaning.SIGLIP);
        try (TokenizerJson cleaning = TokenizerJson.open(fixture("tokenizer.json"), siglip, false, true)) {
            TokenBatch batch = cleaning.tokenize(List.of("  A, (Lesion)! ", "a lesion"));
            assertThat(batch.ids())
                    .startsWith(java.util.Arrays.copyOfRange(batch.ids(), batch.length(), 2 * batch.length()));
        }
    }

    @Test
    void aFileThatIsNoTokenizerIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {\"type\": \"BPE\"");
        assertThatThrownBy(() -> TokenizerJson.open(file, ENDLESS, false, true))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("tokenizer.json: the tokenizer cannot be loaded");
    }

    /** Tokenizer files of published models are not in this repository. */
    @ParameterizedTest
    @CsvSource({
        "clip/tokenizer.json, golden-clip.json, Xenova/clip-vit-base-patch16, 25",
        "bert/bert-base-cased-tokenizer.json, golden-bert.json, Xenova/bert-base-cased, 8",
        "bert/bert-base-cased-tokenizer.json, golden-bert.json, google-bert/bert-base-cased, 1",
        "bert/all-minilm-l6-v2-tokenizer.json, golden-bert.json, Xenova/bert-base-uncased, 29"
    })
    @EnabledIfSystemProperty(
            named = "discern.data",
            matches = ".+",
            disabledReason = "needs -Ddiscern.data=DIR/tokenizers")
    void idsAreThoseOfThePublishedTokenizers(String tokenizer, String goldens, String model, int count)
            throws IOException {
        Path data = Path.of(System.getProperty("discern.data"), "tokenizers");
        assertThat(assertGoldens(
                        data.resolve(tokenizer),
                        JSON.readTree(data.resolve(goldens).toFile()).get(model)))
                .isEqualTo(count);
    }

    /** Ids of transformers 5.15; see the test above. */
    @Test
    @EnabledIfSystemProperty(
            named = "discern.data",
            matches = ".+",
            disabledReason = "needs -Ddiscern.data=DIR/tokenizers")
    void siglipIdsArePaddedAsItsPresetSays() throws IOException {
        Path data = Path.of(System.getProperty("discern.data"), "tokenizers");
        TextPolicy policy = Presets.describe("siglip-base-patch16-224").text().orElseThrow();
        TextContext context = new TextContext(
                OptionalInt.of(policy.context()),
                policy.padToContext(),
                policy.padId(),
                Optional.empty(),
                policy.cleaning(),
                policy.strippedSeparator());
        JsonNode goldens = JSON.readTree(
                        data.resolve("golden-siglip-with-embeddings.json").toFile())
                .get("queries");
        try (TokenizerJson opened = TokenizerJson.open(data.resolve("siglip/tokenizer.json"), context, false, false)) {
            goldens.fieldNames()
                    .forEachRemaining(
                            text -> assertThat(opened.tokenize(List.of(text)).ids())
                                    .as(text)
                                    .isEqualTo(JSON.convertValue(goldens.get(text), long[].class)));
        }
        assertThat(goldens).hasSize(26);
    }

    @Test
    @EnabledIfSystemProperty(named = "discern.data", matches = ".+", disabledReason = "needs -Ddiscern.data=DIR")
    void openClipsIdsComeOfHuggingFacesFileAndOfTheMergesAlone() throws IOException {
        Path data = Path.of(System.getProperty("discern.data"));
        TextContext context = context(OptionalInt.of(77), false, Cleaning.OPEN_CLIP_LOWER);
        JsonNode goldens = JSON.readTree(
                data.resolve("cases/clip-texts/open_clip-3.3.0-ids.json").toFile());
        for (String file : List.of("tokenizer.json", "bpe_simple_vocab_16e6.txt.gz")) {
            try (Tokenizer opened =
                    new ModelTokenizer().open(data.resolve("tokenizers/clip").resolve(file), context, false, true)) {
                for (JsonNode golden : goldens) {
                    assertThat(opened.tokenize(List.of(golden.get("text").asText()))
                                    .ids())
                            .as(file + ": " + golden.get("text"))
                            .isEqualTo(JSON.convertValue(golden.get("ids"), long[].class));
                }
            }
        }
    }
}

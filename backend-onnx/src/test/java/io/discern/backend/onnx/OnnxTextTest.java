package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import io.discern.backend.onnx.GraphBuilder.Attribute;
import io.discern.internal.model.TextContext;
import io.discern.text.Cleaning;
import io.discern.tokenizers.TokenizerJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxTextTest {
    private static final String NINE_TOKENS = "a photo of the lesion malignant melanoma";

    @ParameterizedTest
    @CsvSource({"dual, text_embeds", "joint, text_embeds", "padded-text, text_embeds_padded_to_8"})
    void equalsNumPy(String model, String reference) {
        for (int batch : List.of(1, 4, 64)) {
            try (VisionLanguageEncoder encoder =
                    Models.open(Models.config(model).withBatchSize(batch))) {
                assertThat(encoder.info().capabilities()).contains(Capability.TEXT);
                Embeddings embeddings = encoder.encodeTexts(Models.texts());

                assertThat(embeddings.rows()).isEqualTo(Models.texts().size());
                assertThat(Models.difference(embeddings, Models.reference(reference)))
                        .as("batch " + batch)
                        .isLessThan(1e-6);
            }
        }
    }

    @Test
    void noTextsGiveNoRows() {
        try (VisionLanguageEncoder encoder = Models.open("dual")) {
            Embeddings embeddings = encoder.encodeTexts(List.of());

            assertThat(embeddings.rows()).isZero();
            assertThat(embeddings.dim()).isEqualTo(Models.DIM);
        }
    }

    @Test
    void aTextThatDoesNotFitIsRefusedWithItsLengthAndTheLimit() {
        try (VisionLanguageEncoder encoder = Models.open("padded-text")) {
            assertThat(encoder.info().provenance()).containsEntry("text context", "8 tokens, padded to it");
            assertThatThrownBy(() -> encoder.encodeTexts(List.of("benign", NINE_TOKENS)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("text \"" + NINE_TOKENS
                            + "\" has 9 tokens; expected at most 8. Shorten it, or set option " + "truncate=true.");
        }
    }

    @Test
    void truncationIsAskedForAndKeepsTheLastSpecialToken() {
        try (VisionLanguageEncoder encoder =
                Models.open(Models.config("padded-text").withOption("truncate", "true"))) {
            Embeddings embeddings = encoder.encodeTexts(List.of(NINE_TOKENS, "a photo of the lesion malignant"));

            assertThat(embeddings.row(0)).isEqualTo(embeddings.row(1));
            assertThat(encoder.info().provenance().get("text context")).endsWith("longer texts truncated");
        }
    }

    @Test
    void truncationWithoutAContextLengthIsRefused() {
        assertThatThrownBy(() -> Models.open(Models.config("dual").withOption("truncate", "true")))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("contextLength");
    }

    @Test
    void aHugeTextIsRefusedBeforeItIsTokenized() {
        try (VisionLanguageEncoder encoder = Models.open("dual")) {
            assertThatThrownBy(() -> encoder.encodeTexts(List.of("a ".repeat(40_000))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("80000 characters; expected at most 65536")
                    .hasMessageContaining("a a ...");
        }
    }

    @Test
    void towersOfDifferentDimensionsAreRefused() {
        assertThatThrownBy(() -> Models.open("two-dimensions"))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("has 6 components")
                .hasMessageContaining("has 8");
    }

    /** The sum over tokens of id x mask + position; the mask in any type, positions if the graph asks for them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 6, 7, 9})
    void masksOfEveryTypeAndPositionsAreFed(int maskType, @TempDir Path folder) throws IOException {
        Files.copy(Models.path("dual/tokenizer.json"), folder.resolve("tokenizer.json"));
        Files.copy(Models.path("fixed-batch-1/preprocessor_config.json"), folder.resolve("preprocessor_config.json"));
        GraphBuilder image = new GraphBuilder();
        image.input("pixel_values", GraphBuilder.FLOAT, "batch", 3, 8, 8);
        String flat = image.node("Reshape", List.of("pixel_values", image.constant(-1, 192)));
        image.output(
                image.node("ReduceSum", List.of(flat, image.constant(1)), Attribute.of("keepdims", 1L)),
                "image_embeds",
                "batch",
                1);
        Files.write(folder.resolve("vision_model.onnx"), image.toBytes());
        GraphBuilder text = new GraphBuilder();
        text.input("input_ids", GraphBuilder.INT64, "batch", "tokens");
        text.input("attention_mask", maskType, "batch", "tokens");
        text.input("position_ids", GraphBuilder.INT64, "batch", "tokens");
        Attribute floats = Attribute.of("to", (long) GraphBuilder.FLOAT);
        String ids = text.node("Cast", List.of("input_ids"), floats);
        String mask = text.node("Cast", List.of("attention_mask"), floats);
        String places = text.node("Cast", List.of("position_ids"), floats);
        String counted = text.node("Mul", List.of(text.node("Add", List.of(ids, places)), mask));
        text.output(
                text.node("ReduceSum", List.of(counted, text.constant(1)), Attribute.of("keepdims", 1L)),
                "text_embeds",
                "batch",
                1);
        Files.write(folder.resolve("text_model.onnx"), text.toBytes());
        try (VisionLanguageEncoder encoder = Models.open(EncoderConfig.of(folder.toString()));
                TokenizerJson tokenizer = TokenizerJson.open(
                        folder.resolve("tokenizer.json"),
                        new TextContext(
                                OptionalInt.empty(),
                                false,
                                OptionalInt.of(0),
                                Optional.empty(),
                                Cleaning.NONE,
                                Optional.empty()),
                        false,
                        true)) {
            List<String> texts = List.of("benign", NINE_TOKENS);
            Embeddings rows = encoder.encodeTexts(texts);
            for (int i = 0; i < texts.size(); i++) {
                long[] own = tokenizer.tokenize(List.of(texts.get(i))).ids();
                float expected = 0;
                for (int place = 0; place < own.length; place++) {
                    expected += own[place] + place;
                }
                assertThat(rows.row(i)).containsExactly(expected);
            }
        }
    }
}

package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}

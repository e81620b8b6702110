package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputChoiceTest {

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> opening(
            String model, String output) {
        return assertThatThrownBy(() -> Models.open(Models.config(model).withOption("output", output)))
                .isInstanceOf(EncoderException.class);
    }

    @Test
    void theOnlyOutputOfTheRightShapeIsTaken() {
        try (VisionLanguageEncoder encoder = Models.open("hidden-and-pooler")) {
            assertThat(encoder.info().provenance()).containsEntry("image output", "pooler_output");
            assertThat(Models.difference(encoder.encodeImages(Models.images()), Models.reference("image_embeds")))
                    .isLessThan(2e-6);
        }
    }

    @Test
    void aWrongRankNamesShapeOutputsAndRemedy() {
        opening("hidden-and-pooler", "last_hidden_state")
                .hasMessage(
                        "vision_model.onnx: output \"last_hidden_state\" has shape [batch,9,4]; expected [batch,dim]. "
                                + "Outputs: [last_hidden_state, pooler_output]. Set option output=pooler_output.");
    }

    @Test
    void aGraphWithoutAnEmbeddingIsRefused() {
        assertThatThrownBy(() -> Models.open("hidden-only"))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("has shape [batch,9,4]; expected [batch,dim]")
                .hasMessageEndingWith(
                        "No output has that shape: export the model with its pooled embedding, or, if you know how "
                                + "it is pooled, set option pooling=cls, mean, eot or last.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cls", "mean", "last"})
    void tokensArePooledAsStated(String pooling) {
        for (int batch : List.of(1, 4, 64)) {
            try (VisionLanguageEncoder encoder = Models.open(
                    Models.config("hidden-only").withBatchSize(batch).withOption("pooling", pooling))) {
                assertThat(encoder.info().dimension()).isEqualTo(4);
                assertThat(encoder.info().provenance()).containsEntry("image pooling", pooling);
                assertThat(Models.difference(
                                encoder.encodeImages(Models.images()), Models.reference("tokens_" + pooling)))
                        .isLessThan(2e-6);
            }
        }
    }

    @Test
    void poolingThatNeedsTokenIdsIsRefusedForImages() {
        assertThatThrownBy(() -> Models.open(Models.config("hidden-only").withOption("pooling", "eot")))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("vision_model.onnx: output \"last_hidden_state\": pooling eot needs token ids");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cls", "mean"})
    void aTextTowersTokensArePooledByItsOwnRule(String pooling) {
        assertThatThrownBy(() -> Models.open("text-tokens"))
                .hasMessageContaining("set option text-pooling=cls, mean, eot or last");
        try (VisionLanguageEncoder encoder =
                Models.open(Models.config("text-tokens").withOption("text-pooling", pooling))) {
            assertThat(encoder.info().provenance())
                    .containsEntry("text pooling", pooling)
                    .doesNotContainKey("image pooling");
            assertThat(Models.difference(
                            encoder.encodeTexts(Models.texts()), Models.reference("text_tokens_" + pooling)))
                    .isLessThan(1e-6);
        }
    }

    @Test
    void twoCandidatesAreNotGuessedBetween() {
        assertThatThrownBy(() -> Models.open("two-outputs"))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("[features float[batch,6], minus float[batch,6]]")
                .hasMessageEndingWith("Set option output=NAME.");
        try (VisionLanguageEncoder encoder =
                Models.open(Models.config("two-outputs").withOption("output", "features"))) {
            assertThat(encoder.info().dimension()).isEqualTo(Models.DIM);
        }
    }

    @Test
    void anUnknownOutputListsTheOutputs() {
        opening("two-outputs", "embedding")
                .hasMessageContaining("has no output \"embedding\"")
                .hasMessageContaining("features float[batch,6]");
    }

    @Test
    void theTextTowersOutputHasAnOptionOfItsOwn() {
        assertThatThrownBy(() -> Models.open(Models.config("joint").withOption("text-output", "nothing")))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("onnx/model.onnx: has no output \"nothing\"")
                .hasMessageEndingWith("Set option text-output=NAME to one of them.");
    }

    @Test
    void anOutputOfIntegersIsRefused() {
        assertThatThrownBy(() -> Models.open("int64-output"))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("holds int64; expected float, float16 or bfloat16");
    }
}

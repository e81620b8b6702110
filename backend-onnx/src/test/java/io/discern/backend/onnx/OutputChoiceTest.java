package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                                + "it is pooled, set option pooling=cls, mean, mean-patches, mean-from-N, cls+mean, cls+mean-from-N, eot or last.");
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
                .hasMessageContaining("set option text-pooling=cls, mean, mean-patches, ");
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

    /** A folder with a graph of pixels, {@code [batch,3,8,8]}, that answers with the pixels under this name. */
    private static EncoderConfig answering(Path folder, String output) throws IOException {
        GraphBuilder graph = new GraphBuilder();
        graph.input("pixel_values", GraphBuilder.FLOAT, "batch", 3, 8, 8);
        graph.output(graph.node("Reshape", List.of("pixel_values", graph.constant(-1, 192))), output, "batch", 192);
        Files.write(folder.resolve("model.onnx"), graph.toBytes());
        Files.copy(Models.path("fixed-batch-1/preprocessor_config.json"), folder.resolve("preprocessor_config.json"));
        return EncoderConfig.of(folder.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"logits", "class_logits"})
    void theScoresOfAClassifierAreNoEmbeddingUnlessAskedFor(String name, @TempDir Path folder) throws IOException {
        EncoderConfig config = answering(folder, name);
        assertThatThrownBy(() -> Models.open(config))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("Logits are the scores of a classifier, not an embedding")
                .hasMessageContaining("set option source=weights, which opens the body");
        try (VisionLanguageEncoder encoder = Models.open(config.withOption("output", name))) {
            assertThat(encoder.info().dimension()).isEqualTo(192);
        }
    }

    @Test
    void theOnlyOutputIsTakenWhateverItsName(@TempDir Path folder) throws IOException {
        try (VisionLanguageEncoder encoder = Models.open(answering(folder, "prediction"))) {
            assertThat(encoder.info().provenance()).containsEntry("image output", "prediction");
        }
    }

    @Test
    void theFirstTokenAndTheMeanOfThePatchesAreTwiceAsLong() {
        EncoderConfig config = Models.config("hidden-only");
        try (VisionLanguageEncoder encoder = Models.open(config.withOption("pooling", "cls+mean-from-0"))) {
            assertThat(encoder.info().dimension()).isEqualTo(8);
            Embeddings rows = encoder.encodeImages(Models.images());
            float[] cls = Models.reference("tokens_cls");
            float[] mean = Models.reference("tokens_mean");
            for (int i = 0; i < rows.rows(); i++) {
                for (int c = 0; c < 4; c++) {
                    assertThat(rows.row(i)[c]).isCloseTo(cls[4 * i + c], within(2e-6f));
                    assertThat(rows.row(i)[4 + c]).isCloseTo(mean[4 * i + c], within(2e-6f));
                }
            }
        }
        assertThatThrownBy(() -> Models.open(config.withOption("pooling", "cls+mean")))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("expected cls+mean-from-N");
    }
}

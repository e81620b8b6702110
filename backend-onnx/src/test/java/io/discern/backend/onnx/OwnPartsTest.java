package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.OwnParts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.BatchSize;
import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.preprocess.Channels;
import io.discern.preprocess.PreprocessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Preprocessing and a tokenizer that the caller brings in code, and the batch that a model dictates. */
class OwnPartsTest {
    /** What {@code make_models.py} did. */
    private static final PreprocessSpec SPEC = OwnParts.preprocessing(Channels.RGB);

    @TempDir
    private Path folder;

    /** Of the words that the model was made with. */
    private static OwnParts.Words words() throws IOException {
        JsonNode vocabulary = new ObjectMapper()
                .readTree(Models.path("dual/tokenizer.json").toFile())
                .at("/model/vocab");
        Map<String, Long> ids = new HashMap<>();
        vocabulary
                .fieldNames()
                .forEachRemaining(word -> ids.put(word, vocabulary.path(word).asLong()));
        return new OwnParts.Words(ids);
    }

    @Test
    void preprocessingStatedInCodeComesFirst() throws IOException {
        EncoderConfig nothing = EncoderConfig.of(Models.path("no-preprocessing").toString());
        try (VisionLanguageEncoder encoder = Models.open(nothing.withPreprocessing(SPEC))) {
            assertThat(encoder.preprocessing()).contains(SPEC);
            assertThat(encoder.info().provenance())
                    .containsEntry("preprocess source", "stated in code")
                    .containsEntry("preprocess", SPEC.hash());
            assertThat(Models.difference(encoder.encodeImages(Models.images()), Models.reference("image_embeds")))
                    .isLessThan(2e-6);
        }
        PreprocessSpec bgr = OwnParts.preprocessing(Channels.BGR);
        try (VisionLanguageEncoder encoder = Encoders.open(
                "onnx:" + Models.path("dual"), EncoderConfig.of("").withPreprocessing(bgr))) {
            assertThat(encoder.preprocessing()).contains(bgr);
            assertThat(Models.difference(encoder.encodeImages(Models.images()), Models.reference("image_embeds")))
                    .isGreaterThan(0.1);
        }
        assertThatThrownBy(() -> Models.open(nothing.withPreprocessing(SPEC).withOption("preset", "biomedclip")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("preprocessing stated in code and by option preset; expected one of them");
    }

    @Test
    void aFolderOfTwoModelsOpensWithTheCallersPreprocessingAndTokenizer() throws IOException {
        OwnParts.Words own = words();
        for (String file : new String[] {"vision_model.onnx", "text_model.onnx"}) {
            Files.copy(Models.path("dual/onnx/" + file), folder.resolve(file));
        }
        for (int opening = 0; opening < 2; opening++) {
            try (VisionLanguageEncoder encoder = OwnParts.open(folder, own)) {
                assertThat(Models.difference(encoder.encodeImages(Models.images()), Models.reference("image_embeds")))
                        .isLessThan(2e-6);
                assertThat(Models.difference(encoder.encodeTexts(Models.texts()), Models.reference("text_embeds")))
                        .isLessThan(1e-6);
                assertThat(encoder.info().provenance())
                        .containsEntry("tokenizer", "the caller's " + OwnParts.Words.class.getName());
            }
        }
        assertThat(own.closed).isZero();

        EncoderConfig config =
                EncoderConfig.of(folder.toString()).withPreprocessing(SPEC).withTokenizer(own);
        assertThatThrownBy(() -> Models.open(config.withOption("truncate", "true")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("option truncate=true with a tokenizer of one's own");
        assertThatThrownBy(() -> Models.open(Models.config("fixed-batch-4").withTokenizer(own)))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("has no text tower, but the configuration brings a tokenizer");
        assertThat(own.closed).isZero();
    }

    @Test
    void optionsStandInTheAddress() {
        try (VisionLanguageEncoder encoder = Encoders.open(
                "onnx:" + Models.path("dual") + "?name=mine&threads=2",
                EncoderConfig.of("").withOption("name", "theirs"))) {
            assertThat(encoder.info().name()).isEqualTo("mine");
            assertThat(encoder.info().provenance()).containsEntry("threads", "2");
        }
        assertThatThrownBy(() -> Encoders.open("onnx:" + Models.path("dual") + "?treads=2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown option 'treads'");
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "3, 4", "4, 4", "7, 4", "8, 8", "30, 28"})
    void aModelOfOneBatchSizeIsGivenMultiplesOfIt(int asked, int given) {
        try (VisionLanguageEncoder encoder =
                Models.open(Models.config("fixed-batch-4").withBatchSize(asked))) {
            assertThat(encoder.batchSize()).isEqualTo(new BatchSize(given, true));
            assertThat(Models.difference(encoder.encodeImages(Models.images()), Models.reference("image_embeds")))
                    .isLessThan(2e-6);
        }
    }
}

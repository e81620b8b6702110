package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an opened encoder finds out about its model and states. */
class OnnxFactsTest {
    @TempDir
    private Path folder;

    private static EncoderInfo info(EncoderConfig config) {
        try (VisionLanguageEncoder encoder = Models.open(config)) {
            return encoder.info();
        }
    }

    private EncoderConfig copy(String model) throws IOException {
        for (Path file :
                Files.walk(Models.path(model)).filter(Files::isRegularFile).toList()) {
            Path target = folder.resolve(Models.path(model).relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
        return EncoderConfig.of(folder.toString());
    }

    @Test
    void vectorsOfUnitLengthAreRecognised() {
        EncoderInfo unit = info(Models.config("unit-joint"));
        assertThat(unit.normalized()).isTrue();
        assertThat(unit.provenance()).containsEntry("unit length", "made by the model");
        EncoderInfo dual = info(Models.config("dual"));
        assertThat(dual.normalized()).isFalse();
        assertThat(dual.provenance()).containsEntry("unit length", "no");
    }

    @Test
    void theLogitScaleIsSolvedFromTheLogits() {
        EncoderInfo unit = info(Models.config("unit-joint"));
        assertThat(unit.logits().scale().orElseThrow()).isCloseTo(12.5, within(1e-4));
        assertThat(unit.logits().bias().orElseThrow()).isCloseTo(-7.25, within(1e-4));
        assertThat(unit.provenance()).containsEntry("logit scale source", "solved from the logits of onnx/model.onnx");
    }

    @Test
    void aMissingLogitScaleIsSaidToBeMissing() {
        EncoderInfo padded = info(Models.config("padded-text"));
        assertThat(padded.logits().scale()).isEmpty();
        assertThat(padded.provenance().get("logit scale source"))
                .startsWith("missing: ")
                .contains("\"logitScale\"");
        assertThat(info(Models.config("dual")).provenance()).containsEntry("logit scale source", "discern.json");
        // Products of vectors that are not normalised are no line over the cosines.
        assertThat(info(Models.config("joint")).logits().scale()).isEmpty();
    }

    @Test
    void aManifestThatContradictsTheLogitsIsRefused() throws IOException {
        EncoderConfig config = copy("unit-joint");
        Files.writeString(folder.resolve("discern.json"), "{\"logitScale\": 100}");
        assertThatThrownBy(() -> Models.open(config))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("its logits are 12.49")
                .hasMessageContaining("discern.json says 100.0");
    }

    @Test
    void theDependenceOnTheBatchIsMeasuredWhenAsked() {
        assertThat(info(Models.config("dual")).batchDeviation()).isEmpty();
        assertThat(info(Models.config("dual").withOption("check", "true"))
                        .batchDeviation()
                        .orElseThrow())
                .isBetween(0.0, 1e-5);
    }

    @Test
    void aFixedBatchGivesTheSameRows() {
        EncoderConfig config = Models.config("dual").withBatchSize(5).withOption("fixed-batch", "true");
        try (VisionLanguageEncoder encoder = Models.open(config)) {
            assertThat(encoder.info().provenance()).containsEntry("batches", "filled up to the full size");
            assertThat(Models.difference(encoder.encodeImages(Models.images()), Models.reference("image_embeds")))
                    .isLessThan(2e-6);
            assertThat(Models.difference(encoder.encodeTexts(Models.texts()), Models.reference("text_embeds")))
                    .isLessThan(1e-6);
            assertThat(encoder.encodeImages(Models.images().subList(3, 4)).row(0))
                    .isEqualTo(
                            encoder.encodeImages(Models.images().subList(0, 4)).row(3));
            assertThat(encoder.encodeImages(List.of()).rows()).isZero();
        }
    }

    @Test
    void projectionAndTheConfigurationsDimensionAreStated() throws IOException {
        EncoderConfig config = copy("hidden-and-pooler");
        Files.writeString(folder.resolve("config.json"), "{\"projection_dim\": 4}");
        assertThat(info(config).provenance())
                .containsEntry("image projection", "not done: the model projects to 4 components");
        assertThat(info(Models.config("dual")).provenance()).containsEntry("image projection", "done");
    }

    @Test
    void clipsMergesWillDoForATokenizer() throws IOException {
        EncoderConfig config = copy("padded-text");
        Files.delete(folder.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\ni n\n");
        assertThatThrownBy(() -> Models.open(config))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("merges.txt: line 3 is missing; expected the 48894 merges of CLIP's vocabulary");
    }
}

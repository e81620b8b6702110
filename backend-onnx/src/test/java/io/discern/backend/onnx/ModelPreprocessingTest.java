package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPreprocessingTest {
    /** What {@code make_models.py} did, as a specification. */
    private static final String SPEC =
            "{\"channels\": \"rgb\", \"resize\": {\"type\": \"squash\", \"width\": 8, \"height\": 8}, "
                    + "\"filter\": \"bicubic\", \"crop\": null, \"rescale\": 0.00392156862745098, \"mean\": [0.5, 0.4, 0.3], "
                    + "\"std\": [0.25, 0.5, 0.2]}";

    private static final String BGR = SPEC.replace("rgb", "bgr");

    @TempDir
    private Path folder;

    @BeforeEach
    void modelWithoutPreprocessing() throws IOException {
        Files.copy(Models.path("no-preprocessing/vision_model.onnx"), folder.resolve("vision_model.onnx"));
    }

    private EncoderConfig config() {
        return EncoderConfig.of(folder.toString());
    }

    private static double difference(EncoderConfig config, String source) {
        try (VisionLanguageEncoder encoder = Models.open(config)) {
            assertThat(encoder.info().provenance()).containsEntry("preprocess source", source);
            assertThat(encoder.info().provenance().get("preprocess")).matches("[0-9a-f]{64}");
            return Models.difference(encoder.encodeImages(Models.images()), Models.reference("image_embeds"));
        }
    }

    @Test
    void withoutAnythingNothingIsGuessed() {
        assertThatThrownBy(() -> Models.open(config()))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("nothing states the preprocessing; expected one of [preprocessor_config.json, ")
                .hasMessageContaining("discern.json")
                .hasMessageContaining("preset=NAME (one of [biomedclip, ");
    }

    @Test
    void theManifestStatesItInline() throws IOException {
        Files.writeString(folder.resolve("discern.json"), "{\"preprocess\": " + SPEC + "}");
        assertThat(difference(config(), "discern.json")).isLessThan(2e-6);
    }

    @Test
    void anOptionComesBeforeTheManifestAndThatBeforeTheConfig() throws IOException {
        Path file = folder.resolve("spec.json");
        Files.copy(Models.path("fixed-batch-1/preprocessor_config.json"), folder.resolve("preprocessor_config.json"));
        assertThat(difference(config(), "preprocessor_config.json")).isLessThan(2e-6);
        Files.writeString(folder.resolve("discern.json"), "{\"preprocess\": " + BGR + "}");
        assertThat(difference(config(), "discern.json")).isGreaterThan(0.1);
        Files.writeString(file, SPEC);
        assertThat(difference(config().withOption("spec", file.toString()), file.toString()))
                .isLessThan(2e-6);
    }

    @Test
    void aWrongSpecificationIsNamedByItsPlace() throws IOException {
        Files.writeString(folder.resolve("discern.json"), "{\"preprocess\": " + SPEC.replace("filter", "filtre") + "}");
        assertThatThrownBy(() -> Models.open(config()))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("discern.json \"preprocess\"")
                .hasMessageContaining("filtre");
    }

    @Test
    void aPresetMustExistAndFit() {
        assertThatThrownBy(() -> Models.open(config().withOption("preset", "clip")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no preset named 'clip'");
        assertThatThrownBy(() -> Models.open(config().withOption("preset", "clip-vit-base-patch32")))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("takes [batch,3,8,8]")
                .hasMessageContaining("[batch,3,224,224] (RGB)");
    }

    @Test
    void whatAPresetLeavesOpenIsStatedBesideIt() throws IOException {
        assertThatThrownBy(() -> Models.open(config().withOption("preset", "medimageinsight")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leaves open")
                .hasMessageContaining("expected you to state [filter, mean, std]");
        String open = "{\"filter\": \"bicubic\", \"mean\": [0.5, 0.4, 0.3], \"std\": [0.25, 0.5, 0.2]}";
        Path file = Files.writeString(folder.resolve("open.json"), open);
        assertThatThrownBy(() -> Models.open(
                        config().withOption("preset", "medimageinsight").withOption("spec", file.toString())))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("[batch,3,480,480]");
        Files.writeString(
                folder.resolve("discern.json"), "{\"preset\": \"medimageinsight\", \"preprocess\": " + open + "}");
        assertThatThrownBy(() -> Models.open(config())).hasMessageContaining("[batch,3,480,480]");
        assertThatThrownBy(() -> Models.open(
                        config().withOption("preset", "clip-vit-base-patch32").withOption("spec", file.toString())))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("leaves nothing open")
                .hasMessageContaining("expected at most one of them");
    }

    @Test
    void openClipsAndTransformers5FilesAreReadToo() throws IOException {
        Path file = folder.resolve("open_clip_config.json");
        Files.writeString(
                file,
                "{\"preprocess_cfg\": {\"size\": 8, \"resize_mode\": \"squash\", "
                        + "\"mean\": [0.5, 0.4, 0.3], \"std\": [0.25, 0.5, 0.2]}}");
        assertThat(difference(config(), "open_clip_config.json")).isLessThan(2e-6);
        Files.writeString(
                folder.resolve("processor_config.json"),
                "{\"image_processor\": " + Files.readString(Models.path("fixed-batch-1/preprocessor_config.json"))
                        + "}");
        assertThat(difference(config(), "processor_config.json")).isLessThan(2e-6);
    }
}

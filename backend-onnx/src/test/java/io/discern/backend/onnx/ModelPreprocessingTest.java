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
        assertThatThrownBy(() -> Models.open(config().withOption("preset", "open-pmc-18m")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leaves open")
                .hasMessageContaining("expected you to state [mean, std]");
        String open = "{\"mean\": [0.5, 0.4, 0.3], \"std\": [0.25, 0.5, 0.2]}";
        Path file = Files.writeString(folder.resolve("open.json"), open);
        assertThatThrownBy(() -> Models.open(
                        config().withOption("preset", "open-pmc-18m").withOption("spec", file.toString())))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("[batch,3,224,224]");
        Files.writeString(
                folder.resolve("discern.json"), "{\"preset\": \"open-pmc-18m\", \"preprocess\": " + open + "}");
        assertThatThrownBy(() -> Models.open(config())).hasMessageContaining("[batch,3,224,224]");
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

    private static final String TIMM = "{\"architecture\": \"vit\", \"pretrained_cfg\": {\"input_size\": [3, 8, 8], "
            + "\"crop_pct\": 1.0, \"crop_mode\": \"squash\", \"mean\": [0.5, 0.4, 0.3], \"std\": [0.25, 0.5, 0.2]}}";

    @Test
    void timmsFileIsRead() throws IOException {
        Files.writeString(folder.resolve("config.json"), TIMM);
        assertThat(difference(config(), "config.json")).isLessThan(2e-6);
    }

    @Test
    void aFileThatSaysNothingOfImagesHidesNoOther() throws IOException {
        Files.writeString(folder.resolve("processor_config.json"), "{\"processor_class\": \"CLIPProcessor\"}");
        Files.writeString(folder.resolve("open_clip_config.json"), "{\"note\": 1}");
        assertThatThrownBy(() -> Models.open(config())).hasMessageContaining("nothing states the preprocessing");
        Files.writeString(folder.resolve("config.json"), TIMM);
        assertThat(difference(config(), "config.json")).isLessThan(2e-6);
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"clip\"}");
        assertThatThrownBy(() -> Models.open(config())).hasMessageContaining("nothing states the preprocessing");
        assertThatThrownBy(() -> Models.open(config().withOption("config", "config.json")))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("config.json: says nothing of images");
    }

    @Test
    void filesThatDisagreeAreNamedWithBothValuesAndOneIsChosen() throws IOException {
        Files.copy(Models.path("fixed-batch-1/preprocessor_config.json"), folder.resolve("preprocessor_config.json"));
        String open = "{\"preprocess_cfg\": {\"size\": 8, \"resize_mode\": \"squash\", "
                + "\"mean\": [0.5, 0.4, 0.3], \"std\": [0.25, 0.5, 0.2]}}";
        Path file = Files.writeString(folder.resolve("open_clip_config.json"), open);
        assertThat(difference(config(), "preprocessor_config.json")).isLessThan(2e-6);
        Files.writeString(file, open.replace("0.4", "0.45").replace("squash", "longest"));
        assertThatThrownBy(() -> Models.open(config()))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("preprocessor_config.json and open_clip_config.json disagree: resize Squash[")
                .hasMessageContaining(" against Fit[width=8")
                .hasMessageContaining("mean [0.5, 0.4, 0.3] against [0.5, 0.45, 0.3]")
                .hasMessageContaining("option config=preprocessor_config.json or config=open_clip_config.json");
        assertThat(difference(config().withOption("config", "preprocessor_config.json"), "preprocessor_config.json"))
                .isLessThan(2e-6);
        assertThat(difference(config().withOption("config", "open_clip_config.json"), "open_clip_config.json"))
                .isGreaterThan(1e-3);
    }

    @Test
    void theChosenFileMustBeOneOfThem() {
        assertThatThrownBy(() -> Models.open(config().withOption("config", "../spec.json")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("option config=../spec.json; expected one of [preprocessor_config.json, ");
        assertThatThrownBy(() -> Models.open(config().withOption("config", "config.json")))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("config.json: does not exist");
        assertThatThrownBy(() ->
                        Models.open(config().withOption("config", "config.json").withOption("preset", "plip")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected one of them");
    }
}

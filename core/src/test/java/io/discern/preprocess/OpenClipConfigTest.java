package io.discern.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.Fixtures;
import io.discern.image.RgbImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenClipConfigTest {
    @TempDir
    private Path folder;

    private PreprocessSpec read(String json) throws IOException {
        return PreprocessSpec.read(Files.writeString(folder.resolve("open_clip_config.json"), json));
    }

    private void assertRefused(String json, String part) {
        assertThatThrownBy(() -> read(json))
                .as(json)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("open_clip_config.json: ")
                .hasMessageContaining(part);
    }

    @Test
    void everyModeGivesThePixelsOfOpenClip() throws IOException {
        int compared = 0;
        for (JsonNode golden : new ObjectMapper()
                .readTree(Fixtures.path("open_clip/expected.json").toFile())) {
            ObjectNode config = golden.get("preprocess_cfg").deepCopy();
            PreprocessSpec spec =
                    read("{\"preprocess_cfg\": " + config.put("mean", 0).put("std", 1) + "}");
            RgbImage image = PillowGoldens.source(
                    golden.get("width").asInt(),
                    golden.get("height").asInt(),
                    golden.get("seed").asInt());
            Preprocessor preprocessor = Preprocessor.of(spec);
            PixelBatch batch = preprocessor.newBatch(1);
            preprocessor.preprocess(List.of(image), batch);
            assertThat(PillowGoldens.sha256(bytes(batch.values())))
                    .as(golden.toString())
                    .isEqualTo(golden.get("sha256").asText());
            compared++;
        }
        assertThat(compared).isEqualTo(56);
    }

    private static byte[] bytes(FloatBuffer values) {
        byte[] bytes = new byte[values.remaining()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(values.get(i) * 255);
        }
        return bytes;
    }

    @Test
    void biomedClipsFileIsItsPreset() throws IOException {
        assertThat(read(
                        "{\"model_cfg\": {\"embed_dim\": 512, \"vision_cfg\": {\"timm_model_name\": \"vit_base_patch16_224\", "
                                + "\"image_size\": 224}}, \"preprocess_cfg\": {\"mean\": [0.48145466, 0.4578275, 0.40821073], "
                                + "\"std\": [0.26862954, 0.26130258, 0.27577711]}}"))
                .isEqualTo(Presets.open("biomedclip"));
    }

    @Test
    void absentKeysAreOpenClipsDefaults() throws IOException {
        for (String json : List.of(
                "{\"preprocess_cfg\": {\"size\": 224, \"mode\": \"RGB\", \"use_timm\": false}}",
                "{\"preprocess_cfg\": {}}",
                "{\"model_cfg\": {\"vision_cfg\": {\"layers\": 12}}}")) {
            assertThat(read(json)).isEqualTo(Presets.open("laion-clip-vit-b-32"));
        }
    }

    @Test
    void whatWouldChangePixelsUnnoticedIsRefusedByItsKey() {
        assertRefused("{}", "says nothing of images");
        assertRefused(
                "{\"preprocess_cfg\": {\"size\": 8, \"gray_scale\": 1}}",
                "\"preprocess_cfg.gray_scale\" is 1; expected only");
        assertRefused("{\"preprocess_cfg\": {\"size\": 8, \"mode\": \"L\"}}", "expected \"RGB\"");
        assertRefused("{\"preprocess_cfg\": {\"size\": [8.5, 9]}}", "expected a whole number");
        assertRefused(
                "{\"preprocess_cfg\": {\"size\": 8, \"resize_mode\": \"crop\"}}", "one of [shortest, longest, squash]");
        assertRefused(
                "{\"preprocess_cfg\": {\"size\": 8, \"interpolation\": \"lanczos\"}}",
                "one of [bicubic, bilinear, random]");
        assertRefused("{\"preprocess_cfg\": {\"size\": 8, \"mean\": [1, 2]}}", "three numbers");
        assertRefused("{\"preprocess_cfg\": {\"size\": 8, \"std\": 0}}", "none to be zero");
        assertRefused(
                "{\"preprocess_cfg\": {\"size\": 8, \"resize_mode\": \"longest\", \"fill_color\": 256}}", "fill 256");
        assertRefused(
                "{\"model_cfg\": {\"vision_cfg\": {\"image_size\": 336}}, \"preprocess_cfg\": {\"size\": 224}}",
                "\"preprocess_cfg.size\" is 224; expected the model's image_size, 336 x 336");
    }

    @Test
    void anImageTooElongatedToFitIsRefused() {
        PreprocessSpec spec = new PreprocessSpec(
                Channels.RGB,
                new Resize.Fit(8, 8, 0),
                ResampleFilter.BICUBIC,
                java.util.Optional.empty(),
                1,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0));
        Preprocessor preprocessor = Preprocessor.of(spec);
        assertThatThrownBy(() ->
                        preprocessor.preprocess(List.of(RgbImage.of(40, 1, new byte[120])), preprocessor.newBatch(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("40 x 1 would be resized to 8 x 0");
    }
}

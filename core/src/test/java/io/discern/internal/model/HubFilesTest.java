package io.discern.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.internal.hub.HubModel;
import io.discern.internal.hub.HubSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubFilesTest {
    private static final HubModel MODEL = HubModel.parse("Xenova/clip-vit-base-patch32");
    private static final ModelFormat FORMAT = new ModelFormat(
            "onnx",
            ".onnx",
            "onnx",
            List.of("onnx/vision_model.onnx", "onnx/model.onnx"),
            List.of("onnx/text_model.onnx"));

    @TempDir
    private Path cache;

    private static ModelOptions options(boolean download) {
        return ModelOptions.of(FORMAT, EncoderConfig.of("hub").withOption("download", Boolean.toString(download)));
    }

    private Path folder(String location, boolean download) {
        return HubFiles.folder(
                FORMAT,
                EncoderConfig.of(location),
                options(download),
                HubSettings.of(Map.of("HF_HUB_CACHE", cache.toString(), "HF_HUB_OFFLINE", "1"), Path.of("/nobody")));
    }

    @Test
    void onlyTheFilesOfTheTowersAreWanted() throws IOException {
        List<String> files = List.of(
                ".gitattributes",
                "README.md",
                "config.json",
                "merges.txt",
                "onnx/model.onnx",
                "onnx/model_fp16.onnx",
                "onnx/text_model.onnx",
                "onnx/text_model_quantized.onnx",
                "onnx/vision_model.onnx",
                "onnx/vision_model.onnx_data",
                "onnx/vision_model.onnx_data_1",
                "onnx/vision_model_fp16.onnx",
                "preprocessor_config.json",
                "tokenizer.json",
                "tokenizer_config.json",
                "vocab.json",
                "pytorch_model.bin");
        assertThat(HubFiles.wanted(FORMAT, MODEL, files, Optional.empty()))
                .containsExactly(
                        "config.json",
                        "preprocessor_config.json",
                        "tokenizer.json",
                        "tokenizer_config.json",
                        "merges.txt",
                        "onnx/vision_model.onnx",
                        "onnx/vision_model.onnx_data",
                        "onnx/vision_model.onnx_data_1",
                        "onnx/text_model.onnx");
        assertThat(HubFiles.wanted(FORMAT, MODEL, List.of("onnx/model.onnx", "config.json"), Optional.empty()))
                .containsExactly("config.json", "onnx/model.onnx");
    }

    @Test
    void aModelThatWasNotExportedSaysSo() {
        assertThatThrownBy(() -> HubFiles.wanted(
                        FORMAT, MODEL, List.of("model.safetensors", "onnx/decoder.onnx"), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "has none of [onnx/vision_model.onnx, onnx/model.onnx]. Found: [onnx/decoder.onnx]");
    }

    @Test
    void whatIsInTheCacheIsAFolder() throws IOException {
        String commit = "0123456789abcdef0123456789abcdef01234567";
        Path snapshot = Files.createDirectories(
                cache.resolve("models--Xenova--clip/snapshots").resolve(commit));
        Files.createDirectories(cache.resolve("models--Xenova--clip/refs"));
        Files.writeString(cache.resolve("models--Xenova--clip/refs/main"), commit + "\n");
        assertThat(folder("hub/Xenova/clip", false)).isEqualTo(snapshot);
        assertThat(folder("hub/Xenova/clip@" + commit, false)).isEqualTo(snapshot);
    }

    @Test
    void whatIsNotThereIsNotFetchedUnasked() {
        assertThatThrownBy(() -> folder("hub/Xenova/clip", false))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("onnx:hub/Xenova/clip: Xenova/clip@main is not in " + cache)
                .hasMessageContaining("option download=true");
        assertThatThrownBy(() -> folder("hub/Xenova/clip", true)).hasMessageContaining("HF_HUB_OFFLINE is set");
        assertThatThrownBy(() -> folder("hub/clip", false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ModelFolder.locate(FORMAT, EncoderConfig.of(cache.toString()), options(true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected hub/ORG/NAME");
    }
}

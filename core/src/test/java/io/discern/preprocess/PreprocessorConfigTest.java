package io.discern.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreprocessorConfigTest {
    private static final String HALF = "\"image_mean\":[0.5,0.5,0.5],\"image_std\":[0.5,0.5,0.5]";

    @TempDir
    private Path folder;

    private PreprocessSpec read(String json) throws IOException {
        return PreprocessSpec.read(Files.writeString(folder.resolve("preprocessor_config.json"), json));
    }

    @Test
    void siglip2OfAnyShapeIsRefusedByItsName() {
        for (String type : List.of("Siglip2ImageProcessor", "Siglip2ImageProcessorFast")) {
            assertRefused(
                    "{\"image_processor_type\":\"" + type + "\"," + HALF
                            + ",\"max_num_patches\":256,\"patch_size\":16}",
                    "SigLIP 2 NaFlex");
        }
    }

    @Test
    void anOldClipFileWithPlainNumbersIsTheClipPresetWithHuggingFaceCrop() throws IOException {
        PreprocessSpec spec =
                read("{\"crop_size\":224,\"do_center_crop\":true,\"do_normalize\":true,\"do_resize\":true,"
                        + "\"feature_extractor_type\":\"CLIPFeatureExtractor\",\"image_mean\":[0.48145466,0.4578275,0.40821073],"
                        + "\"image_std\":[0.26862954,0.26130258,0.27577711],\"resample\":3,\"size\":224}");
        PreprocessSpec preset = Presets.open("clip-vit-base-patch32");
        assertThat(spec.resize()).isEqualTo(preset.resize());
        assertThat(spec.filter()).isEqualTo(preset.filter());
        assertThat(spec.rescale()).isEqualTo(preset.rescale());
        assertThat(spec.mean()).isEqualTo(preset.mean());
        assertThat(spec.std()).isEqualTo(preset.std());
        assertThat(spec.crop()).contains(new CenterCrop(224, 224, CenterCrop.Rounding.HUGGING_FACE));
    }

    @Test
    void aSiglipFileIsTheSiglipPreset() throws IOException {
        assertThat(
                        read(
                                "{\"do_convert_rgb\":null,\"do_normalize\":true,\"do_rescale\":true,\"do_resize\":true,"
                                        + HALF
                                        + ",\"image_processor_type\":\"SiglipImageProcessor\",\"processor_class\":\"SiglipProcessor\","
                                        + "\"resample\":3,\"rescale_factor\":0.00392156862745098,\"size\":{\"height\":224,\"width\":224}}"))
                .isEqualTo(Presets.open("siglip-base-patch16-224"));
    }

    @Test
    void transformers5NestsItInTheProcessorsFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("processor_config.json"),
                "{\"processor_class\":\"SiglipProcessor\","
                        + "\"image_processor\":{\"image_processor_type\":\"SiglipImageProcessor\"," + HALF
                        + ",\"size\":{\"height\":224,\"width\":224}}}");
        assertThat(PreprocessorConfig.read(file)).contains(Presets.open("siglip-base-patch16-224"));
        Files.writeString(file, Files.readString(file).replace("\"size\"", "\"crop_pct\":0.9,\"size\""));
        assertThatThrownBy(() -> PreprocessorConfig.read(file))
                .hasMessageContaining("\"image_processor.crop_pct\" is 0.9");
    }

    @Test
    void aDinov2FileCropsFromTheLargerResize() throws IOException {
        PreprocessSpec spec = read("{\"crop_size\":{\"height\":224,\"width\":224},\"do_center_crop\":true,"
                + "\"image_mean\":[0.485,0.456,0.406],\"image_std\":[0.229,0.224,0.225],"
                + "\"image_processor_type\":\"BitImageProcessor\",\"resample\":3,\"size\":{\"shortest_edge\":256}}");
        assertThat(spec.resize()).isEqualTo(new Resize.ShortestEdge(256));
        assertThat(spec.outputWidth()).isEqualTo(224);
    }

    @Test
    void aVitFileMeansASquareByOneNumberAndBilinearByDefault() throws IOException {
        PreprocessSpec spec = read("{\"feature_extractor_type\":\"ViTFeatureExtractor\"," + HALF + ",\"size\":384}");
        assertThat(spec.resize()).isEqualTo(new Resize.Squash(384, 384));
        assertThat(spec.filter()).isEqualTo(ResampleFilter.BILINEAR);
        assertThat(spec.crop()).isEmpty();
    }

    @Test
    void flagsThatAreOffTurnTheirStepOff() throws IOException {
        PreprocessSpec spec = read(
                "{\"do_resize\":false,\"do_center_crop\":true,\"crop_size\":{\"height\":8,\"width\":9},"
                        + "\"do_rescale\":false,\"do_normalize\":false,\"do_pad\":false,\"do_flip_channel_order\":null}");
        assertThat(spec.resize()).isEqualTo(new Resize.None());
        assertThat(spec.outputWidth()).isEqualTo(9);
        assertThat(spec.outputHeight()).isEqualTo(8);
        assertThat(spec.rescale()).isEqualTo(1.0);
        assertThat(spec.mean()).isEqualTo(List.of(0.0, 0.0, 0.0));
        assertThat(spec.std()).isEqualTo(List.of(1.0, 1.0, 1.0));
        assertThat(spec.crop().map(CenterCrop::rounding)).isEqualTo(Optional.of(CenterCrop.Rounding.HUGGING_FACE));
    }

    @Test
    void whatWouldChangePixelsUnnoticedIsRefusedByItsKey() {
        String vit = "{\"image_processor_type\":\"ViTImageProcessor\"," + HALF;
        assertRefused(vit + ",\"size\":224,\"crop_pct\":0.875}", "\"crop_pct\" is 0.875");
        assertRefused(vit + ",\"size\":224,\"do_pad\":true}", "\"do_pad\" is true");
        assertRefused(vit + ",\"size\":{\"longest_edge\":512}}", "\"size\" is {\"longest_edge\":512}");
        assertRefused(vit + ",\"size\":224,\"resample\":9}", "\"resample\" is 9; expected 0 nearest");
        assertRefused("{\"size\":224," + HALF + "}", "\"image_processor_type\"");
        assertRefused("{\"image_processor_type\":\"SamImageProcessor\"," + HALF + ",\"size\":224}", "SIGLIP");
        assertRefused("{\"size\":{\"height\":9,\"width\":9},\"resample\":2}", "\"image_mean\" is missing");
        assertRefused(
                "{\"image_processor_type\":\"ViTImageProcessor\",\"size\":224,\"image_mean\":[0.5],\"image_std\":[0.5]}",
                "\"image_mean\" is [0.5]; expected three numbers");
        assertRefused(vit + ",\"size\":{\"shortest_edge\":224}}", "without a centre crop");
        assertRefused(vit + ",\"size\":224,\"input_data_format\":\"channels_last\"}", "channels_first");
        assertRefused(
                "{\"size\":{\"shortest_edge\":224},\"do_center_crop\":true,\"crop_size\":224," + HALF + "}",
                "\"resample\"");
    }

    private void assertRefused(String json, String part) {
        assertThatThrownBy(() -> read(json))
                .as(json)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("preprocessor_config.json: ")
                .hasMessageContaining(part);
    }
}

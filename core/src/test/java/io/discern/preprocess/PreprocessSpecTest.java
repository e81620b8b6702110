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

class PreprocessSpecTest {
    private static final String CLIP_JSON =
            "{\"channels\":\"rgb\",\"resize\":{\"type\":\"shortest-edge\",\"edge\":224},"
                    + "\"filter\":\"bicubic\",\"crop\":{\"width\":224,\"height\":224,\"rounding\":\"torchvision\"},"
                    + "\"rescale\":0.00392156862745098,\"mean\":[0.48145466,0.4578275,0.40821073],"
                    + "\"std\":[0.26862954,0.26130258,0.27577711],\"convert\":\"last\"}";

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("spec.json"), text);
    }

    @Test
    void theCanonicalTextAndItsHashAreFixed() {
        PreprocessSpec clip = Presets.open("clip-vit-base-patch32");
        assertThat(clip.toJson()).isEqualTo(CLIP_JSON);
        assertThat(clip.hash())
                .isEqualTo(PillowGoldens.sha256(CLIP_JSON.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(clip.toString())
                .contains("224 x 224 RGB")
                .contains("bicubic")
                .hasSizeLessThan(120);
    }

    @Test
    void everySpecReadsBackAsItself() throws IOException {
        CenterCrop crop = new CenterCrop(5, 7, CenterCrop.Rounding.HUGGING_FACE);
        for (PreprocessSpec spec : List.of(
                Presets.open("siglip-base-patch16-224"),
                spec(Channels.GRAY, new Resize.PadToSquare(64, 127), Optional.empty(), 1e-7),
                spec(Channels.GRAY_REPEATED, new Resize.Fit(64, 32, 127), Optional.empty(), 1e-7),
                spec(Channels.GRAY, new Resize.PadToSquare(64, 127, 80), Optional.empty(), 1),
                spec(Channels.RGB, new Resize.FitCorner(64, 3), Optional.empty(), 1),
                spec(Channels.RGB, new Resize.Cover(64, 32), Optional.of(crop), 1),
                spec(Channels.BGR, new Resize.None(), Optional.of(crop), 2e-3),
                spec(Channels.RGB, new Resize.ShortestEdge(9), Optional.of(crop), 0.1 + 0.2))) {
            assertThat(PreprocessSpec.read(file(spec.toJson()))).isEqualTo(spec);
        }
    }

    private static PreprocessSpec spec(Channels channels, Resize resize, Optional<CenterCrop> crop, double rescale) {
        List<Double> ones = java.util.Collections.nCopies(channels.count(), 1.0);
        return new PreprocessSpec(channels, resize, ResampleFilter.LANCZOS, crop, rescale, ones, ones);
    }

    @Test
    void anySingleChangeChangesTheHash() {
        PreprocessSpec clip = Presets.open("clip-vit-base-patch32");
        PreprocessSpec other = new PreprocessSpec(
                clip.channels(),
                clip.resize(),
                ResampleFilter.BILINEAR,
                clip.crop(),
                clip.rescale(),
                clip.mean(),
                clip.std());
        assertThat(other.hash()).isNotEqualTo(clip.hash());
    }

    @Test
    void mistakesInASpecFileNameFileAndKey() {
        assertThatThrownBy(() -> PreprocessSpec.read(file(CLIP_JSON.replace("bicubic", "cubic"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("spec.json: \"filter\" is \"cubic\"; expected one of [nearest, box");
        assertThatThrownBy(() -> PreprocessSpec.read(file(CLIP_JSON.replace("\"edge\":224", "\"edge\":\"x\""))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("\"resize.edge\" is \"x\"; expected a whole number");
        assertThatThrownBy(() -> PreprocessSpec.read(file(CLIP_JSON.replace("\"std\"", "\"stdev\""))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("\"stdev\"");
        assertThatThrownBy(() ->
                        PreprocessSpec.read(file(CLIP_JSON.replace("{\"channels\"", "{\"mean\":[1],\"channels\""))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Duplicate field 'mean'");
        assertThatThrownBy(() -> PreprocessSpec.read(file("[1]")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected one JSON object");
        assertThatThrownBy(() -> PreprocessSpec.read(file("{\"a\":".repeat(80))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("64");
        assertThatThrownBy(() -> PreprocessSpec.read(file("{\"a\":\"" + "x".repeat(1 << 20) + "\"}")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 1048576 bytes");
        assertThatThrownBy(() -> PreprocessSpec.read(file(CLIP_JSON.replace("0.26862954", "0"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("spec.json")
                .hasMessageContaining("none to be zero");
    }

    @Test
    void saysWhichPartOfAnImageTheTensorShows() {
        PreprocessSpec clip = Presets.open("clip-vit-base-patch32");
        assertThat(clip.visible(448, 224)).isEqualTo(new SourceWindow(112, 0, 336, 224));
        assertThat(clip.visible(224, 448)).isEqualTo(new SourceWindow(0, 112, 224, 336));
        PreprocessSpec dino = Presets.open("dinov2-base");
        assertThat(dino.visible(512, 512)).isEqualTo(new SourceWindow(32, 32, 480, 480));
        assertThat(Presets.open("siglip-base-patch16-224").visible(640, 480))
                .isEqualTo(new SourceWindow(0, 0, 640, 480));
        assertThat(spec(Channels.RGB, new Resize.PadToSquare(64, 127), Optional.empty(), 1)
                        .visible(300, 100))
                .isEqualTo(new SourceWindow(0, 0, 300, 100));
        CenterCrop larger = new CenterCrop(50, 50, CenterCrop.Rounding.HUGGING_FACE);
        assertThat(spec(Channels.RGB, new Resize.None(), Optional.of(larger), 1).visible(40, 30))
                .isEqualTo(new SourceWindow(0, 0, 40, 30));
    }

    @Test
    void aWindowCountsTheAreaInsideIt() {
        SourceWindow window = new SourceWindow(1, 1, 3.5, 2);
        assertThat(window.overlap(0, 0, 10, 10)).isEqualTo(2.5);
        assertThat(window.overlap(3, 1.5, 1, 1)).isEqualTo(0.25);
        assertThat(window.overlap(4, 1, 1, 1)).isZero();
        assertThatThrownBy(() -> new SourceWindow(2, 0, 1, 1)).hasMessageContaining("expected 0 <= left <= right");
    }
}

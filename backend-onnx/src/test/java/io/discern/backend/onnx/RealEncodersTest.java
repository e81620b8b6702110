package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.Device;
import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.VisionLanguageEncoder;
import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Presets;
import io.discern.spi.Resources;
import io.discern.store.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Encoders that other people trained, against embeddings that other runtimes made of them. They are not in this repository:
 * {@code -Ddiscern.data=DIR} names a folder with {@code encoders} and {@code images}.
 */
@EnabledIfSystemProperty(named = "discern.data", matches = ".+", disabledReason = "needs -Ddiscern.data=DIR/encoders")
class RealEncodersTest {
    private static final String GRAY =
            "{\"channels\": \"gray\", \"resize\": {\"type\": \"none\"}, \"filter\": \"bicubic\", "
                    + "\"crop\": {\"width\": 28, \"height\": 28, \"rounding\": \"torchvision\"}, \"rescale\": 0.00392156862745098, "
                    + "\"mean\": [0], \"std\": [1]}";

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void find() {
        data = Path.of(System.getProperty("discern.data"));
    }

    private void copy(String name, String target) throws IOException {
        Files.copy(data.resolve("encoders").resolve(target), folder.resolve(name));
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static List<RgbImage> decode(List<Path> files) throws IOException {
        List<RgbImage> images = new ArrayList<>();
        for (Path file : files) {
            images.add(ImageDecoder.standard().decode(file));
        }
        return images;
    }

    private static double worstCosine(float[] ours, float[] theirs, int dim) {
        assertThat(ours).hasSameSizeAs(theirs);
        double worst = 1;
        for (int row = 0; row < ours.length; row += dim) {
            double ab = 0;
            double aa = 0;
            double bb = 0;
            for (int i = row; i < row + dim; i++) {
                ab += (double) ours[i] * theirs[i];
                aa += (double) ours[i] * ours[i];
                bb += (double) theirs[i] * theirs[i];
            }
            worst = Math.min(worst, ab / Math.sqrt(aa * bb));
        }
        return worst;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void fashionClipReproducesPyTorchOnImagesAndTexts(String which) throws IOException {
        Path source = data.resolve("encoders/fashion-clip");
        copy("vision_model.onnx", "fashion-clip/" + which + "_image_encoder.onnx");
        copy("text_model.onnx", "fashion-clip/" + which + "_text_encoder.onnx");
        Files.writeString(folder.resolve("discern.json"), "{\"padId\": 0, \"preprocess\": " + GRAY + "}");
        Files.writeString(folder.resolve("tokenizer.json"), byteTokenizer());
        List<Path> files = new ArrayList<>();
        for (int label = 0; label < 10; label++) {
            files.addAll(sorted(data.resolve("images/fashion-mnist/" + label)));
        }
        JsonNode expected =
                new ObjectMapper().readTree(source.resolve("expected.json").toFile());
        List<String> prompts = List.of(new ObjectMapper().convertValue(expected.get("prompts"), String[].class));
        try (VisionLanguageEncoder encoder =
                Models.open(EncoderConfig.of(folder.toString()).withOption("check", "true"))) {
            double images = worstCosine(
                    encoder.encodeImages(decode(files)).values(),
                    Npy.read(source.resolve(which + "_golden_image_embeds_600.npy"))
                            .toFloats(),
                    32);
            double texts = worstCosine(
                    encoder.encodeTexts(prompts).values(),
                    Npy.read(source.resolve(which + "_golden_text_embeds_20prompts.npy"))
                            .toFloats(),
                    32);
            report("fashion-clip " + which + " images", files.size(), images);
            report("fashion-clip " + which + " texts", prompts.size(), texts);
            assertThat(encoder.info().normalized()).isTrue();
            assertThat(encoder.info().batchDeviation().orElseThrow()).isLessThan(1e-5);
            assertThat(Math.min(images, texts)).isGreaterThanOrEqualTo(0.9999);
        }
    }

    /** Every byte is a token whose id is its value, between 2 and 3. */
    private static String byteTokenizer() {
        ObjectNode vocabulary = new ObjectMapper()
                .createObjectNode()
                .put("[PAD]", 0)
                .put("[START]", 2)
                .put("[END]", 3);
        vocabulary.put("\u0120", (int) ' ');
        for (char c = '!'; c <= '~'; c++) {
            vocabulary.put(String.valueOf(c), (int) c);
        }
        return """
                {"version": "1.0", "added_tokens": [], "normalizer": null, "decoder": null,
                 "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false},
                 "post_processor": {"type": "BertProcessing", "sep": ["[END]", 3], "cls": ["[START]", 2]},
                 "model": {"type": "BPE", "vocab": %s, "merges": []}}""".formatted(vocabulary);
    }

    @Test
    void mobileNetReproducesTensorFlow() throws IOException {
        Path source = data.resolve("encoders/mobilenet-v2");
        copy("vision_model.onnx", "mobilenet-v2/mobilenet_v2_features.onnx");
        float[] expected = floats(source.resolve("golden_tfjs_embeds_2x1280_f32.bin"));
        PixelBatch pixels = new PixelBatch(2, 3, 224, 224);
        pixels.image(0).put(floats(source.resolve("golden_input_nchw_f32.bin")), 0, 3 * 224 * 224);
        pixels.image(1).put(floats(source.resolve("golden_input_nchw_f32.bin")), 3 * 224 * 224, 3 * 224 * 224);
        pixels.setCount(2);
        try (Resources resources = new Resources()) {
            OnnxSession session = resources.add(
                    OnnxSession.open(folder.resolve("vision_model.onnx"), "vision_model.onnx", Device.CPU, 1, 600));
            OnnxImageTower tower = new OnnxImageTower(
                    session,
                    session.inputs().keySet().iterator().next(),
                    OutputChoice.choose(session, Optional.empty(), "image_embeds", "output", Optional.empty()),
                    Presets.open("clip-vit-base-patch32"),
                    resources);
            float[] rows = new float[expected.length];
            tower.encode(pixels, FloatBuffer.wrap(rows));
            double worst = worstCosine(rows, expected, 1280);
            report("mobilenet-v2 tensors", 2, worst);
            assertThat(worst).isGreaterThanOrEqualTo(0.9999);
        }
    }

    private static float[] floats(Path file) throws IOException {
        FloatBuffer values = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] floats = new float[values.remaining()];
        values.get(floats);
        return floats;
    }

    /** No embeddings of it are published, only how well its neighbours agree: 0.363 on HAM10000. */
    @Test
    void shuffleNetsNeighboursAgreeAsPublished() throws IOException {
        copy("vision_model.onnx", "shufflenet-backbone/vision_model.onnx");
        PreprocessSpec bgr = PreprocessSpec.parse(
                "{\"channels\": \"bgr\", \"resize\": {\"type\": \"squash\", \"width\": 352, "
                        + "\"height\": 352}, \"filter\": \"bilinear\", \"crop\": null, \"rescale\": 0.00392156862745098, "
                        + "\"mean\": [0, 0, 0], \"std\": [1, 1, 1]}",
                "test");
        Files.writeString(folder.resolve("discern.json"), "{\"preprocess\": " + bgr.toJson() + "}");
        List<Path> files = new ArrayList<>();
        for (Path label : sorted(data.resolve("images/ham10000"))) {
            if (Files.isDirectory(label)) {
                files.addAll(sorted(label));
            }
        }
        try (VisionLanguageEncoder encoder = Models.open(EncoderConfig.of(folder.toString()))) {
            assertThat(encoder.info().provenance()).containsEntry("image batch", "fixed batch 1");
            Embeddings rows = encoder.encodeImages(decode(files)).unitRows();
            int hits = 0;
            for (int i = 0; i < rows.rows(); i++) {
                hits += files.get(i)
                                .getParent()
                                .equals(files.get(nearest(rows, i)).getParent())
                        ? 1
                        : 0;
            }
            double accuracy = hits / (double) rows.rows();
            report("shufflenet 1-NN accuracy (published 0.363)", rows.rows(), accuracy);
            assertThat(accuracy).isCloseTo(0.363, within(0.03));
        }
    }

    private static int nearest(Embeddings rows, int query) {
        int best = -1;
        double bestCosine = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < rows.rows(); i++) {
            double cosine = 0;
            for (int k = 0; k < rows.dim(); k++) {
                cosine += (double) rows.values()[query * rows.dim() + k] * rows.values()[i * rows.dim() + k];
            }
            if (i != query && cosine > bestCosine) {
                best = i;
                bestCosine = cosine;
            }
        }
        return best;
    }

    private static void report(String what, int rows, double worst) {
        LoggerFactory.getLogger(RealEncodersTest.class).info("{}: {} rows, worst {}", what, rows, worst);
    }
}

package io.discern.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.Fixtures;
import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.store.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Against the tensors of the libraries themselves; {@code make_preprocessing.py} made them. */
class LibraryPreprocessingTest {
    @TempDir
    private Path folder;

    private static JsonNode cases(String kind) throws IOException {
        return new ObjectMapper()
                .readTree(Fixtures.path("preprocessing/expected.json").toFile())
                .get(kind);
    }

    private static RgbImage image(JsonNode golden) {
        return PillowGoldens.source(
                golden.get("width").asInt(),
                golden.get("height").asInt(),
                golden.get("seed").asInt());
    }

    private PreprocessSpec spec(String file, JsonNode json) throws IOException {
        return PreprocessSpec.read(Files.writeString(folder.resolve(file), json.toString()));
    }

    private static float[] tensor(PreprocessSpec spec, RgbImage image) {
        Preprocessor preprocessor = Preprocessor.of(spec);
        PixelBatch batch = preprocessor.newBatch(1);
        preprocessor.preprocess(List.of(image), batch);
        FloatBuffer values = batch.values();
        float[] tensor = new float[values.remaining()];
        values.get(tensor);
        return tensor;
    }

    /** Bit for bit, but for the sign of zero. */
    private static String hash(float[] tensor) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * tensor.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : tensor) {
            bytes.putFloat(value + 0f);
        }
        return PillowGoldens.sha256(bytes.array());
    }

    /** Levels of a tensor that was rescaled only. */
    private static byte[] levels(float[] tensor) {
        byte[] levels = new byte[tensor.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) Math.round(tensor[i] * 255);
        }
        return levels;
    }

    private static PreprocessSpec unnormalised(
            Channels channels, Resize resize, ResampleFilter filter, Optional<CenterCrop> crop) {
        return new PreprocessSpec(
                channels,
                resize,
                filter,
                crop,
                1 / 255.0,
                Collections.nCopies(channels.count(), 0.0),
                Collections.nCopies(channels.count(), 1.0));
    }

    @TestFactory
    List<DynamicTest> everyProcessorOfTransformersIsEqual() throws IOException {
        return all("processors", "preprocessor_config.json", "config");
    }

    @TestFactory
    List<DynamicTest> everyEvaluationTransformOfTimmIsEqual() throws IOException {
        return all("timm", "config.json", "pretrained_cfg");
    }

    private List<DynamicTest> all(String kind, String file, String key) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode golden : cases(kind)) {
            tests.add(DynamicTest.dynamicTest(golden.get(key) + " " + image(golden), () -> {
                ObjectNode written = new ObjectMapper().createObjectNode();
                PreprocessSpec spec = spec(
                        file,
                        kind.equals("timm")
                                ? written.put("architecture", "vit_base_patch16_224")
                                        .set("pretrained_cfg", golden.get(key))
                                : golden.get(key));
                float[] tensor = tensor(spec, image(golden));
                assertThat(List.of(spec.channels().count(), spec.outputHeight(), spec.outputWidth()))
                        .hasToString(golden.get("shape").toString().replace(",", ", "));
                if (golden.has("values")) { // another order of the same sums
                    for (int i = 0; i < tensor.length; i++) {
                        assertThat((double) tensor[i])
                                .isCloseTo(golden.get("values").get(i).asDouble(), within(1e-6));
                    }
                } else {
                    assertThat(hash(tensor)).isEqualTo(golden.get("sha256").asText());
                }
            }));
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> imagesOfEveryModeAreConvertedLastAsOpenClipDoes() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode golden : cases("modes")) {
            tests.add(DynamicTest.dynamicTest(golden.get("file") + " " + golden.get("preprocess_cfg"), () -> {
                ObjectNode steps = golden.get("preprocess_cfg").deepCopy();
                PreprocessSpec spec = spec(
                        "open_clip_config.json",
                        new ObjectMapper()
                                .createObjectNode()
                                .set("preprocess_cfg", steps.put("mean", 0).put("std", 1)));
                RgbImage image = ImageDecoder.standard()
                        .decode(PillowGoldens.file(golden.get("file").asText()));
                assertThat(PillowGoldens.sha256(levels(tensor(spec, image))))
                        .isEqualTo(golden.get("sha256").asText());
            }));
        }
        return tests;
    }

    @Test
    void smallImagesComeOntoMedClipsCanvas() throws IOException {
        PreprocessSpec medclip = Presets.open("medclip");
        PreprocessSpec spec = unnormalised(medclip.channels(), medclip.resize(), medclip.filter(), medclip.crop());
        for (JsonNode golden : cases("medclip")) {
            byte[] levels = levels(tensor(spec, image(golden)));
            byte[] one = Arrays.copyOf(levels, levels.length / 3);
            assertThat(PillowGoldens.sha256(one))
                    .as(golden.toString())
                    .isEqualTo(golden.get("sha256").asText());
        }
    }

    @Test
    void flairsImagesLieInTheUpperLeftCorner() throws IOException {
        PreprocessSpec spec =
                unnormalised(Channels.RGB, new Resize.FitCorner(64, 0), ResampleFilter.BILINEAR, Optional.empty());
        int[][] sizes = {{60, 90}, {90, 61}, {70, 70}, {20, 31}};
        for (int number = 0; number < sizes.length; number++) {
            int width = sizes[number][0];
            int height = sizes[number][1];
            byte[] ours = levels(tensor(spec, PillowGoldens.source(width, height, number)));
            byte[] theirs = Npy.read(Fixtures.path("preprocessing/flair_" + width + "x" + height + ".npy"))
                    .toBytes();
            for (int i = 0; i < ours.length; i++) {
                // FLAIR resizes floats, Pillow bytes
                assertThat(Math.abs((ours[i] & 0xff) - (theirs[i] & 0xff))).isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void bilinearWithoutAntialiasingIsTensorflows() throws IOException {
        for (JsonNode golden : new ObjectMapper()
                .readTree(Fixtures.path("preprocessing/tensorflow.json").toFile())) {
            Resize size = new Resize.Squash(
                    golden.get("to").get(0).asInt(), golden.get("to").get(1).asInt());
            byte[] planes = levels(tensor(
                    unnormalised(Channels.RGB, size, ResampleFilter.TENSORFLOW_BILINEAR, Optional.empty()),
                    image(golden)));
            byte[] interleaved = new byte[planes.length];
            for (int i = 0; i < planes.length; i++) {
                interleaved[3 * (i % (planes.length / 3)) + i / (planes.length / 3)] = planes[i];
            }
            assertThat(PillowGoldens.sha256(interleaved))
                    .as(golden.toString())
                    .isEqualTo(golden.get("sha256").asText());
        }
    }
}

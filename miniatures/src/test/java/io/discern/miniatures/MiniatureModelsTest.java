package io.discern.miniatures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.discern.store.Npy;
import io.discern.store.NpyArray;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exported towers and tokenizers against what PyTorch gave (see the fixtures' README). */
class MiniatureModelsTest {

    /** Folded BatchNorm and another runtime reorder float sums; embeddings are of order 1 to 10. */
    private static final float TOLERANCE = 1e-4f;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"general", "general-rich", "medical"})
    void theImageTowerAgreesWithPyTorch(String name) throws IOException, OrtException {
        Miniatures.extract(name, folder);
        NpyArray pixels = fixture(name, "pixel_values.npy");
        long[] shape = Arrays.stream(pixels.shape()).asLongStream().toArray();
        try (OrtSession session = open("onnx/vision_model.onnx");
                OnnxTensor input = OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(pixels.toFloats()), shape);
                OrtSession.Result result = session.run(Map.of("pixel_values", input))) {
            assertAgrees(name, "image_embeds.npy", (OnnxTensor) result.get("image_embeds").orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"general", "general-rich", "medical"})
    void theTextTowerAgreesWithPyTorch(String name) throws IOException, OrtException {
        Miniatures.extract(name, folder);
        NpyArray ids = fixture(name, "input_ids.npy");
        NpyArray mask = fixture(name, "attention_mask.npy");
        long[] shape = Arrays.stream(ids.shape()).asLongStream().toArray();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = open("onnx/text_model.onnx");
                OnnxTensor idTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids.toLongs()), shape);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask.toLongs()), shape);
                OrtSession.Result result = session.run(Map.of("input_ids", idTensor, "attention_mask", maskTensor))) {
            assertAgrees(name, "text_embeds.npy", (OnnxTensor) result.get("text_embeds").orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"general", "general-rich", "medical"})
    void theTokenizerGivesTheIdsOfTraining(String name) throws IOException {
        Miniatures.extract(name, folder);
        String[] prompts = Files.readAllLines(resource(name, "prompts.txt")).toArray(String[]::new);
        NpyArray ids = fixture(name, "input_ids.npy");
        NpyArray mask = fixture(name, "attention_mask.npy");
        int length = ids.shape()[1];
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(folder.resolve("tokenizer.json"))) {
            Encoding[] encodings = tokenizer.batchEncode(prompts);
            for (int i = 0; i < prompts.length; i++) {
                long[] expected = Arrays.copyOfRange(ids.toLongs(), i * length, (i + 1) * length);
                long[] expectedMask = Arrays.copyOfRange(mask.toLongs(), i * length, (i + 1) * length);
                assertArrayEquals(expected, encodings[i].getIds(), prompts[i]);
                assertArrayEquals(expectedMask, encodings[i].getAttentionMask(), prompts[i]);
            }
        }
    }

    private OrtSession open(String file) throws OrtException {
        return OrtEnvironment.getEnvironment().createSession(folder.resolve(file).toString());
    }

    private static void assertAgrees(String name, String file, OnnxTensor actual) throws IOException {
        NpyArray expected = fixture(name, file);
        assertArrayEquals(
                Arrays.stream(expected.shape()).asLongStream().toArray(),
                actual.getInfo().getShape());
        float[] values = expected.toFloats();
        float[] found = new float[values.length];
        actual.getFloatBuffer().get(found);
        assertArrayEquals(values, found, TOLERANCE, name + ": " + file);
    }

    private static NpyArray fixture(String name, String file) throws IOException {
        return Npy.read(resource(name, file));
    }

    private static Path resource(String name, String file) {
        return Path.of("src/test/resources/io/discern/miniatures", name, file);
    }
}

package io.discern.miniatures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.onnxruntime.OrtException;
import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.preprocess.PixelBatch;
import io.discern.store.Npy;
import io.discern.store.NpyArray;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exported towers, tokenizers and preprocessing against PyTorch and Pillow (see the fixtures' README). */
class MiniatureModelsTest {

    /** Folded BatchNorm and another runtime reorder float sums; components of an embedding are of order 1. */
    private static final float EMBEDDING_TOLERANCE = 1e-4f;

    /** The pixels before normalisation are the same bytes; normalising in float32 may differ in the last bit. */
    private static final float PIXEL_TOLERANCE = 1e-6f;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"general", "general-rich", "medical"})
    void theImageTowerAgreesWithPyTorch(String name) throws IOException, OrtException {
        NpyArray pixels = fixture(name, "pixel_values.npy");
        try (Towers towers = new Towers(name, folder)) {
            assertAgrees(
                    name, "image_embeds.npy", towers.images(FloatBuffer.wrap(pixels.toFloats()), Towers.shape(pixels)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"general", "general-rich", "medical"})
    void theTextTowerAgreesWithPyTorch(String name) throws IOException, OrtException {
        NpyArray ids = fixture(name, "input_ids.npy");
        NpyArray mask = fixture(name, "attention_mask.npy");
        try (Towers towers = new Towers(name, folder)) {
            assertAgrees(name, "text_embeds.npy", towers.texts(ids.toLongs(), mask.toLongs(), Towers.shape(ids)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"general", "general-rich", "medical"})
    void paddingChangesNoTextEmbedding(String name) throws IOException, OrtException {
        try (Towers towers = new Towers(name, folder)) {
            float[] alone = towers.texts(new long[] {5, 6}, new long[] {1, 1}, 1, 2)[0];
            float[] padded = towers.texts(new long[] {5, 6, 0, 0, 0}, new long[] {1, 1, 0, 0, 0}, 1, 5)[0];
            assertArrayEquals(alone, padded, 1e-5f);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"general", "general-rich", "medical"})
    void theTokenizerGivesTheIdsOfTraining(String name) throws IOException, OrtException {
        List<String> prompts = Files.readAllLines(resource(name, "prompts.txt"));
        long[] ids = fixture(name, "input_ids.npy").toLongs();
        long[] mask = fixture(name, "attention_mask.npy").toLongs();
        int length = ids.length / prompts.size();
        try (Towers towers = new Towers(name, folder)) {
            Encoding[] rows = towers.tokenize(prompts.toArray(String[]::new));
            for (int i = 0; i < rows.length; i++) {
                assertArrayEquals(
                        Arrays.copyOfRange(ids, i * length, (i + 1) * length), rows[i].getIds(), prompts.get(i));
                assertArrayEquals(
                        Arrays.copyOfRange(mask, i * length, (i + 1) * length),
                        rows[i].getAttentionMask(),
                        prompts.get(i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"general", "general-rich", "medical"})
    void preprocessingGivesThePixelsOfPillow(String name) throws IOException, OrtException {
        NpyArray expected = fixture(name, "pixel_values.npy");
        List<RgbImage> pictures = new ArrayList<>();
        for (int i = 0; i < expected.shape()[0]; i++) {
            pictures.add(ImageDecoder.standard().decode(resource(name, "picture-" + i + ".png")));
        }
        try (Towers towers = new Towers(name, folder)) {
            PixelBatch batch = towers.preprocessor().newBatch(pictures.size());
            towers.preprocessor().preprocess(pictures, batch);
            float[] found = new float[pictures.size() * batch.imageLength()];
            batch.values().get(found);
            assertArrayEquals(expected.toFloats(), found, PIXEL_TOLERANCE);
        }
    }

    private static void assertAgrees(String name, String file, float[][] found) throws IOException {
        NpyArray expected = fixture(name, file);
        float[] values = expected.toFloats();
        int dimension = expected.shape()[1];
        assertEquals(expected.shape()[0], found.length);
        for (int i = 0; i < found.length; i++) {
            float[] row = Arrays.copyOfRange(values, i * dimension, (i + 1) * dimension);
            assertArrayEquals(row, found[i], EMBEDDING_TOLERANCE, name + ": " + file + ", row " + i);
        }
    }

    private static NpyArray fixture(String name, String file) throws IOException {
        return Npy.read(resource(name, file));
    }

    private static Path resource(String name, String file) {
        return Path.of("src/test/resources/io/discern/miniatures", name, file);
    }
}

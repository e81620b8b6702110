package io.discern.miniatures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderInfo;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.store.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way, from {@code mini:NAME} through the ONNX backend, against PyTorch and Pillow. */
class MiniatureOnnxTest {

    private static final Path FIXTURES = Path.of("src/test/resources/io/discern/miniatures");
    private static final float TOLERANCE = 1e-4f;

    @ParameterizedTest
    @ValueSource(strings = {"general", "general-rich", "medical"})
    void picturesAndPromptsGetTheEmbeddingsOfPyTorch(String name) throws IOException {
        float[] images =
                Npy.read(FIXTURES.resolve(name).resolve("image_embeds.npy")).toFloats();
        float[] texts =
                Npy.read(FIXTURES.resolve(name).resolve("text_embeds.npy")).toFloats();
        List<RgbImage> pictures = new ArrayList<>();
        for (int i = 0; i < images.length / 64; i++) {
            pictures.add(ImageDecoder.standard().decode(FIXTURES.resolve(name).resolve("picture-" + i + ".png")));
        }
        List<String> prompts = Files.readAllLines(FIXTURES.resolve(name).resolve("prompts.txt"));
        try (VisionLanguageEncoder encoder = Encoders.open("mini:" + name)) {
            assertArrayEquals(images, encoder.encodeImages(pictures).values(), TOLERANCE);
            assertArrayEquals(texts, encoder.encodeTexts(prompts).values(), TOLERANCE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"general", "general-rich", "medical"})
    void statesItsFacts(String name) {
        try (VisionLanguageEncoder encoder = Encoders.open("mini:" + name)) {
            EncoderInfo info = encoder.info();
            assertEquals("mini:" + name, info.name());
            assertEquals(64, info.dimension());
            assertEquals(EnumSet.allOf(Capability.class), info.capabilities());
            assertTrue(info.logits().scale().orElse(0) > 1, info.toString());
        }
    }

    /** Lesions of a seed that nobody trained or chose anything on; the largest class has about 0.42 of the images. */
    @Test
    void medicalTellsMostUltrasoundLesionsFromTheirNames() throws IOException {
        LabeledImages set = SyntheticLesions.of("ultrasound", 60, 31);
        List<RgbImage> images = new ArrayList<>();
        for (LabeledImage row : set.images()) {
            images.add(row.source().load());
        }
        List<String> labels = SyntheticLesions.labels("ultrasound");
        try (VisionLanguageEncoder encoder = Encoders.open("mini:medical")) {
            Embeddings seen = encoder.encodeImages(images);
            Embeddings named = encoder.encodeTexts(
                    labels.stream().map(label -> "ultrasound image of " + label).toList());
            int right = 0;
            for (int i = 0; i < seen.rows(); i++) {
                int best = 0;
                for (int j = 1; j < labels.size(); j++) {
                    boolean closer =
                            Towers.cosine(seen.row(i), named.row(j)) > Towers.cosine(seen.row(i), named.row(best));
                    best = closer ? j : best;
                }
                right += labels.get(best).equals(set.images().get(i).label()) ? 1 : 0;
            }
            assertTrue(right > 0.6 * set.size(), right + " of " + set.size());
        }
    }

    @Test
    void isAvailableWhereTheOnnxBackendIs() {
        assertTrue(new MiniatureProvider().availability().isAvailable());
    }
}

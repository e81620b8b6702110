package io.discern.miniatures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.Preprocessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The general miniatures read: on 60 held-out pictures, half of them in fonts never trained on, the
 * nearest of the 30 prompts "the word WORD" is mostly the word in the picture. A guess is right twice.
 */
class MiniatureReadingTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"general, 40", "general-rich, 32"})
    void readsMostHeldOutWords(String name, int atLeast) throws IOException, OrtException {
        List<Path> pictures;
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/io/discern/miniatures/reading"))) {
            pictures = files.sorted().toList();
        }
        List<String> truth = pictures.stream().map(MiniatureReadingTest::word).toList();
        List<String> words = truth.stream().distinct().toList();
        assertEquals(60, pictures.size());
        assertEquals(30, words.size());

        int right = 0;
        try (Towers towers = new Towers(name, folder)) {
            float[][] prompts =
                    towers.texts(words.stream().map(word -> "the word " + word).toArray(String[]::new));
            float[][] images = embed(towers, pictures);
            for (int i = 0; i < images.length; i++) {
                right += words.get(nearest(images[i], prompts)).equals(truth.get(i)) ? 1 : 0;
            }
        }
        assertTrue(right >= atLeast, name + " read " + right + " of 60 words; expected at least " + atLeast);
    }

    private static float[][] embed(Towers towers, List<Path> pictures) throws IOException, OrtException {
        Preprocessor preprocessor = towers.preprocessor();
        PixelBatch batch = preprocessor.newBatch(pictures.size());
        RgbImage[] images = new RgbImage[pictures.size()];
        for (int i = 0; i < images.length; i++) {
            images[i] = ImageDecoder.standard().decode(pictures.get(i));
        }
        preprocessor.preprocess(List.of(images), batch);
        return towers.images(batch.values(), batch.shape());
    }

    private static int nearest(float[] image, float[][] prompts) {
        int best = 0;
        for (int j = 1; j < prompts.length; j++) {
            if (Towers.cosine(image, prompts[j]) > Towers.cosine(image, prompts[best])) {
                best = j;
            }
        }
        return best;
    }

    private static String word(Path picture) {
        return picture.getFileName().toString().replaceAll("\\d+-(.*)\\.jpg", "$1");
    }
}

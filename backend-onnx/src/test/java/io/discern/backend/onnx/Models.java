package io.discern.backend.onnx;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import io.discern.store.Npy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tiny models under {@code src/test/resources/models} and their reference values; see the README there. */
final class Models {
    static final int DIM = 6;

    private static final int SIZE = 8;

    private Models() {}

    /** The folder of a model. */
    static Path path(String model) {
        try {
            return Path.of(Models.class.getResource("/models").toURI()).resolve(model);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static EncoderConfig config(String model) {
        return EncoderConfig.of(path(model).toString()).withBatchSize(8);
    }

    static VisionLanguageEncoder open(String model) {
        return open(config(model));
    }

    static VisionLanguageEncoder open(EncoderConfig config) {
        return new OnnxEncoderProvider().open(config);
    }

    /** 27 images of noise, 8 x 8: three batches of eight and a remainder. */
    static List<RgbImage> images() {
        int length = SIZE * SIZE * 3;
        byte[] bytes = bytes(path("reference/images_27x8x8x3_u8.bin"));
        List<RgbImage> images = new ArrayList<>();
        for (int start = 0; start < bytes.length; start += length) {
            images.add(RgbImage.of(SIZE, SIZE, Arrays.copyOfRange(bytes, start, start + length)));
        }
        return images;
    }

    /** What NumPy computed for {@link #images()} or {@link #texts()}. */
    static float[] reference(String name) {
        try {
            return Npy.read(path("reference/" + name + ".npy")).toFloats();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> texts() {
        try {
            return List.of(
                    new ObjectMapper().readValue(path("reference/texts.json").toFile(), String[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The largest absolute difference of the first rows from the reference. */
    static double difference(Embeddings embeddings, float[] reference) {
        double largest = 0;
        for (int i = 0; i < embeddings.values().length; i++) {
            largest = Math.max(largest, Math.abs(embeddings.values()[i] - reference[i]));
        }
        return largest;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

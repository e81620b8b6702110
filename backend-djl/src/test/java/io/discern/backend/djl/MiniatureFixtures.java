package io.discern.backend.djl;

import io.discern.Embeddings;
import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.miniatures.Miniatures;
import io.discern.store.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The pictures, prompts and PyTorch embeddings of the miniatures, which lie with that module's tests; see the README there. */
final class MiniatureFixtures {
    private static final Path FOLDER = Path.of("../miniatures/src/test/resources/io/discern/miniatures/general");

    private MiniatureFixtures() {}

    /** Unpacks the miniature {@code general}. */
    static Path extract(Path folder) throws IOException {
        Miniatures.extract("general", folder);
        return folder;
    }

    static List<RgbImage> pictures() throws IOException {
        List<RgbImage> pictures = new ArrayList<>();
        for (int i = 0; Files.exists(FOLDER.resolve("picture-" + i + ".png")); i++) {
            pictures.add(ImageDecoder.standard().decode(FOLDER.resolve("picture-" + i + ".png")));
        }
        return pictures;
    }

    static List<String> prompts() throws IOException {
        return Files.readAllLines(FOLDER.resolve("prompts.txt"));
    }

    /** What PyTorch computed: {@code image_embeds} or {@code text_embeds}. */
    static Embeddings reference(String name) throws IOException {
        return Embeddings.ofRows(64, Npy.read(FOLDER.resolve(name + ".npy")).toFloats());
    }

    /** The smallest cosine between rows of the same number. */
    static double worstCosine(Embeddings found, Embeddings expected) {
        if (found.rows() != expected.rows()) {
            throw new AssertionError(found + " against " + expected);
        }
        double worst = 1;
        for (int row = 0; row < found.rows(); row++) {
            double dot = 0;
            double a = 0;
            double b = 0;
            for (int i = 0; i < found.dim(); i++) {
                dot += (double) found.row(row)[i] * expected.row(row)[i];
                a += (double) found.row(row)[i] * found.row(row)[i];
                b += (double) expected.row(row)[i] * expected.row(row)[i];
            }
            worst = Math.min(worst, dot / Math.sqrt(a * b));
        }
        return worst;
    }
}

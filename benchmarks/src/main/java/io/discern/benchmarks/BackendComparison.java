package io.discern.benchmarks;

import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.miniatures.Miniatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One model as ONNX and as TorchScript, by both backends in turn: images to embeddings, preprocessing included and alike. Checks
 * first that the embeddings agree.
 */
public final class BackendComparison {
    private static final int IMAGES = 64;
    private static final int BATCH = 32;
    private static final int ROUNDS = 15;
    private static final double SAME = 0.99999;

    private BackendComparison() {}

    /**
     * Runs it.
     *
     * @param args a model folder with {@code onnx/} and {@code torchscript/}; nothing for a miniature
     */
    public static void main(String[] args) throws IOException {
        Path model = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("discern-backends");
        if (args.length == 0) {
            Miniatures.extract("general", model);
        }
        List<RgbImage> images = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            images.add(ImageDecoder.standard().decode(PhotoLike.jpeg(320, 240, i), "photo-like " + i));
        }
        EncoderConfig config = EncoderConfig.of("").withBatchSize(BATCH);
        try (VisionLanguageEncoder onnx = Encoders.open("onnx:" + model, config);
                VisionLanguageEncoder djl = Encoders.open("djl:" + model, config.withOption("trust", "true"))) {
            double worst = smallestCosine(onnx.encodeImages(images), djl.encodeImages(images));
            if (!(worst >= SAME)) {
                throw new IllegalStateException(
                        "the backends disagree: smallest cosine " + worst + "; expected " + SAME);
            }
            System.out.println("smallest cosine of the two backends' rows: " + worst);
            double[] ofOnnx = new double[ROUNDS];
            double[] ofDjl = new double[ROUNDS];
            for (int round = -3; round < ROUNDS; round++) {
                double first = milliseconds(onnx, images);
                double second = milliseconds(djl, images);
                if (round >= 0) {
                    ofOnnx[round] = first;
                    ofDjl[round] = second;
                }
            }
            Quartiles.header(IMAGES + " images, batches of " + BATCH, ROUNDS);
            double[] ratios = Quartiles.ratio(ofDjl, ofOnnx);
            Quartiles.line("onnx, ms an image", ofOnnx);
            Quartiles.line("djl, ms an image", ofDjl);
            Quartiles.line("djl / onnx", ratios);
        }
    }

    private static double milliseconds(VisionLanguageEncoder encoder, List<RgbImage> images) {
        long start = System.nanoTime();
        encoder.encodeImages(images);
        return (System.nanoTime() - start) / 1e6 / images.size();
    }

    private static double smallestCosine(Embeddings a, Embeddings b) {
        double worst = 1;
        for (int row = 0; row < a.rows(); row++) {
            double dot = 0;
            double lengthA = 0;
            double lengthB = 0;
            float[] x = a.row(row);
            float[] y = b.row(row);
            for (int i = 0; i < x.length; i++) {
                dot += (double) x[i] * y[i];
                lengthA += (double) x[i] * x[i];
                lengthB += (double) y[i] * y[i];
            }
            worst = Math.min(worst, dot / Math.sqrt(lengthA * lengthB));
        }
        return worst;
    }
}

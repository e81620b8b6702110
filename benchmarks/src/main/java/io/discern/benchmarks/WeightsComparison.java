package io.discern.benchmarks;

import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One model from its published weights and from the graph that Python exported, both by ONNX Runtime in turn, with one thread and
 * with two; and what opening each of them takes, in a process of its own. {@code make_clip.py} makes such a folder.
 */
public final class WeightsComparison {
    private static final List<String> SOURCES = List.of("weights", "onnx");
    private static final int IMAGES = 8;
    private static final int ROUNDS = 15;
    private static final int OPENINGS = 3;

    private WeightsComparison() {}

    /**
     * Runs it.
     *
     * @param args a model folder with published weights and an exported graph; behind it, {@code open} for openings only
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path model = Path.of(args[0]);
        if (args.length > 1 && SOURCES.contains(args[1])) {
            opening(model, args[1]);
            return;
        }
        System.out.printf("model.safetensors has %.1f MB%n", Files.size(model.resolve("model.safetensors")) / 1e6);
        for (int opening = 0; opening < OPENINGS; opening++) {
            for (String source : SOURCES) {
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx512m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                WeightsComparison.class.getName(),
                                model.toString(),
                                source)
                        .inheritIO()
                        .start()
                        .waitFor();
            }
        }
        if (args.length == 1) {
            compare(model, 1);
            compare(model, 2);
        }
    }

    /** Opens an encoder once, and says what that took. */
    private static void opening(Path model, String source) throws IOException {
        long start = System.nanoTime();
        try (VisionLanguageEncoder encoder = open(model, source, 2)) {
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "opening %s (%d components): %.2f s, most resident memory %.0f MB%n",
                    source, encoder.info().dimension(), seconds, mostResident() / 1e3);
        }
    }

    /** In kB, of this process so far. */
    private static long mostResident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static VisionLanguageEncoder open(Path model, String source, int threads) {
        return Encoders.open(
                "onnx:" + model,
                EncoderConfig.of("")
                        .withBatchSize(IMAGES)
                        .withOption("source", source)
                        .withOption("threads", Integer.toString(threads)));
    }

    private static void compare(Path model, int threads) {
        List<RgbImage> images = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            byte[] pixels = new byte[3 * 224 * 224];
            new SplittableRandom(i).nextBytes(pixels);
            images.add(RgbImage.of(224, 224, pixels));
        }
        try (VisionLanguageEncoder weights = open(model, "weights", threads);
                VisionLanguageEncoder exported = open(model, "onnx", threads)) {
            System.out.printf(
                    "%d threads: largest difference %.2e of rows of length %.2f%n",
                    threads,
                    difference(weights.encodeImages(images), exported.encodeImages(images)),
                    length(exported.encodeImages(images).row(0)));
            double[] ofWeights = new double[ROUNDS];
            double[] ofExported = new double[ROUNDS];
            for (int round = -2; round < ROUNDS; round++) {
                // each goes first every other time
                double first = milliseconds(round % 2 == 0 ? weights : exported, images);
                double second = milliseconds(round % 2 == 0 ? exported : weights, images);
                if (round >= 0) {
                    ofWeights[round] = round % 2 == 0 ? first : second;
                    ofExported[round] = round % 2 == 0 ? second : first;
                }
            }
            Quartiles.header(threads + " threads, batches of " + IMAGES, ROUNDS);
            double[] ratios = Quartiles.ratio(ofWeights, ofExported);
            Quartiles.line("from weights, ms an image", ofWeights);
            Quartiles.line("exported, ms an image", ofExported);
            Quartiles.line("weights / exported", ratios);
        }
    }

    private static double milliseconds(VisionLanguageEncoder encoder, List<RgbImage> images) {
        long start = System.nanoTime();
        encoder.encodeImages(images);
        return (System.nanoTime() - start) / 1e6 / images.size();
    }

    private static double difference(Embeddings a, Embeddings b) {
        double largest = 0;
        for (int i = 0; i < a.values().length; i++) {
            largest = Math.max(largest, Math.abs((double) a.values()[i] - b.values()[i]));
        }
        return largest;
    }

    private static double length(float[] row) {
        double squares = 0;
        for (float value : row) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}

package io.discern.examples;

import io.discern.Embeddings;
import io.discern.VisionLanguageEncoder;
import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.store.Npy;
import io.discern.store.NpyArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares an encoder's embeddings with those that Python made of the same images and texts, row by row. */
@Command(
        name = "VerifyEncoder",
        mixinStandardHelpOptions = true,
        description =
                "Compares an encoder with reference embeddings; ends with 1 if a row's cosine is below the bound. The "
                        + "reference folder has images/ (in the order of their names) with reference.npy, and may have texts.txt (one a "
                        + "line) with text_reference.npy; tools/export_reference.py writes one.")
public final class VerifyEncoder implements Callable<Integer> {
    @Option(
            names = "--encoder",
            required = true,
            paramLabel = "PROVIDER:LOCATION",
            description = "For example onnx:DIR or onnx:hub/ORG/NAME.")
    private EncoderArgument encoder;

    @Option(
            names = "--reference",
            required = true,
            paramLabel = "DIR",
            description = "Images, texts and their embeddings.")
    private Path reference;

    @Option(names = "--bound", defaultValue = "0.9999", description = "The least cosine (default ${DEFAULT-VALUE}).")
    private double bound;

    @Option(names = "--batch", defaultValue = "8", description = "Inputs in a batch (default ${DEFAULT-VALUE}).")
    private int batch;

    @Mixin
    private EncoderOptions options;

    private boolean good = true;

    @Mixin
    private StudyFile study;

    /** Runs it. */
    public static void main(String[] args) {
        Example.main(new VerifyEncoder(), args);
    }

    @Override
    public Integer call() throws IOException {
        try (VisionLanguageEncoder opened = encoder.open(options.config(batch))) {
            System.out.println(opened.info().name() + " " + opened.info().provenance());
            opened.info()
                    .batchDeviation()
                    .ifPresent(
                            deviation -> System.out.println("largest difference alone and in a batch: " + deviation));
            verifyImages(opened);
            if (Files.exists(reference.resolve("texts.txt"))) {
                List<String> texts = Files.readAllLines(reference.resolve("texts.txt"));
                compare("text", texts, opened.encodeTexts(texts), reference.resolve("text_reference.npy"));
            }
        }
        System.out.println(good ? "equal" : "NOT EQUAL: see docs/ENCODERS.md for what usually differs");
        return good ? 0 : 1;
    }

    private void verifyImages(VisionLanguageEncoder opened) throws IOException {
        List<String> names = new ArrayList<>();
        List<RgbImage> images = new ArrayList<>();
        try (Stream<Path> files = Files.list(reference.resolve("images"))) {
            for (Path file : files.sorted().toList()) {
                names.add(file.getFileName().toString());
                images.add(ImageDecoder.standard().decode(file));
            }
        }
        compare("image", names, opened.encodeImages(images), reference.resolve("reference.npy"));
    }

    private void compare(String kind, List<String> names, Embeddings ours, Path file) throws IOException {
        NpyArray array = Npy.read(file);
        int[] expected = {ours.rows(), ours.dim()};
        if (!Arrays.equals(array.shape(), expected)) {
            throw new IOException(file + ": has shape " + Arrays.toString(array.shape()) + "; expected "
                    + Arrays.toString(expected) + ", one row for each " + kind + " of the encoder's dimension");
        }
        float[] theirs = array.toFloats();
        double worst = 1;
        for (int row = 0; row < ours.rows(); row++) {
            double cosine = cosine(ours.values(), theirs, row * ours.dim(), ours.dim());
            // Not "below", so that NaN, which a zero row gives, is no success.
            String mark = cosine >= bound ? "" : "  BELOW " + bound;
            good &= cosine >= bound;
            worst = cosine >= worst ? worst : cosine;
            System.out.printf("%s %d  %.9f  %s%s%n", kind, row, cosine, names.get(row), mark);
        }
        System.out.printf("%d %ss, worst cosine %.9f%n", ours.rows(), kind, worst);
    }

    private static double cosine(float[] a, float[] b, int from, int dim) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = from; i < from + dim; i++) {
            ab += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }
}

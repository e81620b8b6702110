package io.discern.benchmarks;

import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.Preprocessor;
import io.discern.preprocess.Presets;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A 1024 x 768 JPEG to a CLIP tensor, by Discern and by Pillow with NumPy in turn, one thread each, so that what else runs on
 * the machine meets both. Prints medians and the median of the rounds' ratios; first checks that both tensors are equal.
 */
public final class PillowComparison {
    private static final String SCRIPT = "pillow_preprocess.py";
    private static final int WARM_UP_IMAGES = 1500;
    private static final int ROUNDS = 40;
    private static final int IMAGES_A_ROUND = 15;

    private final byte[] jpeg;
    private final Preprocessor preprocessor = Preprocessor.of(Presets.open("clip-vit-base-patch32"));
    private final PixelBatch batch = preprocessor.newBatch(1);

    private PillowComparison(byte[] jpeg) {
        this.jpeg = jpeg;
    }

    /** Runs it; needs {@code /usr/bin/python3} with Pillow and NumPy, or {@code PYTHON} naming another. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path file = Files.createTempFile("photo-like", ".jpg");
        try {
            new PillowComparison(Files.readAllBytes(Files.write(file, PhotoLike.jpeg(1024, 768, 7)))).run(file);
        } finally {
            Files.delete(file);
        }
    }

    private void run(Path file) throws IOException, InterruptedException {
        String ours = tensorHash();
        Process check = python(file, "--check").start();
        String theirs = check.inputReader(StandardCharsets.UTF_8).readLine();
        check.waitFor();
        System.out.printf("JPEG of %d bytes; tensors %s%n", jpeg.length, ours.equals(theirs) ? "equal bit for bit" : "DIFFER");
        milliseconds(WARM_UP_IMAGES);

        double[][] times = new double[4][ROUNDS];
        Process pillow = python(file).start();
        try (BufferedWriter ask = pillow.outputWriter(StandardCharsets.UTF_8);
                BufferedReader answer = pillow.inputReader(StandardCharsets.UTF_8)) {
            for (int round = -2; round < ROUNDS; round++) {
                double[] own = milliseconds(IMAGES_A_ROUND);
                ask.write(IMAGES_A_ROUND + "\n");
                ask.flush();
                double other = Double.parseDouble(answer.readLine());
                if (round >= 0) {
                    times[0][round] = own[0];
                    times[1][round] = own[1];
                    times[2][round] = other;
                    times[3][round] = own[0] / other;
                }
            }
        } finally {
            pillow.destroy();
        }
        for (double[] series : times) {
            Arrays.sort(series);
        }
        System.out.printf("Discern %.2f ms an image (of it decoding %.2f), Pillow %.2f ms%n",
                times[0][ROUNDS / 2], times[1][ROUNDS / 2], times[2][ROUNDS / 2]);
        System.out.printf("fastest round: Discern %.2f ms (decoding %.2f), Pillow %.2f ms%n",
                times[0][0], times[1][0], times[2][0]);
        System.out.printf("ratio %.2f (quartiles %.2f to %.2f of %d rounds)%n",
                times[3][ROUNDS / 2], times[3][ROUNDS / 4], times[3][3 * ROUNDS / 4], ROUNDS);
    }

    /** The medians of the whole and of decoding. */
    private double[] milliseconds(int images) throws IOException {
        double[] whole = new double[images];
        double[] decoding = new double[images];
        for (int i = 0; i < images; i++) {
            long start = System.nanoTime();
            RgbImage image = ImageDecoder.standard().decode(jpeg, "photo-like");
            long decoded = System.nanoTime();
            preprocessor.preprocess(List.of(image), batch);
            whole[i] = (System.nanoTime() - start) / 1e6;
            decoding[i] = (decoded - start) / 1e6;
        }
        Arrays.sort(whole);
        Arrays.sort(decoding);
        return new double[] {whole[images / 2], decoding[images / 2]};
    }

    private String tensorHash() throws IOException {
        preprocessor.preprocess(List.of(ImageDecoder.standard().decode(jpeg, "photo-like")), batch);
        ByteBuffer bytes = ByteBuffer.allocate(4 * batch.imageLength()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(batch.values());
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static ProcessBuilder python(Path file, String... options) {
        String python = System.getenv().getOrDefault("PYTHON", "/usr/bin/python3");
        // started in benchmarks/ by `benchmarks/run`, in the root by an editor
        String script = Files.exists(Path.of(SCRIPT)) ? SCRIPT : "benchmarks/" + SCRIPT;
        ProcessBuilder builder = new ProcessBuilder(python, script, file.toString());
        builder.command().addAll(List.of(options));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        return builder;
    }
}

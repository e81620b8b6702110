package io.discern.benchmarks;

import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.Preprocessor;
import io.discern.preprocess.Presets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A 1024 x 768 JPEG to a CLIP tensor, by Discern and by Pillow with NumPy in turn, one thread each, so that what else runs on
 * the machine meets both. Prints medians and the medians of the rounds' ratios, against Pillow as it is and against Pillow that
 * keeps its memory; first checks that both tensors are equal.
 */
public final class PillowComparison {
    private static final String SCRIPT = "pillow_preprocess.py";
    private static final int WARM_UP_IMAGES = 1500;
    private static final int ROUNDS = 40;
    private static final int IMAGES_A_ROUND = 15;
    /** By default glibc gives the memory of every image back to the system, and page faults cost Pillow much of its time. */
    static final Map<String, String> KEEPING_MEMORY =
            Map.of("MALLOC_MMAP_THRESHOLD_", "1000000000", "MALLOC_TRIM_THRESHOLD_", "1000000000");

    private final byte[] jpeg;
    private final Preprocessor preprocessor = Preprocessor.of(Presets.open("clip-vit-base-patch32"));
    private final PixelBatch batch = preprocessor.newBatch(1);

    private PillowComparison(byte[] jpeg) {
        this.jpeg = jpeg;
    }

    /** Runs it; needs {@code /usr/bin/python3} with Pillow and NumPy, or {@code PYTHON} naming another. */
    public static void main(String[] args) throws IOException {
        Path file = Files.createTempFile("photo-like", ".jpg");
        try {
            new PillowComparison(Files.readAllBytes(Files.write(file, PhotoLike.jpeg(1024, 768, 7)))).run(file);
        } finally {
            Files.delete(file);
        }
    }

    private void run(Path file) throws IOException {
        String ours = tensorHash();
        String theirs;
        try (PythonPeer check = PythonPeer.start(SCRIPT, Map.of(), file, "--check")) {
            theirs = check.answer();
        }
        System.out.printf(
                "JPEG of %d bytes; tensors %s%n", jpeg.length, ours.equals(theirs) ? "equal bit for bit" : "DIFFER");
        milliseconds(WARM_UP_IMAGES);

        double[][] times = new double[6][ROUNDS];
        try (PythonPeer plain = PythonPeer.start(SCRIPT, Map.of(), file);
                PythonPeer tuned = PythonPeer.start(SCRIPT, KEEPING_MEMORY, file)) {
            for (int round = -2; round < ROUNDS; round++) {
                double[] own = milliseconds(IMAGES_A_ROUND);
                double plainTime = milliseconds(plain);
                double tunedTime = milliseconds(tuned);
                if (round >= 0) {
                    double[] row = {own[0], own[1], plainTime, tunedTime, own[0] / plainTime, own[0] / tunedTime};
                    for (int i = 0; i < row.length; i++) {
                        times[i][round] = row[i];
                    }
                }
            }
        }
        String[] names = {
            "Discern, ms",
            "of it decoding, ms",
            "Pillow, ms",
            "Pillow with kept memory, ms",
            "Discern / Pillow",
            "Discern / Pillow with kept memory"
        };
        Quartiles.header("", ROUNDS);
        for (int i = 0; i < names.length; i++) {
            Quartiles.line(names[i], times[i]);
        }
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

    private static double milliseconds(PythonPeer pillow) throws IOException {
        return Double.parseDouble(pillow.ask(IMAGES_A_ROUND));
    }
}

package io.discern.benchmarks;

import io.discern.image.ImageDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A photo-like picture of 1024 x 768 in several formats, to RGB bytes, by Discern and by Pillow in turn, one thread each. Prints medians
 * and the medians of the rounds' ratios; first compares the pixels.
 */
public final class DecodeComparison {
    private static final String SCRIPT = "pillow_decode.py";
    private static final int WARM_UP_IMAGES = 150;
    private static final int ROUNDS = 20;
    private static final int IMAGES_A_ROUND = 11;

    private DecodeComparison() {}

    /** Runs it; needs Python with Pillow, as {@link PythonPeer} finds it. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("decode");
        try {
            Files.write(folder.resolve("photo.jpg"), PhotoLike.jpeg(1024, 768, 7));
            System.out.println(
                    "Java " + System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vendor"));
            Quartiles.header("", ROUNDS);
            for (Map.Entry<String, String> file : made(folder).entrySet()) {
                compare(folder.resolve(file.getKey()), file.getValue());
            }
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    /** The files by name, with the SHA-256 of Pillow's pixels. */
    private static Map<String, String> made(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (PythonPeer peer = PythonPeer.start(SCRIPT, Map.of(), folder, "--make")) {
            for (String line = peer.answer(); !line.equals("end"); line = peer.answer()) {
                files.put(line.split(" ")[0], line.split(" ")[1]);
            }
        }
        return files;
    }

    private static void compare(Path file, String sha256) throws IOException {
        String name = file.getFileName().toString();
        byte[] bytes = Files.readAllBytes(file);
        boolean equal =
                sha256(ImageDecoder.standard().decode(bytes, name).pixels()).equals(sha256);
        milliseconds(bytes, name, WARM_UP_IMAGES);
        double[] ours = new double[ROUNDS];
        double[] theirs = new double[ROUNDS];
        try (PythonPeer pillow = PythonPeer.start(SCRIPT, PillowComparison.KEEPING_MEMORY, file.getParent())) {
            for (int round = 0; round < ROUNDS; round++) {
                ours[round] = milliseconds(bytes, name, IMAGES_A_ROUND);
                theirs[round] = Double.parseDouble(pillow.ask(name + " " + IMAGES_A_ROUND));
            }
        }
        double[] ratio = Quartiles.ratio(ours, theirs);
        String title = name + ", " + bytes.length / 1024 + " KiB, " + (equal ? "equal" : "DIFFERENT");
        Quartiles.line(title + ", Discern, ms", ours);
        Quartiles.line("    Pillow with kept memory, ms", theirs);
        Quartiles.line("    Discern / Pillow", ratio);
    }

    private static double milliseconds(byte[] bytes, String name, int images) throws IOException {
        double[] times = new double[images];
        for (int i = 0; i < images; i++) {
            long start = System.nanoTime();
            ImageDecoder.standard().decode(bytes, name);
            times[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(times);
        return times[images / 2];
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}

package io.discern.preprocess;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.image.RgbImage;
import io.discern.store.Npy;
import io.discern.store.NpyArray;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The fixtures of {@code pillow/}; its README says where they come from. */
public final class PillowGoldens {
    /** By width, height and seed: many cases are of the same image. */
    private static final Map<List<Integer>, RgbImage> SOURCES = new ConcurrentHashMap<>();

    private PillowGoldens() {}

    public static Path file(String name) {
        try {
            return Path.of(PillowGoldens.class.getResource("/pillow/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static NpyArray array(String name) throws IOException {
        return Npy.read(file(name));
    }

    public static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(file(name).toFile());
    }

    /** The cases of one kind in {@code expected.json}. */
    public static List<JsonNode> cases(String kind) throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        json("expected.json").get(kind).forEach(cases::add);
        return cases;
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The formula image of {@code make_fixtures.py}. */
    public static RgbImage source(int width, int height, int seed) {
        return SOURCES.computeIfAbsent(List.of(width, height, seed), key -> made(width, height, seed));
    }

    private static RgbImage made(int width, int height, int seed) {
        byte[] rgb = new byte[3 * width * height];
        int i = 0;
        for (long y = 0; y < height; y++) {
            for (long x = 0; x < width; x++) {
                for (long c = 0; c < 3; c++) {
                    long noise = (x * 7919 + y * 104729 + c * 1299709 + x * y * seed) % 251;
                    long smooth = x * 3 + y * 2 + c * 40 & 255;
                    long stripes = (x / 5 + y / 7 + c) % 11 == 0 ? 255 : 0;
                    rgb[i++] = (byte) Math.max((x + y) % 3 == 0 ? noise : smooth, stripes);
                }
            }
        }
        return RgbImage.of(width, height, rgb);
    }

    /** Pillow's {@code convert("L")}. */
    public static byte[] luma(RgbImage image) {
        byte[] gray = new byte[image.width() * image.height()];
        for (int i = 0; i < gray.length; i++) {
            int x = i % image.width();
            int y = i / image.width();
            gray[i] = (byte)
                    (image.get(x, y, 0) * 19595 + image.get(x, y, 1) * 38470 + image.get(x, y, 2) * 7471 + 32768 >> 16);
        }
        return gray;
    }
}

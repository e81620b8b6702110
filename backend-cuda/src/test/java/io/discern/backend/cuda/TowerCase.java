package io.discern.backend.cuda;

import io.discern.internal.checkpoint.Checkpoint;
import io.discern.internal.tower.Towers;
import io.discern.preprocess.PixelBatch;
import io.discern.store.Npy;
import io.discern.store.NpyArray;
import io.discern.testkit.RowAgreement;
import io.discern.text.TokenBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A checkpoint in a folder with inputs, and what its Python library made of them, in the folder {@code reference}. */
record TowerCase(Path folder) {
    /** The ONNX backend's, which describes how they were made. */
    private static final Path COMMITTED = Path.of("../backend-onnx/src/test/resources/towers");

    private static final List<String> IMAGES = List.of("image_embeds", "embedding", "pooler_output");
    private static final List<String> TEXTS = List.of("text_embeds", "pooler_output");

    /** The committed ones, and those of {@code -Ddiscern.data=DIR} and {@code -Ddiscern.towers=DIR}. */
    static List<TowerCase> all() {
        List<Path> roots = new ArrayList<>(List.of(COMMITTED));
        Optional.ofNullable(System.getProperty("discern.towers")).map(Path::of).ifPresent(roots::add);
        Optional.ofNullable(System.getProperty("discern.data"))
                .map(data -> Path.of(data, "weights"))
                .ifPresent(roots::add);
        List<TowerCase> cases = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> folders = Files.list(root)) {
                folders.filter(Files::isDirectory).sorted().map(TowerCase::new).forEach(cases::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return cases;
    }

    static TowerCase committed(String name) {
        return new TowerCase(COMMITTED.resolve(name));
    }

    private Path reference(String name) {
        return folder.resolve("reference").resolve(name + ".npy");
    }

    private NpyArray read(String name) {
        try {
            return Npy.read(reference(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Towers towers() {
        return Checkpoint.find(folder).orElseThrow().read();
    }

    /** The library computed in 16 bits. */
    boolean half() throws IOException {
        Path config = folder.resolve("config.json");
        return Files.exists(config) && Files.readString(config).contains("float16");
    }

    CudaTowers open(CudaTowers.Source source, Precision precision, int batch) {
        return CudaTowers.open(source, towers(), size(), precision, batch);
    }

    private CudaTowers.Size size() {
        if (!Files.exists(reference("pixel_values"))) {
            return new CudaTowers.Size(0, 0);
        }
        long[] shape = shape(read("pixel_values"));
        return new CudaTowers.Size((int) shape[2], (int) shape[3]);
    }

    private static long[] shape(NpyArray array) {
        return Arrays.stream(array.shape()).asLongStream().toArray();
    }

    PixelBatch pixels() {
        NpyArray array = read("pixel_values");
        long[] shape = shape(array);
        PixelBatch batch = new PixelBatch((int) shape[0], (int) shape[1], (int) shape[2], (int) shape[3]);
        batch.setCount((int) shape[0]);
        batch.values().put(array.toFloats());
        return batch;
    }

    TokenBatch tokens(Towers towers) {
        NpyArray ids = read("input_ids");
        long[] values = ids.toLongs();
        long[] mask = new long[values.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = values[i] == towers.text().orElseThrow().padId().orElse(-1) ? 0 : 1;
        }
        if (Files.exists(reference("attention_mask"))) {
            mask = read("attention_mask").toLongs();
        }
        return new TokenBatch((int) shape(ids)[0], (int) shape(ids)[1], values, mask);
    }

    /** Encodes everything that there is a reference for, and compares. */
    List<RowAgreement> compare(CudaTowers device) {
        Towers towers = towers();
        List<RowAgreement> comparisons = new ArrayList<>();
        if (device.image().isPresent() && Files.exists(reference("pixel_values"))) {
            PixelBatch pixels = pixels();
            FloatBuffer found =
                    FloatBuffer.allocate(pixels.count() * device.image().get().dimension());
            device.encode(pixels, found);
            comparisons.add(compare(IMAGES, found));
        }
        if (device.text().isPresent() && Files.exists(reference("input_ids"))) {
            TokenBatch tokens = tokens(towers);
            FloatBuffer found =
                    FloatBuffer.allocate(tokens.count() * device.text().get().dimension());
            device.encode(tokens, found);
            comparisons.add(compare(TEXTS, found));
        }
        return comparisons;
    }

    private RowAgreement compare(List<String> names, FloatBuffer found) {
        String name = names.stream()
                .filter(one -> Files.exists(reference(one)))
                .findFirst()
                .orElseThrow();
        NpyArray expected = read(name);
        long[] shape = shape(expected);
        return RowAgreement.of(name, found.flip(), expected.toFloats(), (int) shape[shape.length - 1]);
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }
}

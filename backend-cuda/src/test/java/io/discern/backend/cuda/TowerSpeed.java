package io.discern.backend.cuda;

import io.discern.Device;
import io.discern.image.RgbImage;
import io.discern.internal.tower.ImageTower;
import io.discern.internal.tower.Towers;
import io.discern.preprocess.Channels;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.ResampleFilter;
import io.discern.preprocess.Resize;
import io.discern.testkit.TestImages;
import io.discern.text.TokenBatch;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How many pictures or texts a second towers encode on {@code cuda:0}: {@code TowerSpeed BATCH FOLDER...}, folders with published
 * weights and a reference. For each tower and precision: agreement; the tower alone on inputs that are on the device, pictures of
 * noise; with sending them and bringing embeddings back; pictures from images of 8 bits; then what each kind of layer takes, when each
 * is waited for. In float32 a fourth of the batch.
 */
final class TowerSpeed {
    private final PrintStream out;
    private final CudaTowers.Source source;
    private final int times;
    private final Path folder;
    private final Towers towers;

    /**
     * Of one folder.
     *
     * @param times how often each is measured, of which the median counts
     */
    TowerSpeed(PrintStream out, CudaTowers.Source source, int times, Path folder) {
        this.out = out;
        this.source = source;
        this.times = times;
        this.folder = folder;
        this.towers = new TowerCase(folder).towers();
    }

    /** Prints lines for each folder. */
    public static void main(String[] arguments) {
        int batch = Integer.parseInt(arguments[0]);
        for (String folder : Arrays.copyOfRange(arguments, 1, arguments.length)) {
            new TowerSpeed(System.out, CudaDevices.source(Device.parse("cuda:0")), 7, Path.of(folder)).measure(batch);
        }
    }

    /** Measures all precisions. */
    void measure(int batch) {
        for (Precision precision : Precision.values()) {
            int inputs = precision == Precision.FLOAT32 ? Math.max(1, batch / 4) : batch;
            try (CudaTowers device = open(precision, inputs)) {
                out.println(folder + " " + precision + " " + new TowerCase(folder).compare(device));
                towers.image().ifPresent(tower -> pictures(tower, device, precision, inputs));
                towers.text().ifPresent(tower -> texts(device, precision, inputs));
            }
        }
    }

    private CudaTowers open(Precision precision, int batch) {
        CudaTowers.Size size = towers.image()
                .map(tower -> new CudaTowers.Size(tower.height(), tower.width()))
                .orElse(new CudaTowers.Size(0, 0));
        return CudaTowers.open(source, towers, size, precision, batch);
    }

    private void pictures(ImageTower tower, CudaTowers device, Precision precision, int batch) {
        PixelBatch pixels = new PixelBatch(batch, tower.channels(), tower.height(), tower.width());
        pixels.setCount(batch);
        SplittableRandom random = new SplittableRandom(1);
        FloatBuffer values = pixels.values();
        while (values.hasRemaining()) {
            values.put((float) random.nextDouble(-2, 2));
        }
        FloatBuffer rows =
                FloatBuffer.allocate(batch * device.image().orElseThrow().dimension());
        List<RgbImage> images = IntStream.range(0, batch)
                .mapToObj(i -> TestImages.noise(256, 256, i))
                .toList();
        DevicePreprocessor preprocessor = device.preprocessor(spec(tower));
        out.printf(
                Locale.ROOT,
                "%s %s batch %d: %.0f images/s, with sending %.0f, from images of 8 bits %.0f%n",
                folder.getFileName(),
                precision,
                batch,
                batch / alone(precision, batch, false, Map.of()),
                batch / median(() -> device.encode(pixels, rows.clear())),
                batch / median(() -> device.encode(images, preprocessor, rows.clear())));
        layers(precision, batch, false);
    }

    private void texts(CudaTowers device, Precision precision, int batch) {
        TokenBatch tokens = tokens(batch);
        FloatBuffer rows =
                FloatBuffer.allocate(batch * device.text().orElseThrow().dimension());
        out.printf(
                Locale.ROOT,
                "%s %s batch %d: %.0f texts/s of %d tokens, with sending %.0f%n",
                folder.getFileName(),
                precision,
                batch,
                batch / alone(precision, batch, true, Map.of()),
                tokens.length(),
                batch / median(() -> device.encode(tokens, rows.clear())));
        layers(precision, batch, true);
    }

    /** Images of any size, resized on the device. */
    private static PreprocessSpec spec(ImageTower tower) {
        return new PreprocessSpec(
                Channels.RGB,
                new Resize.Squash(tower.width(), tower.height()),
                ResampleFilter.BICUBIC,
                Optional.empty(),
                1 / 255.0,
                Collections.nCopies(3, 0.5),
                Collections.nCopies(3, 0.25));
    }

    /** The reference's texts, over and over. */
    private TokenBatch tokens(int batch) {
        TokenBatch some = new TowerCase(folder).tokens(towers);
        int length = some.length();
        long[] ids = new long[batch * length];
        long[] mask = new long[batch * length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = some.ids()[i % some.ids().length];
            mask[i] = some.mask()[i % some.mask().length];
        }
        return new TokenBatch(batch, length, ids, mask);
    }

    private void layers(Precision precision, int batch, boolean texts) {
        if (precision == Precision.FLOAT16) {
            Map<String, double[]> layers = new TreeMap<>();
            alone(precision, batch, texts, layers);
            layers.forEach((layer, time) ->
                    out.printf(Locale.ROOT, "    %-40s %5.0f calls %8.3f ms%n", layer, time[1], time[0] / 1e6));
        }
    }

    /** Seconds of a tower whose inputs are on the device. */
    private double alone(Precision precision, int batch, boolean texts, Map<String, double[]> layers) {
        try (Engine engine = source.open()) {
            Engine watched = layers instanceof TreeMap ? watched(engine, layers) : engine;
            LayerCalls calls = new LayerCalls(watched, precision);
            long bytes = load(engine, calls, precision, batch, texts, 0).weights();
            Loaded loaded = load(engine, calls, precision, batch, texts, engine.hold(bytes));
            return median(() -> {
                layers.values().forEach(time -> Arrays.fill(time, 0));
                loaded.run().run();
                engine.await(0);
            });
        }
    }

    /** A tower and the bytes of its weights. */
    private record Loaded(Runnable run, long weights) {}

    /** Loads a tower and inputs for it; nothing but the bytes of its weights where they go nowhere. */
    private Loaded load(Engine engine, LayerCalls calls, Precision precision, int batch, boolean texts, long address) {
        try (WeightLoader loader = new WeightLoader(towers.weights(), engine, precision, address)) {
            if (texts) {
                DeviceTextTower tower =
                        new DeviceTextTower(loader, calls, towers.text().orElseThrow());
                TokenBatch tokens = tokens(batch);
                Workspace.Needs needs = tower.needs(tokens.length());
                Workspace space = space(engine, precision, needs, batch, tokens.length(), address);
                if (address != 0) {
                    tower.write(tokens, 0, batch, engine.staging(0).asIntBuffer());
                    engine.upload(0, 0, space.input(), batch * needs.inputBytes());
                }
                return new Loaded(() -> tower.run(space), loader.bytes());
            }
            ImageTower described = towers.image().orElseThrow();
            DeviceImageTower tower = new DeviceImageTower(
                    loader, calls, described, towers.weights(), described.height(), described.width());
            Workspace space = space(engine, precision, tower.needs(), batch, tower.tokens(), address);
            if (address != 0) {
                noise(engine, space.input(), batch * tower.imageBytes(false));
            }
            return new Loaded(() -> tower.run(space, false), loader.bytes());
        }
    }

    private static Workspace space(
            Engine engine, Precision precision, Workspace.Needs needs, int batch, int tokens, long weights) {
        long bytes = new Workspace(engine, precision, needs, batch, tokens, 0).bytes();
        return new Workspace(engine, precision, needs, batch, tokens, weights == 0 ? 0 : engine.hold(bytes));
    }

    /** Not zeros, on which products are faster. */
    private static void noise(Engine engine, long address, long bytes) {
        SplittableRandom random = new SplittableRandom(2);
        for (long done = 0; done < bytes; done += engine.stagingBytes()) {
            int part = (int) Math.min(engine.stagingBytes(), bytes - done);
            engine.await(0);
            FloatBuffer values = engine.staging(0).asFloatBuffer();
            for (int i = 0; i < part / Float.BYTES; i++) {
                values.put(i, (float) random.nextDouble(-2, 2));
            }
            engine.upload(0, 0, address + done, part);
        }
    }

    /** An engine that waits for every layer, and sums up how long each took. */
    private static Engine watched(Engine engine, Map<String, double[]> layers) {
        return (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, given) -> {
                    try {
                        if (!method.getName().equals("layer")) {
                            return method.invoke(engine, given);
                        }
                        engine.await(0);
                        long start = System.nanoTime();
                        method.invoke(engine, given);
                        engine.await(0);
                        long[] words = (long[]) given[2];
                        String name = given[1].toString()
                                + (given[1] == Layer.PRODUCT
                                        ? " " + words[7] + "x" + words[8] + "x" + words[9] + " f" + words[10]
                                                + " values " + (words[5] != 0)
                                        : "");
                        double[] time = layers.computeIfAbsent(name, key -> new double[2]);
                        time[0] += System.nanoTime() - start;
                        time[1]++;
                        return null;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Seconds, after two runs that warm up. */
    private double median(Runnable work) {
        double[] seconds = new double[times];
        for (int i = -2; i < times; i++) {
            long start = System.nanoTime();
            work.run();
            seconds[Math.max(i, 0)] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(seconds);
        return seconds[times / 2];
    }
}

package io.discern.backend.cuda;

import io.discern.Device;
import io.discern.image.RgbImage;
import io.discern.internal.checkpoint.Checkpoint;
import io.discern.internal.tower.ImageTower;
import io.discern.internal.tower.Towers;
import io.discern.preprocess.Channels;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.ResampleFilter;
import io.discern.preprocess.Resize;
import io.discern.testkit.TestImages;
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
 * How many pictures a second image towers encode on {@code cuda:0}: {@code TowerSpeed BATCH FOLDER...}, folders with published
 * weights and a reference. For each precision: agreement, the tower alone on pictures that are on the device, with sending them as float32, and from images of 8 bits; then what
 * each kind of layer takes, when each is waited for.
 */
final class TowerSpeed {
    private static final int TIMES = 7;
    private static final long WEIGHT_BYTES = 2L << 30;

    private TowerSpeed() {}

    /** Prints a line for each folder and precision. */
    public static void main(String[] arguments) {
        int batch = Integer.parseInt(arguments[0]);
        for (String folder : Arrays.copyOfRange(arguments, 1, arguments.length)) {
            Towers towers = Checkpoint.find(Path.of(folder)).orElseThrow().read();
            for (Precision precision : Precision.values()) {
                measure(folder, towers, precision, precision == Precision.FLOAT32 ? batch / 4 : batch);
            }
        }
    }

    private static void measure(String folder, Towers towers, Precision precision, int batch) {
        ImageTower tower = towers.image().orElseThrow();
        double alone = alone(towers, tower, precision, batch, Map.of());
        double sent = sent(folder, towers, tower, precision, batch);
        System.out.printf(
                Locale.ROOT,
                "%s %s batch %d: %.0f images/s, with sending %.0f, from images of 8 bits %.0f%n",
                Path.of(folder).getFileName(),
                precision,
                batch,
                batch / alone,
                batch / sent,
                batch / images(towers, tower, precision, batch));
        if (precision == Precision.FLOAT16) {
            Map<String, double[]> layers = new TreeMap<>();
            alone(towers, tower, precision, batch, layers);
            layers.forEach((layer, time) ->
                    System.out.printf(Locale.ROOT, "    %-40s %5.0f calls %8.3f ms%n", layer, time[1], time[0] / 1e6));
        }
    }

    private static double alone(
            Towers towers, ImageTower tower, Precision precision, int batch, Map<String, double[]> layers) {
        CudaTowers.Source source = CudaDevices.source(Device.parse("cuda:0"));
        try (Engine engine = source.open();
                WeightLoader loader =
                        new WeightLoader(towers.weights(), engine, precision, engine.hold(WEIGHT_BYTES))) {
            Engine watched = layers instanceof TreeMap ? watched(engine, layers) : engine;
            DeviceImageTower device = new DeviceImageTower(
                    loader, new LayerCalls(watched, precision), tower, towers.weights(), tower.height(), tower.width());
            long bytes = new Workspace(engine, precision, device.needs(), batch, device.tokens(), 0).bytes();
            long address = engine.hold(bytes);
            Workspace space = new Workspace(engine, precision, device.needs(), batch, device.tokens(), address);
            noise(engine, space.input(), batch * device.imageBytes(false));
            double[] seconds = new double[TIMES];
            for (int i = -2; i < TIMES; i++) {
                layers.values().forEach(time -> Arrays.fill(time, 0));
                long start = System.nanoTime();
                device.run(space, false);
                engine.await(0);
                seconds[Math.max(i, 0)] = (System.nanoTime() - start) / 1e9;
            }
            Arrays.sort(seconds);
            return seconds[TIMES / 2];
        }
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

    private static double sent(String folder, Towers towers, ImageTower tower, Precision precision, int batch) {
        CudaTowers.Source source = CudaDevices.source(Device.parse("cuda:0"));
        try (CudaTowers device =
                CudaTowers.open(source, towers, new CudaTowers.Size(tower.height(), tower.width()), precision, batch)) {
            System.out.println(folder + " " + precision + " " + new TowerCase(Path.of(folder)).compare(device));
            PixelBatch pixels = new PixelBatch(batch, tower.channels(), tower.height(), tower.width());
            pixels.setCount(batch);
            SplittableRandom random = new SplittableRandom(1);
            FloatBuffer values = pixels.values();
            while (values.hasRemaining()) {
                values.put((float) random.nextDouble(-2, 2));
            }
            FloatBuffer rows =
                    FloatBuffer.allocate(batch * device.image().orElseThrow().dimension());
            double[] seconds = new double[TIMES];
            for (int i = -2; i < TIMES; i++) {
                rows.clear();
                long start = System.nanoTime();
                device.encode(pixels, rows);
                seconds[Math.max(i, 0)] = (System.nanoTime() - start) / 1e9;
            }
            Arrays.sort(seconds);
            return seconds[TIMES / 2];
        }
    }

    /** Images of 256 x 256, resized on the device. */
    private static double images(Towers towers, ImageTower tower, Precision precision, int batch) {
        CudaTowers.Source source = CudaDevices.source(Device.parse("cuda:0"));
        PreprocessSpec spec = new PreprocessSpec(
                Channels.RGB,
                new Resize.Squash(tower.width(), tower.height()),
                ResampleFilter.BICUBIC,
                Optional.empty(),
                1 / 255.0,
                Collections.nCopies(3, 0.5),
                Collections.nCopies(3, 0.25));
        List<RgbImage> images = IntStream.range(0, batch)
                .mapToObj(i -> TestImages.noise(256, 256, i))
                .toList();
        try (CudaTowers device =
                CudaTowers.open(source, towers, new CudaTowers.Size(tower.height(), tower.width()), precision, batch)) {
            DevicePreprocessor preprocessor = device.preprocessor(spec);
            FloatBuffer rows =
                    FloatBuffer.allocate(batch * device.image().orElseThrow().dimension());
            double[] seconds = new double[TIMES];
            for (int i = -2; i < TIMES; i++) {
                rows.clear();
                long start = System.nanoTime();
                device.encode(images, preprocessor, rows);
                seconds[Math.max(i, 0)] = (System.nanoTime() - start) / 1e9;
            }
            Arrays.sort(seconds);
            return seconds[TIMES / 2];
        }
    }
}

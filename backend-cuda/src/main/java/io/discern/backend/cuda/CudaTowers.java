package io.discern.backend.cuda;

import io.discern.EncoderException;
import io.discern.image.RgbImage;
import io.discern.internal.tower.Towers;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.spi.Resources;
import io.discern.text.TokenBatch;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The towers of a checkpoint on one device: weights are sent once, and what a run computes in is reserved once, for as many inputs
 * as were asked for or as fit. Calls may overlap; one at a time is on the device.
 */
final class CudaTowers implements AutoCloseable {
    private final Engine engine;
    private final Precision precision;
    private final Optional<DeviceImageTower> image;
    private final Optional<DeviceTextTower> text;
    private final long weightBytes;
    private final long space;
    private final long spaceBytes;
    private final ReentrantLock busy = new ReentrantLock();
    /** Where the embeddings of a thread's calls stay, too. */
    private final ThreadLocal<EncodedRows> keeping = new ThreadLocal<>();

    private boolean closed;

    /** A device that an engine can be opened on. */
    interface Source {
        /** Opens it, with an arena that is enough for preprocessing. */
        Engine open();

        /** Bytes of its memory that can be had now. */
        long freeBytes();

        /** What messages call it. */
        String name();
    }

    private CudaTowers(Engine engine, Precision precision, Loaded loaded, long space, long spaceBytes) {
        this.engine = engine;
        this.precision = precision;
        this.image = loaded.image();
        this.text = loaded.text();
        this.weightBytes = loaded.bytes();
        this.space = space;
        this.spaceBytes = spaceBytes;
    }

    /**
     * The pictures that an encoder takes.
     *
     * @param height in pixels
     * @param width in pixels
     */
    record Size(int height, int width) {}

    private record Loaded(Optional<DeviceImageTower> image, Optional<DeviceTextTower> text, long bytes) {

        static Loaded of(Towers towers, Size size, Engine engine, Precision precision, long block) {
            LayerCalls calls = new LayerCalls(engine, precision);
            try (WeightLoader loader = new WeightLoader(towers.weights(), engine, precision, block)) {
                Optional<DeviceImageTower> image = towers.image()
                        .map(tower -> new DeviceImageTower(
                                loader, calls, tower, towers.weights(), size.height(), size.width()));
                Optional<DeviceTextTower> text = towers.text().map(words -> new DeviceTextTower(loader, calls, words));
                return new Loaded(image, text, loader.bytes());
            }
        }

        /** Memory for so many pictures, and as many texts where there is a text tower. */
        long spaceBytes(Engine engine, Precision precision, int inputs) {
            long images = image.map(
                            tower -> new Workspace(engine, precision, tower.needs(), inputs, tower.tokens(), 0).bytes())
                    .orElse(0L);
            int context = text.map(DeviceTextTower::context).orElse(0);
            // a text is far smaller than a picture, as a rule; where it is not, one has to fit
            long texts = text.map(
                            words -> new Workspace(engine, precision, words.needs(context), 1, context, 0).bytes())
                    .orElse(0L);
            return Math.max(images, texts);
        }
    }

    /**
     * Loads towers.
     *
     * @param size of the pictures
     * @param precision of what products multiply
     * @param batch how many inputs a run had best take; fewer where the memory is short
     * @throws EncoderException if the memory is too little for one input; nothing stays open
     */
    static CudaTowers open(Source source, Towers towers, Size size, Precision precision, int batch) {
        Engine engine = source.open();
        try {
            Loaded measured = Loaded.of(towers, size, engine, precision, 0);
            long weights = measured.bytes();
            long free = source.freeBytes() - weights;
            int inputs = batch;
            long bytes = measured.spaceBytes(engine, precision, inputs);
            while (bytes > free && inputs > 1) {
                inputs = inputs / 2;
                bytes = measured.spaceBytes(engine, precision, inputs);
            }
            if (bytes > free) {
                throw new EncoderException(source.name() + ": has " + (source.freeBytes() >> 20)
                        + " MiB free; expected at least " + (weights + bytes >> 20) + " for " + towers.weights()
                        + " in "
                        + precision + ": " + (weights >> 20) + " for its weights and " + (bytes >> 20)
                        + " for one input. End what else uses the device, or open it in 16 bits.");
            }
            long block = engine.hold(weights + bytes);
            Loaded loaded = Loaded.of(towers, size, engine, precision, block);
            return new CudaTowers(engine, precision, loaded, block + weights, bytes);
        } catch (RuntimeException | Error e) {
            Resources opened = new Resources();
            opened.add(engine);
            opened.closeAfter(e);
            throw e;
        }
    }

    /** The device memory that weights and runs take, beside the engine's own. */
    long bytes() {
        return weightBytes + spaceBytes;
    }

    /** The image tower, if there is one. */
    Optional<DeviceImageTower> image() {
        return image;
    }

    /** The text tower, if there is one. */
    Optional<DeviceTextTower> text() {
        return text;
    }

    /** Does something with the device alone. */
    private void alone(Runnable work) {
        busy.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the cuda encoder is closed");
            }
            work.run();
        } finally {
            busy.unlock();
        }
    }

    /** Whether memory of that engine is this one's. */
    boolean sharesMemory(Engine other) {
        return engine.sharesMemory(other);
    }

    /** Does something whose calls, on this thread, leave their embeddings on the device as well. */
    <T> T keeping(EncodedRows rows, Supplier<T> work) {
        keeping.set(rows);
        try {
            return work.get();
        } finally {
            keeping.remove();
        }
    }

    /** Encodes pictures into {@code count x dimension} values from the target's position on. */
    void encode(PixelBatch batch, FloatBuffer target) {
        DeviceImageTower tower = image.orElseThrow();
        int imageBytes = Math.toIntExact(tower.imageBytes(false));
        pictures(batch.count(), target, (first, part) -> {
            send(batch.bytes(), first * imageBytes, part.inputs() * imageBytes, part.input());
            engine.order(1, 0);
            return false;
        });
    }

    /**
     * Encodes images of 8 bits, which become pixels of the tower's size on the device, bit for bit the reference's.
     *
     * @param preprocessor of this device
     */
    void encode(List<RgbImage> images, DevicePreprocessor preprocessor, FloatBuffer target) {
        boolean half = precision == Precision.FLOAT16;
        pictures(images.size(), target, (first, part) -> {
            preprocessor.toDevice(images.subList(first, first + part.inputs()), half, part.input());
            return half;
        });
    }

    /** The preprocessing of an encoder on this device; its calls are those of {@link #encode(List, DevicePreprocessor, FloatBuffer)}. */
    DevicePreprocessor preprocessor(PreprocessSpec spec) {
        return new DevicePreprocessor(spec, engine);
    }

    /** Brings pixels to the input of a workspace, and says whether they have 16 bits. */
    private interface Pixels {
        boolean bring(int first, Workspace part);
    }

    private void pictures(int count, FloatBuffer target, Pixels pixels) {
        DeviceImageTower tower = image.orElseThrow();
        alone(() -> {
            for (int done = 0; done < count; ) {
                Workspace part = fitting(tower.needs(), count - done, tower.tokens());
                boolean half = pixels.bring(done, part);
                receive(tower.run(part, half), part.inputs(), tower.dimension(), target);
                done += part.inputs();
            }
        });
    }

    /** Encodes texts into {@code count x dimension} values from the target's position on. */
    void encode(TokenBatch batch, FloatBuffer target) {
        DeviceTextTower words = text.orElseThrow();
        alone(() -> {
            for (int done = 0; done < batch.count(); ) {
                Workspace.Needs needs = words.needs(batch.length());
                int most = (int) Math.min(batch.count() - done, engine.stagingBytes() / needs.inputBytes());
                Workspace part = fitting(needs, most, batch.length());
                words.write(batch, done, part.inputs(), engine.staging(0).asIntBuffer());
                engine.upload(0, 0, part.input(), part.inputs() * needs.inputBytes());
                receive(words.run(part), part.inputs(), words.dimension(), target);
                done += part.inputs();
            }
        });
    }

    /** The workspace of as many inputs as fit. */
    private Workspace fitting(Workspace.Needs needs, int wanted, int tokens) {
        int inputs = Math.min(wanted, DeviceImageTower.MOST);
        Workspace part = new Workspace(engine, precision, needs, inputs, tokens, space);
        while (part.bytes() > spaceBytes && inputs > 1) {
            inputs = (int) Math.max(1, Math.min(inputs - 1, inputs * spaceBytes / part.bytes()));
            part = new Workspace(engine, precision, needs, inputs, tokens, space);
        }
        return part;
    }

    /** Sends bytes by both lanes in turn. */
    private void send(ByteBuffer from, int first, int bytes, long address) {
        int lane = 1;
        for (int done = 0; done < bytes; ) {
            int count = Math.min(bytes - done, engine.stagingBytes());
            engine.await(lane);
            HostCopies.copy(from, first + done, engine.staging(lane), 0, count);
            engine.upload(lane, 0, address + done, count);
            done += count;
            lane = 1 - lane;
        }
    }

    /** Brings embeddings back. */
    private void receive(long values, int inputs, int dimension, FloatBuffer target) {
        int stride = engine.rowStride(dimension);
        long rowBytes = (long) stride * Float.BYTES;
        EncodedRows staying = keeping.get();
        if (staying != null) {
            staying.take(engine, values, inputs);
        }
        int most = (int) (engine.stagingBytes() / rowBytes);
        for (int done = 0; done < inputs; done += most) {
            int count = Math.min(most, inputs - done);
            engine.download(0, values + done * rowBytes, 0, count * rowBytes);
            engine.await(0);
            FloatBuffer rows = engine.staging(0).asFloatBuffer();
            for (int row = 0; row < count; row++) {
                target.put(rows.slice(row * stride, dimension));
            }
        }
    }

    @Override
    public void close() {
        busy.lock();
        try {
            if (!closed) {
                closed = true;
                engine.close();
            }
        } finally {
            busy.unlock();
        }
    }
}

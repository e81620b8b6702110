package io.discern.backend.cuda;

import io.discern.EncoderException;
import io.discern.internal.tower.Towers;
import io.discern.preprocess.PixelBatch;
import io.discern.text.TokenBatch;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The towers of a checkpoint on one device: weights are sent once, and what a run computes in is reserved once, for as many inputs
 * as were asked for or as fit. Calls may overlap; one at a time is on the device.
 */
final class CudaTowers implements AutoCloseable {
    /** What alignment may cost beside the counted bytes. */
    private static final long SLACK = 1 << 20;

    private final Engine engine;
    private final Precision precision;
    private final Optional<DeviceImageTower> image;
    private final Optional<DeviceTextTower> text;
    private final long space;
    private final long spaceBytes;
    private final ReentrantLock busy = new ReentrantLock();
    private boolean closed;

    /** A device that an engine can be opened on. */
    interface Source {
        /** Bytes of its memory that can be had now. */
        long freeBytes();

        /** Opens it, with so much of its memory. */
        Engine open(long bytes);

        /** What messages call it. */
        String name();
    }

    private CudaTowers(Engine engine, Precision precision, Loaded loaded, long spaceBytes) {
        this.engine = engine;
        this.precision = precision;
        this.image = loaded.image();
        this.text = loaded.text();
        this.spaceBytes = spaceBytes;
        this.space = engine.alloc(spaceBytes);
    }

    /**
     * The pictures that an encoder takes.
     *
     * @param height in pixels
     * @param width in pixels
     */
    record Size(int height, int width) {}

    private record Loaded(Optional<DeviceImageTower> image, Optional<DeviceTextTower> text, long bytes) {

        static Loaded of(Towers towers, Size size, Engine engine, Precision precision, boolean measures) {
            LayerCalls calls = new LayerCalls(engine, precision);
            try (WeightLoader loader = new WeightLoader(towers.weights(), engine, precision, measures)) {
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
        long weights;
        long bytes;
        // opened twice: how the device pads rows says how much memory is needed
        try (Engine small = source.open(SLACK)) {
            Loaded measured = Loaded.of(towers, size, small, precision, true);
            weights = measured.bytes() + SLACK;
            long free = source.freeBytes() - weights;
            int inputs = batch;
            bytes = measured.spaceBytes(small, precision, inputs);
            while (bytes > free && inputs > 1) {
                inputs = inputs / 2;
                bytes = measured.spaceBytes(small, precision, inputs);
            }
            if (bytes > free) {
                throw new EncoderException(source.name() + ": has " + (source.freeBytes() >> 20)
                        + " MiB free; expected at least " + ((weights + bytes) >> 20) + " for " + towers.weights()
                        + " in "
                        + precision + ": " + (weights >> 20) + " for its weights and " + (bytes >> 20)
                        + " for one picture. End what else uses the device, or open it in 16 bits.");
            }
        }
        Engine engine = source.open(weights + bytes);
        try {
            return new CudaTowers(engine, precision, Loaded.of(towers, size, engine, precision, false), bytes);
        } catch (RuntimeException | Error e) {
            try {
                engine.close();
            } catch (RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
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

    /** Encodes pictures into {@code count x dimension} values from the target's position on. */
    void encode(PixelBatch batch, FloatBuffer target) {
        DeviceImageTower tower = image.orElseThrow();
        alone(() -> {
            ByteBuffer pixels = batch.bytes();
            int imageBytes = Math.toIntExact(tower.imageBytes());
            for (int done = 0; done < batch.count(); ) {
                Workspace part = fitting(tower.needs(), batch.count() - done, tower.tokens());
                send(pixels, done * imageBytes, part.inputs() * imageBytes, part.input());
                long places = part.input() + (long) part.inputs() * imageBytes;
                engine.await(0);
                for (int i = 0; i < part.inputs(); i++) {
                    engine.staging(0).asIntBuffer().put(i, tower.place());
                }
                engine.upload(0, 0, places, (long) part.inputs() * Integer.BYTES);
                engine.order(1, 0);
                receive(tower.run(part), part.inputs(), tower.dimension(), target);
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
        int inputs = Math.min(wanted, MOST);
        Workspace part = new Workspace(engine, precision, needs, inputs, tokens, space);
        while (part.bytes() > spaceBytes && inputs > 1) {
            inputs = (int) Math.max(1, Math.min(inputs - 1, inputs * spaceBytes / part.bytes()));
            part = new Workspace(engine, precision, needs, inputs, tokens, space);
        }
        return part;
    }

    /** What one launch takes. */
    private static final int MOST = 65535;

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

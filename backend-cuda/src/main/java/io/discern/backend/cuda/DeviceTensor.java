package io.discern.backend.cuda;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A tensor {@code images x channels x height x width} that stays on its device, for whoever goes on there, until it is closed or
 * what it comes from is.
 */
final class DeviceTensor implements AutoCloseable {
    private final Engine engine;
    private final ReentrantLock busy;
    private final Engine.TensorLayout layout;
    private final int images;
    private long address;

    /** Takes memory; the lock is that of the engine's calls. */
    DeviceTensor(Engine engine, ReentrantLock busy, Engine.TensorLayout layout, int images) {
        this.engine = engine;
        this.busy = busy;
        this.layout = layout;
        this.images = images;
        this.address = engine.hold(images * layout.imageBytes());
    }

    /** What an image looks like. */
    Engine.TensorLayout layout() {
        return layout;
    }

    /**
     * Where it is.
     *
     * @param count of images that somebody wants to put there
     * @throws IllegalArgumentException if they do not fit
     * @throws IllegalStateException if it is closed
     */
    long address(int count) {
        if (count > images) {
            throw new IllegalArgumentException(
                    count + " images for a tensor on the device that has " + images + "; expected at most as many");
        }
        if (address == 0) {
            throw new IllegalStateException("the tensor on the device is closed");
        }
        return address;
    }

    /** Copies its first images to a buffer, from position 0. */
    void read(int count, ByteBuffer to) {
        busy.lock();
        try {
            long from = address(count);
            long bytes = count * layout.imageBytes();
            for (long done = 0; done < bytes; done += engine.stagingBytes()) {
                int part = (int) Math.min(engine.stagingBytes(), bytes - done);
                engine.download(0, from + done, 0, part);
                engine.await(0);
                HostCopies.copy(engine.staging(0), 0, to, Math.toIntExact(done), part);
            }
        } finally {
            busy.unlock();
        }
    }

    /** Gives the memory back; idempotent. */
    @Override
    public void close() {
        busy.lock();
        try {
            if (address != 0) {
                long held = address;
                address = 0;
                engine.release(held);
            }
        } finally {
            busy.unlock();
        }
    }
}

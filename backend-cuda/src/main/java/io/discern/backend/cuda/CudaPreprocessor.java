package io.discern.backend.cuda;

import io.discern.image.RgbImage;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Preprocessing on a GPU, bit for bit that of {@link io.discern.preprocess.Preprocessor}; one call at a time is on the device.
 * {@link CudaPreprocessorProvider} opens it.
 */
public final class CudaPreprocessor implements BatchPreprocessor {
    private final PreprocessSpec spec;
    private final Engine engine;
    private final DevicePreprocessor device;
    private final ReentrantLock busy = new ReentrantLock();

    private boolean closed;

    /** Takes over an engine. */
    CudaPreprocessor(PreprocessSpec spec, Engine engine) {
        this.spec = spec;
        this.engine = engine;
        this.device = new DevicePreprocessor(spec, engine);
    }

    @Override
    public PreprocessSpec spec() {
        return spec;
    }

    @Override
    public void preprocess(List<RgbImage> images, PixelBatch batch) {
        batch.require(spec, images.size());
        batch.setCount(images.size());
        whileOpen(() -> device.toHost(images, false, batch.bytes()));
    }

    /**
     * Preprocesses to IEEE 16-bit floats: the values of {@link #preprocess}, rounded to nearest, ties to even.
     *
     * @param images not modified
     * @param tensor where {@code images x channels x height x width} values of two bytes go, in native order, from its position;
     *     position and limit stay
     * @throws IllegalArgumentException if they do not fit
     */
    public void preprocessHalf(List<RgbImage> images, ByteBuffer tensor) {
        long bytes = images.size() * device.layout(true).imageBytes();
        if (tensor.remaining() < bytes) {
            throw new IllegalArgumentException("a tensor of " + tensor.remaining() + " bytes for " + images.size()
                    + " images; expected at least " + bytes);
        }
        whileOpen(() -> device.toHost(images, true, tensor.slice()));
    }

    /**
     * A tensor that stays on the device, for so many images.
     *
     * @throws io.discern.EncoderException if the device has no memory for it
     */
    DeviceTensor newTensor(int images, boolean half) {
        return whileOpen(() -> new DeviceTensor(engine, busy, device.layout(half), images));
    }

    /** Preprocesses to a tensor that {@link #newTensor} made; it is complete when this returns. */
    void preprocess(List<RgbImage> images, DeviceTensor tensor) {
        whileOpen(() -> {
            device.toDevice(images, tensor.layout().half(), tensor.address(images.size()));
            engine.await(0);
        });
    }

    private void whileOpen(Runnable work) {
        whileOpen(() -> {
            work.run();
            return null;
        });
    }

    private <T> T whileOpen(Supplier<T> work) {
        busy.lock();
        try {
            if (closed) {
                throw new IllegalStateException("cuda preprocessing is closed");
            }
            return work.get();
        } finally {
            busy.unlock();
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

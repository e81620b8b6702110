package io.discern.backend.cuda;

import io.discern.image.RgbImage;
import io.discern.internal.preprocess.Geometry;
import io.discern.internal.preprocess.NormalizeTable;
import io.discern.internal.preprocess.SpecialResize;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.Channels;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Preprocessing on a GPU, bit for bit that of {@link io.discern.preprocess.Preprocessor}; one call at a time is on the device.
 * {@link CudaPreprocessorProvider} opens it.
 */
public final class CudaPreprocessor implements BatchPreprocessor {
    /** Geometries kept, one for each image size seen lately. */
    private static final int MAX_GEOMETRIES = 256;

    private final PreprocessSpec spec;
    private final NormalizeTable table;
    private final Geometry whole;
    private final Engine engine;
    private final ReentrantLock busy = new ReentrantLock();
    private final Map<Size, Geometry> geometries = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Size, Geometry> eldest) {
            return size() > MAX_GEOMETRIES;
        }
    };

    private boolean closed;

    private record Size(int width, int height) {}

    /** Takes over an engine. */
    CudaPreprocessor(PreprocessSpec spec, Engine engine) {
        this.spec = spec;
        this.table = new NormalizeTable(spec);
        this.whole = Geometry.done(spec);
        this.engine = engine;
    }

    /** What the tensors of a specification look like. */
    private static Engine.TensorLayout layout(PreprocessSpec spec, boolean half) {
        return new Engine.TensorLayout(
                spec.channels().count(),
                spec.outputHeight(),
                spec.outputWidth(),
                spec.channels() == Channels.BGR,
                spec.channels() == Channels.GRAY || spec.channels() == Channels.GRAY_REPEATED,
                spec.resize().border(),
                half);
    }

    @Override
    public PreprocessSpec spec() {
        return spec;
    }

    @Override
    public void preprocess(List<RgbImage> images, PixelBatch batch) {
        batch.require(spec, images.size());
        batch.setCount(images.size());
        preprocess(images, layout(spec, false), batch.bytes());
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
        Engine.TensorLayout layout = layout(spec, true);
        long bytes = images.size() * layout.imageBytes();
        if (tensor.remaining() < bytes) {
            throw new IllegalArgumentException("a tensor of " + tensor.remaining() + " bytes for " + images.size()
                    + " images; expected at least " + bytes);
        }
        preprocess(images, layout, tensor.slice());
    }

    private void preprocess(List<RgbImage> given, Engine.TensorLayout layout, ByteBuffer tensors) {
        busy.lock();
        try {
            if (closed) {
                throw new IllegalStateException("cuda preprocessing is closed");
            }
            List<RgbImage> images = new ArrayList<>();
            List<Geometry> all = new ArrayList<>();
            for (RgbImage image : given) {
                // what the kernels cannot resize comes from the host, with nothing left to do but the normalisation
                Optional<RgbImage> resized = SpecialResize.of(spec, image);
                images.add(resized.orElse(image));
                all.add(resized.isPresent() ? whole : geometry(image));
            }
            int imageBytes = Math.toIntExact(layout.imageBytes());
            for (int done = 0; done < images.size(); ) {
                ResamplePart part = new ResamplePart(
                        engine, layout, table, images.subList(done, images.size()), all.subList(done, images.size()));
                if (part.size() > 0) {
                    HostCopies.copy(part.run(), 0, tensors, done * imageBytes, part.size() * imageBytes);
                    done += part.size();
                } else {
                    ByteBuffer tensor = tensors.slice(done * imageBytes, imageBytes);
                    new ImageBands(engine, layout, table, images.get(done), all.get(done), tensor).run();
                    done++;
                }
            }
        } finally {
            busy.unlock();
        }
    }

    private Geometry geometry(RgbImage image) {
        return geometries.computeIfAbsent(
                new Size(image.width(), image.height()), size -> Geometry.of(spec, size.width(), size.height()));
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

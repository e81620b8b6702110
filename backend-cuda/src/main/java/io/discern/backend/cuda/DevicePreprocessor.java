package io.discern.backend.cuda;

import io.discern.image.RgbImage;
import io.discern.internal.preprocess.Geometry;
import io.discern.internal.preprocess.NormalizeTable;
import io.discern.internal.preprocess.SpecialResize;
import io.discern.preprocess.Channels;
import io.discern.preprocess.PreprocessSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Preprocessing on an engine that the caller has to himself during a call: to memory of the host, or to memory of the device for
 * whoever goes on there. Bit for bit that of {@link io.discern.preprocess.Preprocessor}.
 */
final class DevicePreprocessor {
    /** Geometries kept, one for each image size seen lately. */
    private static final int MAX_GEOMETRIES = 256;

    private final PreprocessSpec spec;
    private final NormalizeTable table;
    private final Geometry whole;
    private final Engine engine;
    private final Map<Size, Geometry> geometries = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Size, Geometry> eldest) {
            return size() > MAX_GEOMETRIES;
        }
    };

    private record Size(int width, int height) {}

    /** Images of a call and how each is resized. */
    private record Planned(List<RgbImage> images, List<Geometry> geometries) {
        Planned from(int first) {
            return new Planned(images.subList(first, images.size()), geometries.subList(first, geometries.size()));
        }
    }

    /** Prepares; the engine stays the caller's. */
    DevicePreprocessor(PreprocessSpec spec, Engine engine) {
        this.spec = spec;
        this.table = new NormalizeTable(spec);
        this.whole = Geometry.done(spec);
        this.engine = engine;
    }

    /** What the tensors look like. */
    Engine.TensorLayout layout(boolean half) {
        return new Engine.TensorLayout(
                spec.channels().count(),
                spec.outputHeight(),
                spec.outputWidth(),
                spec.channels() == Channels.BGR,
                spec.channels() == Channels.GRAY || spec.channels() == Channels.GRAY_REPEATED,
                spec.resize().border(),
                half);
    }

    /** Preprocesses to a buffer, from position 0. */
    void toHost(List<RgbImage> given, boolean half, ByteBuffer tensors) {
        Engine.TensorLayout layout = layout(half);
        Planned planned = plan(given);
        int imageBytes = Math.toIntExact(layout.imageBytes());
        for (int done = 0; done < given.size(); ) {
            ResamplePart part = part(layout, planned.from(done), false);
            if (part.size() > 0) {
                HostCopies.copy(part.run(), 0, tensors, done * imageBytes, part.size() * imageBytes);
                done += part.size();
            } else {
                int start = done * imageBytes;
                bands(
                        layout,
                        planned,
                        done,
                        (band, from, to, bytes) -> tensors.put(start + Math.toIntExact(to), band, from, bytes));
                done++;
            }
        }
    }

    /**
     * Preprocesses to memory of the device; what is asked of lane 0 afterwards finds it there.
     *
     * @param tensor an address outside of the arena ({@link Engine#hold}), which is used for other things meanwhile
     */
    void toDevice(List<RgbImage> given, boolean half, long tensor) {
        Engine.TensorLayout layout = layout(half);
        Planned planned = plan(given);
        for (int done = 0; done < given.size(); ) {
            long start = tensor + done * layout.imageBytes();
            ResamplePart part = part(layout, planned.from(done), true);
            if (part.size() > 0) {
                part.run(start);
                done += part.size();
            } else {
                bands(layout, planned, done, (band, from, to, bytes) -> {
                    engine.upload(0, from, start + to, bytes);
                    engine.await(0);
                });
                done++;
            }
        }
    }

    private Planned plan(List<RgbImage> given) {
        Planned planned = new Planned(new ArrayList<>(), new ArrayList<>());
        for (RgbImage image : given) {
            // what the kernels cannot resize comes from the host, with nothing left to do but the normalisation
            Optional<RgbImage> resized = SpecialResize.of(spec, image);
            planned.images().add(resized.orElse(image));
            planned.geometries().add(resized.isPresent() ? whole : geometry(image));
        }
        return planned;
    }

    private ResamplePart part(Engine.TensorLayout layout, Planned planned, boolean stays) {
        return new ResamplePart(engine, layout, table, planned.images(), planned.geometries(), stays);
    }

    private void bands(Engine.TensorLayout layout, Planned planned, int image, ImageBands.Sink sink) {
        new ImageBands(
                        engine,
                        layout,
                        table,
                        planned.images().get(image),
                        planned.geometries().get(image),
                        sink)
                .run();
    }

    private Geometry geometry(RgbImage image) {
        return geometries.computeIfAbsent(
                new Size(image.width(), image.height()), size -> Geometry.of(spec, size.width(), size.height()));
    }
}

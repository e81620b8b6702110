package io.discern.backend.cuda;

import io.discern.EncoderException;
import io.discern.image.RgbImage;
import io.discern.internal.preprocess.Geometry;
import io.discern.internal.preprocess.NormalizeTable;
import io.discern.internal.preprocess.ResamplePlan;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One image that a device does not take whole, because its tensor, or its rows resized along x, exceed the memory: bands of the
 * tensor's rows, halved until they fit. A band is an image of its own that needs a part of the taps along y.
 */
final class ImageBands {
    private final Engine engine;
    private final Engine.TensorLayout layout;
    private final NormalizeTable table;
    private final RgbImage image;
    private final Geometry geometry;
    private final Sink sink;

    /** Takes some bytes of a band, which lies in the staging memory of lane 0, to their place in the tensor. */
    interface Sink {
        void accept(ByteBuffer band, int from, long to, int bytes);
    }

    /**
     * Prepares an image.
     *
     * @param layout of the whole tensor
     * @param sink what becomes of the bands
     */
    ImageBands(
            Engine engine,
            Engine.TensorLayout layout,
            NormalizeTable table,
            RgbImage image,
            Geometry geometry,
            Sink sink) {
        this.engine = engine;
        this.layout = layout;
        this.table = table;
        this.image = image;
        this.geometry = geometry;
        this.sink = sink;
    }

    /**
     * Preprocesses.
     *
     * @throws EncoderException if not even a row of the tensor fits
     */
    void run() {
        band(0, layout.height());
    }

    private void band(int first, int rows) {
        ResamplePart part = new ResamplePart(
                engine, layout.rows(rows), table, List.of(image), List.of(geometry(first, rows)), false);
        if (part.size() == 1) {
            take(part.run(), first, layout.rows(rows));
        } else if (rows > 1) {
            band(first, rows / 2);
            band(first + rows / 2, rows - rows / 2);
        } else {
            throw new EncoderException(image + " to a tensor of width " + layout.width() + ": a row of it does not fit "
                    + engine.arenaBytes() + " bytes of device memory and " + engine.stagingBytes()
                    + " of staging memory. Open the device with more, or use java preprocessing.");
        }
    }

    /** The image's geometry in a band of the tensor; its picture lies below the band where the band has none of it. */
    private Geometry geometry(int first, int rows) {
        ResamplePlan plan = geometry.plan();
        int from = Math.max(first, geometry.top());
        int to = Math.min(first + rows, geometry.top() + plan.rows().outputs());
        boolean empty = from >= to;
        ResamplePlan part = new ResamplePlan(
                plan.columns(),
                empty ? plan.rows().part(0, 1) : plan.rows().part(from - geometry.top(), to - from),
                plan.width(),
                plan.height(),
                plan.padLeft(),
                plan.padTop(),
                plan.fill());
        return new Geometry(part, geometry.left(), empty ? rows : from - first, geometry.visible());
    }

    private void take(ByteBuffer band, int first, Engine.TensorLayout part) {
        int bytes = (int) part.planeBytes();
        for (int c = 0; c < layout.channels(); c++) {
            long to = c * layout.planeBytes() + layout.rows(first).planeBytes();
            sink.accept(band, c * bytes, to, bytes);
        }
    }
}

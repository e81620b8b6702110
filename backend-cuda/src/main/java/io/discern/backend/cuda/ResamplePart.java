package io.discern.backend.cuda;

import io.discern.image.RgbImage;
import io.discern.preprocess.FilterTaps;
import io.discern.preprocess.Geometry;
import io.discern.preprocess.NormalizeTable;
import io.discern.preprocess.ResamplePlan;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.List;

/**
 * As many images of a batch as the device takes at once, and their way through it: what does not depend on pixels goes first
 * (tables, tasks, taps), then pixels in {@link ColumnPieces}, each resized along x as soon as it is there, then one launch
 * resizes all along y and writes the tensor.
 */
final class ResamplePart {
    private static final int ROWS_TASK_WORDS = 11;

    /** What one launch takes. */
    private static final int MOST = 65535;

    private final Engine engine;
    private final Engine.TensorLayout layout;
    private final NormalizeTable table;
    private final List<RgbImage> images;
    private final List<Geometry> geometries;
    private int size;
    private long planWords;
    private long columnPixels;

    /**
     * Takes images from the front while they fit; none where the first one needs {@link ImageBands}.
     *
     * @param table of the specification
     * @param images of the batch that are still to do
     * @param geometries of these images
     */
    ResamplePart(
            Engine engine,
            Engine.TensorLayout layout,
            NormalizeTable table,
            List<RgbImage> images,
            List<Geometry> geometries) {
        this.engine = engine;
        this.layout = layout;
        this.table = table;
        this.images = images;
        this.geometries = geometries;
        this.planWords = layout.channels() * 256L;
        long columnsFit = Math.min(Integer.MAX_VALUE, columnBytes() / Integer.BYTES);
        while (size < Math.min(images.size(), MOST)) {
            ResamplePlan plan = geometries.get(size).plan();
            long words = planWords + ROWS_TASK_WORDS + words(plan.columns()) + words(plan.rows());
            long pixels =
                    columnPixels + (long) storedRows(plan) * plan.columns().outputs();
            if (words * Integer.BYTES > engine.stagingBytes()
                    || pixels > columnsFit
                    || (size + 1) * layout.imageBytes() > engine.stagingBytes()) {
                break;
            }
            planWords = words;
            columnPixels = pixels;
            size++;
        }
    }

    /** What the plan, two pieces and the tensor leave of the device memory, less what alignment may cost. */
    private long columnBytes() {
        return engine.arenaBytes() - 4L * engine.stagingBytes() - Engine.SLACK;
    }

    /** How many images it takes. */
    int size() {
        return size;
    }

    /** The first row of the image that matters. */
    static int storedFrom(ResamplePlan plan) {
        return Math.max(0, plan.rows().sourceFrom() - plan.padTop());
    }

    /** How many rows of the image matter. */
    static int storedRows(ResamplePlan plan) {
        return Math.max(0, Math.min(plan.height(), plan.rows().sourceTo() - plan.padTop()) - storedFrom(plan));
    }

    private static long words(FilterTaps taps) {
        return 2L * taps.outputs() + taps.weights().length;
    }

    /** Preprocesses; returns the tensors of {@link #size} images in staging memory, valid until the next job. */
    ByteBuffer run() {
        engine.reset();
        long plan = engine.alloc(planWords * Integer.BYTES);
        long columns = engine.alloc(columnPixels * Integer.BYTES);
        long tensor = engine.alloc(size * layout.imageBytes());
        ColumnPieces pieces = new ColumnPieces(engine, layout.gray(), plan, columns);
        IntBuffer words = engine.staging(0).asIntBuffer();
        long tasks = plan + writeTable(words);
        words.position(words.position() + size * ROWS_TASK_WORDS);
        int output = 0;
        for (int i = 0; i < size; i++) {
            ResamplePlan image = geometries.get(i).plan();
            int columnTaps = words.position();
            write(words, image.columns());
            int rowTaps = words.position();
            write(words, image.rows());
            words.put(layout.channels() * 256 + i * ROWS_TASK_WORDS, rowsTask(geometries.get(i), output, rowTaps));
            pieces.add(images.get(i), image, columnTaps, output);
            output += storedRows(image) * image.columns().outputs();
        }
        engine.upload(0, 0, plan, planWords * Integer.BYTES);
        engine.order(0, 1);
        pieces.send();
        engine.resampleRows(0, tasks, size, columns, plan, plan, layout, tensor);
        engine.download(0, tensor, 0, size * layout.imageBytes());
        engine.await(0);
        return engine.staging(0).limit((int) (size * layout.imageBytes()));
    }

    /** Writes the table first; returns where it ends, in bytes. */
    private long writeTable(IntBuffer words) {
        for (int c = 0; c < layout.channels(); c++) {
            for (float value : table.of(c)) {
                words.put(Float.floatToRawIntBits(value));
            }
        }
        return (long) words.position() * Integer.BYTES;
    }

    private static void write(IntBuffer words, FilterTaps taps) {
        for (int i = 0; i < taps.outputs(); i++) {
            words.put(taps.first(i));
        }
        for (int i = 0; i < taps.outputs(); i++) {
            words.put(taps.count(i));
        }
        words.put(taps.weights());
    }

    private int[] rowsTask(Geometry geometry, int output, int taps) {
        ResamplePlan plan = geometry.plan();
        int first = plan.padTop() + storedFrom(plan);
        return new int[] {
            output,
            first,
            first + storedRows(plan),
            plan.columns().outputs(),
            plan.rows().outputs(),
            taps,
            plan.rows().weightsOf(1),
            geometry.left(),
            geometry.top(),
            plan.fill(),
            layout.border()
        };
    }
}

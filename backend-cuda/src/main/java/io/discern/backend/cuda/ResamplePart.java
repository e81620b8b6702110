package io.discern.backend.cuda;

import io.discern.image.RgbImage;
import io.discern.internal.preprocess.Geometry;
import io.discern.internal.preprocess.NormalizeTable;
import io.discern.internal.preprocess.ResamplePlan;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * As many images of a batch as the device takes at once, and their way through it: what does not depend on pixels goes first
 * (tables, tasks, taps), then pixels in {@link ColumnPieces}, each resized along x as soon as it is there, then one launch
 * resizes all along y and writes the tensor.
 */
final class ResamplePart {
    private static final int ROWS_TASK_WORDS = 9;

    /** What one launch takes. */
    private static final int MOST = 65535;

    private final Engine engine;
    private final Engine.TensorLayout layout;
    private final NormalizeTable table;
    private final List<RgbImage> images;
    private final List<Geometry> geometries;
    /** Whether the tensor stays on the device, so that nothing of it has to fit the staging memory. */
    private final boolean stays;
    /** Images of one size share their taps. */
    private final Map<Geometry, Axes> axes = new IdentityHashMap<>();

    private int size;
    private long planWords;
    private long columnWords;

    /** The taps of a geometry. Groups of rows are counted from the first that is stored. */
    private record Axes(GroupedTaps columns, GroupedTaps rows) {
        static Axes of(ResamplePlan plan) {
            return new Axes(
                    new GroupedTaps(plan.columns(), 0), new GroupedTaps(plan.rows(), plan.padTop() + storedFrom(plan)));
        }

        long words() {
            return columns.words() + rows.words();
        }
    }

    /** Where the taps of a geometry are, in words. */
    private record Places(int columns, int rows) {}

    /**
     * Takes images from the front while they fit; none where the first one needs {@link ImageBands}.
     *
     * @param table of the specification
     * @param images of the batch that are still to do
     * @param geometries of these images
     * @param stays whether the tensor stays on the device
     */
    ResamplePart(
            Engine engine,
            Engine.TensorLayout layout,
            NormalizeTable table,
            List<RgbImage> images,
            List<Geometry> geometries,
            boolean stays) {
        this.engine = engine;
        this.layout = layout;
        this.table = table;
        this.images = images;
        this.geometries = geometries;
        this.stays = stays;
        this.planWords = layout.channels() * 256L;
        long columnsFit = Math.min(Integer.MAX_VALUE, columnBytes() / Integer.BYTES);
        while (size < Math.min(images.size(), MOST)) {
            Geometry geometry = geometries.get(size);
            ResamplePlan plan = geometry.plan();
            Axes own = axes.get(geometry);
            long words = planWords + ROWS_TASK_WORDS;
            if (own == null) {
                own = Axes.of(plan);
                words += own.words();
            }
            long columns = columnWords + columnWords(plan);
            if (words * Integer.BYTES > engine.stagingBytes()
                    || columns > columnsFit
                    || !stays && (size + 1) * layout.imageBytes() > engine.stagingBytes()) {
                break;
            }
            axes.put(geometry, own);
            planWords = words;
            columnWords = columns;
            size++;
        }
    }

    /** What the plan, two pieces and a tensor that comes back leave of the device memory, less what alignment may cost. */
    private long columnBytes() {
        return engine.arenaBytes() - (stays ? 3L : 4L) * engine.stagingBytes() - Engine.SLACK;
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

    /** Words that an image's rows take when they are resized along x: one for four rows of a channel. */
    private static long columnWords(ResamplePlan plan) {
        return (storedRows(plan) + 3) / 4 * 3L * plan.columns().outputs();
    }

    /** Preprocesses; returns the tensors of {@link #size} images in the staging memory of lane 0, valid until the next job. */
    ByteBuffer run() {
        engine.reset();
        long tensor = engine.alloc(size * layout.imageBytes());
        write(tensor);
        engine.download(0, tensor, 0, size * layout.imageBytes());
        engine.await(0);
        return engine.staging(0).limit((int) (size * layout.imageBytes()));
    }

    /** Preprocesses to held memory of the device; lane 0 has the tensors of {@link #size} images. */
    void run(long tensor) {
        engine.reset();
        write(tensor);
    }

    private void write(long tensor) {
        long plan = engine.alloc(planWords * Integer.BYTES);
        long columns = engine.alloc(columnWords * Integer.BYTES);
        ColumnPieces pieces = new ColumnPieces(engine, layout.gray(), plan, columns);
        IntBuffer words = engine.staging(0).asIntBuffer();
        long tasks = plan + writeTable(words);
        words.position(words.position() + size * ROWS_TASK_WORDS);
        Map<Geometry, Places> places = new IdentityHashMap<>();
        int output = 0;
        for (int i = 0; i < size; i++) {
            Geometry geometry = geometries.get(i);
            Places taps = places.computeIfAbsent(geometry, own -> write(axes.get(own), words));
            words.put(layout.channels() * 256 + i * ROWS_TASK_WORDS, rowsTask(geometry, output, taps.rows()));
            pieces.add(images.get(i), geometry.plan(), taps.columns(), output);
            output += (int) columnWords(geometry.plan());
        }
        engine.upload(0, 0, plan, planWords * Integer.BYTES);
        engine.order(0, 1);
        pieces.send();
        engine.resampleRows(0, tasks, size, columns, plan, plan, layout, tensor);
    }

    private static Places write(Axes axes, IntBuffer words) {
        int columns = words.position();
        axes.columns().write(words);
        int rows = words.position();
        axes.rows().write(words);
        return new Places(columns, rows);
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

    private int[] rowsTask(Geometry geometry, int output, int taps) {
        ResamplePlan plan = geometry.plan();
        return new int[] {
            output,
            storedRows(plan),
            plan.columns().outputs(),
            plan.rows().outputs(),
            taps,
            geometry.left(),
            geometry.top(),
            plan.fill(),
            layout.border()
        };
    }
}

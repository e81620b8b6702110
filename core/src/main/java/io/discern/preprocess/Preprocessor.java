package io.discern.preprocess;

import io.discern.image.RgbImage;
import io.discern.internal.Parallel;
import io.discern.internal.preprocess.Geometry;
import io.discern.internal.preprocess.NormalizeTable;
import io.discern.internal.preprocess.PixelLayout;
import io.discern.internal.preprocess.ResamplePlan;
import io.discern.internal.preprocess.ResampleRun;
import io.discern.internal.preprocess.ResampleScratch;
import io.discern.internal.preprocess.SpecialResize;
import io.discern.internal.preprocess.TensorRows;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Applies a {@link PreprocessSpec} to images, in Java: the reference. Immutable; safe for concurrent use with different batches. */
public final class Preprocessor implements BatchPreprocessor {
    /** Plans kept, one for each image size seen; a data set of more sizes than this computes some again. */
    private static final int MAX_PLANS = 256;

    /** Working memory for wider images is not kept; for this width it takes about 2 MB a thread. */
    private static final int MAX_KEPT_COLUMNS = 4096;

    private final PreprocessSpec spec;
    private final NormalizeTable table;
    private final PixelLayout layout;
    private final ConcurrentHashMap<Size, Geometry> geometries = new ConcurrentHashMap<>();

    private final ConcurrentLinkedQueue<ResampleScratch> idleScratch = new ConcurrentLinkedQueue<>();

    private record Size(int width, int height) {}

    private Preprocessor(PreprocessSpec spec) {
        this.spec = Objects.requireNonNull(spec, "spec");
        this.table = new NormalizeTable(spec);
        this.layout = spec.channels().isGray() ? PixelLayout.LUMA : PixelLayout.RGB;
    }

    /** A preprocessor for that specification. */
    public static Preprocessor of(PreprocessSpec spec) {
        return new Preprocessor(spec);
    }

    @Override
    public PreprocessSpec spec() {
        return spec;
    }

    /** {@inheritDoc} In parallel, on the common pool; a single image on the calling thread. */
    @Override
    public void preprocess(List<RgbImage> images, PixelBatch batch) {
        batch.require(spec, images.size());
        if (images.size() == 1) {
            preprocess(images.get(0), batch.image(0));
        } else {
            Parallel.forEach(images.size(), i -> preprocess(images.get(i), batch.image(i)));
        }
        batch.setCount(images.size());
    }

    private void preprocess(RgbImage image, FloatBuffer out) {
        Optional<RgbImage> resized = SpecialResize.of(spec, image);
        if (resized.isPresent()) {
            resample(resized.get(), Geometry.done(spec), out);
        } else {
            resample(image, geometry(new Size(image.width(), image.height())), out);
        }
    }

    private void resample(RgbImage image, Geometry geometry, FloatBuffer out) {
        ResamplePlan plan = geometry.plan();
        if (plan.columns().outputs() < spec.outputWidth() || plan.rows().outputs() < spec.outputHeight()) {
            fillBorder(out);
        }
        ResampleScratch idle = idleScratch.poll();
        ResampleScratch scratch = idle != null ? idle : new ResampleScratch();
        new ResampleRun(plan, layout, scratch).run(image.pixels(), new TensorRows(spec, table, geometry, out));
        if (plan.columns().sourceTo() - plan.columns().sourceFrom() <= MAX_KEPT_COLUMNS) {
            idleScratch.add(scratch);
        }
    }

    private Geometry geometry(Size size) {
        Geometry known = geometries.get(size);
        if (known == null) {
            if (geometries.size() >= MAX_PLANS) {
                geometries.clear();
            }
            known = Geometry.of(spec, size.width(), size.height());
            geometries.put(size, known);
        }
        return known;
    }

    private void fillBorder(FloatBuffer out) {
        int colour = spec.resize().border();
        float[] row = new float[spec.outputWidth()];
        for (int c = 0; c < spec.channels().count(); c++) {
            Arrays.fill(row, table.of(c)[colour]);
            for (int y = 0; y < spec.outputHeight(); y++) {
                out.put((c * spec.outputHeight() + y) * row.length, row);
            }
        }
    }
}

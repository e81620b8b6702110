package io.discern.run;

import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What a run has gathered: an image's row is its place in the data set until failures are squeezed out at the end. One thread gathers; others may
 * read what lies before {@link #settled()}.
 */
final class CollectedRows {
    private final EncoderInfo encoder;
    private final LabeledImages images;
    private final double maxFailures;
    private final RunListener listener;
    private final int dim;
    private final RowMemory rows;
    private final ImageFailure[] failures;
    private int failed;
    private volatile int settled;

    /** Rows that are all kept. */
    CollectedRows(EncoderInfo encoder, LabeledImages images, double maxFailures, RunListener listener) {
        this(encoder, images, maxFailures, listener, new RowMemory.Whole(images.size(), encoder.dimension()));
    }

    CollectedRows(EncoderInfo encoder, LabeledImages images, double maxFailures, RunListener listener, RowMemory rows) {
        this.encoder = encoder;
        this.images = images;
        this.maxFailures = maxFailures;
        this.listener = listener;
        dim = encoder.dimension();
        this.rows = rows;
        failures = new ImageFailure[images.size()];
    }

    LabeledImages images() {
        return images;
    }

    int dim() {
        return dim;
    }

    void add(int row, float[] batch, int offset) {
        rows.put(row, batch, offset);
    }

    void fail(int row, String reason) {
        LabeledImage image = images.images().get(row);
        failures[row] = new ImageFailure(image.id(), image.path(), reason);
        listener.onFailure(failures[row]);
        if (++failed > maxFailures * failures.length && failed < failures.length) {
            throw new EncoderException(encoder.name() + ": " + failed + " of the " + failures.length + " images of "
                    + images.name() + " failed, more than the limit of "
                    + BigDecimal.valueOf(100 * maxFailures).stripTrailingZeros().toPlainString()
                    + " %; the run stopped there. First: " + first() + ". Mend the images, or raise the limit.");
        }
    }

    /** Every image before that place has its row or its failure. */
    void settle(int place) {
        settled = place;
        listener.onProgress(place, images.size());
    }

    int settled() {
        return settled;
    }

    /** Why the image at that place has no row; null if it has one. */
    String failure(int row) {
        return failures[row] == null ? null : failures[row].reason();
    }

    /** The rows from one place to before another, failures squeezed out, as they are written. */
    float[] values(int from, int to) {
        float[] some = new float[Math.multiplyExact(to - from, dim)];
        int count = 0;
        for (int row = from; row < to; row++) {
            if (failures[row] == null) {
                rows.copy(row, some, dim * count++);
            }
        }
        return Arrays.copyOf(some, count * dim);
    }

    /** The rows from one place to before another lie on disk. */
    void forget(int from, int to) {
        rows.forget(from, to);
    }

    private String first() {
        return Arrays.stream(failures)
                .filter(Objects::nonNull)
                .map(failure -> failure.path() + ": " + failure.reason())
                .findFirst()
                .orElseThrow();
    }

    RunResult result() {
        LabeledImages encoded = encoded();
        float[] values = encoded.size() == images.size() ? rows.all() : values(0, failures.length);
        List<String> ids = encoded.images().stream().map(LabeledImage::id).toList();
        return new RunResult(encoded, Embeddings.of(ids, dim, values), lost());
    }

    /** What lies on disk. */
    WrittenRun written() {
        return new WrittenRun(encoded(), dim, lost());
    }

    private List<ImageFailure> lost() {
        return Arrays.stream(failures).filter(Objects::nonNull).toList();
    }

    /** The images that have a row: one at least, if there are any. */
    private LabeledImages encoded() {
        List<LabeledImage> encoded = new ArrayList<>();
        for (int row = 0; row < failures.length; row++) {
            if (failures[row] == null) {
                encoded.add(images.images().get(row));
            }
        }
        if (encoded.isEmpty() && failures.length > 0) {
            throw new EncoderException(encoder.name() + ": none of the " + failures.length + " images of "
                    + images.name() + " could be encoded. First: " + first());
        }
        return new LabeledImages(images.name(), encoded, images.audit());
    }
}

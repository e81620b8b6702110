package io.discern.spark;

import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.internal.Sha256;
import io.discern.preprocess.PreprocessSpec;
import io.discern.run.EmbeddingRun;
import io.discern.run.ImageFailure;
import io.discern.run.RunListener;
import io.discern.run.RunResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Embeds the images of a partition, one chunk of consecutive rows after another, by one encoder, which is opened for the first chunk and closed
 * when the task ends in whatever way.
 *
 * @param encoder what is opened
 * @param identity what it must be, or the task ends with an error
 * @param chunk how many rows of the data set are one chunk; batches do not go beyond it
 * @param bytes reads the files
 * @param drawing what is done to pictures first; rows then say what is named on each
 */
record EmbedTask(EncoderSpec encoder, Map<String, String> identity, long chunk, ImageBytes bytes, Drawing drawing)
        implements MapPartitionsFunction<Row, Row> {
    /** What it gives for each image. */
    static final StructType SCHEMA = SparkEmbedding.SCHEMA
            .add("width", DataTypes.IntegerType, false)
            .add("height", DataTypes.IntegerType, false);

    private static final int[] UNREAD = {0, 0};

    @Override
    public Iterator<Row> call(Iterator<Row> images) {
        Chunks chunks = new Chunks(images);
        TaskContext task = TaskContext.get();
        if (task != null) {
            TaskCompletionListener closing = ended -> chunks.close();
            task.addTaskCompletionListener(closing);
        }
        return chunks;
    }

    private final class Chunks implements Iterator<Row>, AutoCloseable {
        private final Iterator<Row> images;
        private final int threads;
        private Row ahead;
        private Iterator<Row> done = Collections.emptyIterator();
        private VisionLanguageEncoder opened;

        Chunks(Iterator<Row> images) {
            this.images = images;
            this.threads = TaskContext.get() == null ? 1 : TaskContext.get().cpus();
            this.ahead = images.hasNext() ? images.next() : null;
        }

        @Override
        public boolean hasNext() {
            return done.hasNext() || ahead != null;
        }

        @Override
        public Row next() {
            if (!done.hasNext()) {
                if (ahead == null) {
                    throw new NoSuchElementException();
                }
                done = embed(chunk()).iterator();
            }
            return done.next();
        }

        private List<Row> chunk() {
            List<Row> rows = new ArrayList<>();
            long number = ahead.getLong(0) / chunk;
            while (ahead != null && ahead.getLong(0) / chunk == number) {
                rows.add(ahead);
                ahead = images.hasNext() ? images.next() : null;
            }
            return rows;
        }

        private VisionLanguageEncoder encoder() {
            if (opened == null) {
                opened = encoder.open(threads);
                Map<String, String> found = EncoderSpec.identity(opened.info());
                if (!found.equals(identity)) {
                    close();
                    throw new EncoderException(encoder.address() + " is another encoder on " + host() + ": " + found
                            + "; the driver has " + identity + ". Give every executor the same files.");
                }
            }
            return opened;
        }

        private List<Row> embed(List<Row> rows) {
            Map<String, String> hashes = new ConcurrentHashMap<>();
            Map<String, int[]> sizes = new ConcurrentHashMap<>();
            Map<String, String> named = new HashMap<>();
            if (drawing.condition() != null) {
                rows.forEach(row -> named.put(row.getString(1), row.getString(ImageRows.SCHEMA.size())));
            }
            Optional<PreprocessSpec> preprocessing = encoder().preprocessing();
            List<LabeledImage> images = rows.stream()
                    .map(row -> file(row, hashes))
                    .map(file -> file.withSource(() -> {
                        RgbImage picture = drawing.draw(file, named.get(file.id()), preprocessing);
                        sizes.put(file.id(), new int[] {picture.width(), picture.height()});
                        return picture;
                    }))
                    .toList();
            Map<String, String> reasons = new HashMap<>();
            RunListener listener = new RunListener() {
                @Override
                public void onFailure(ImageFailure failure) {
                    reasons.put(failure.id(), failure.reason());
                }
            };
            EmbeddingRun run = EmbeddingRun.with(encoder()).loadedBy(threads).listener(listener);
            Map<String, float[]> embedded = new HashMap<>();
            try {
                RunResult result = (encoder.batchSize() == 0 ? run : run.batchSize(encoder.batchSize()))
                        .run(new LabeledImages("chunk", images));
                for (int i = 0; i < result.embeddings().rows(); i++) {
                    embedded.put(
                            result.embeddings().ids().get(i),
                            result.embeddings().row(i));
                }
            } catch (EncoderException failed) {
                if (reasons.size() < images.size()) {
                    throw failed; // not for want of a readable image
                }
            }
            return rows.stream()
                    .map(row -> RowFactory.create(
                            row.get(0),
                            row.get(1),
                            row.get(2),
                            row.get(3),
                            row.get(4),
                            row.get(5),
                            row.get(6),
                            embedded.get(row.getString(1)),
                            reasons.get(row.getString(1)),
                            hashes.get(row.getString(1)),
                            sizes.getOrDefault(row.getString(1), UNREAD)[0],
                            sizes.getOrDefault(row.getString(1), UNREAD)[1]))
                    .toList();
        }

        private LabeledImage file(Row row, Map<String, String> hashes) {
            String id = row.getString(1);
            FilePixels pixels = new FilePixels(row.getString(2), bytes);
            return new LabeledImage(id, pixels.path(), row.getString(3), row.getString(4), Map.of(), () -> {
                byte[] file = bytes.read(pixels.path());
                hashes.put(id, Sha256.ofBytes(file));
                return pixels.decoded(file);
            });
        }

        @Override
        public void close() {
            if (opened != null) {
                opened.close();
                opened = null;
            }
        }
    }

    private static String host() {
        try {
            return ImageBytes.host();
        } catch (IOException unknown) {
            return "an executor without a name";
        }
    }
}

package io.discern.analysis;

import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.similarity.CosineSimilarity;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows as the similarity that compares them takes them: made at the first use, and kept by it from then on, so that neighbours,
 * rankings and sums of the same rows send them once. The last of those who share them gives them back.
 */
final class ComparedFloats {
    private static final Logger LOG = LoggerFactory.getLogger(ComparedFloats.class);

    private final CosineSimilarity similarity;
    private int owners = 1;
    private Embeddings floats;
    private CosineSimilarity.Held held;

    ComparedFloats(CosineSimilarity similarity) {
        this.similarity = similarity;
    }

    CosineSimilarity similarity() {
        return similarity;
    }

    /** Those of the rows that this belongs to. */
    synchronized Embeddings floats(LabeledEmbeddings rows) {
        if (floats == null) {
            floats = of(rows);
            try {
                held = similarity.hold(floats);
            } catch (EncoderException noRoom) {
                held = () -> {};
                LOG.info("{} do not stay on the device and are sent for every measure: {}", rows, noRoom.getMessage());
            }
        }
        return floats;
    }

    /**
     * Float rows as they are read, in the array that they were copied from if it is still there, which a similarity may keep
     * already; others at unit length, since a float has not the range of a double.
     */
    static Embeddings of(LabeledEmbeddings rows) {
        int dim = rows.dim();
        Optional<float[]> source = rows.source();
        if (source.isPresent()) {
            return Embeddings.ofRows(dim, source.get());
        }
        boolean asTheyAre = rows.array().dataType() == DataType.FLOAT;
        float[] values = new float[Math.multiplyExact(rows.rows(), dim)];
        IntStream.range(0, rows.rows()).parallel().forEach(row -> {
            double[] read = new double[dim];
            rows.readRow(row, read);
            double length = asTheyAre ? 1 : rows.norm(row);
            for (int j = 0; j < dim && length > 0; j++) {
                values[row * dim + j] = (float) (read[j] / length);
            }
        });
        return Embeddings.ofRows(dim, values);
    }

    synchronized ComparedFloats share() {
        owners++;
        return this;
    }

    synchronized void leave() {
        owners--;
        if (owners == 0 && held != null) {
            held.close();
        }
    }
}

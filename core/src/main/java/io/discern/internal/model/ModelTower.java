package io.discern.internal.model;

import io.discern.image.RgbImage;
import io.discern.text.Pooling;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A tower that an engine has opened: what it is called, what it gives, and how to run it.
 *
 * @param file what messages call its model file
 * @param output the name of the output that is the embedding
 * @param dimension the length of an embedding
 * @param pooling how its tokens become one embedding; empty if it gives one vector an input
 * @param fixedBatch the only number of inputs that a run takes, or 0 if it takes any
 * @param run runs it; calls may overlap
 * @param whole runs it on images before any preprocessing, where it does that itself, to the same bits
 * @param <T> what it takes: {@link io.discern.preprocess.PixelBatch} or {@link io.discern.text.TokenBatch}
 */
public record ModelTower<T>(
        String file,
        String output,
        int dimension,
        Optional<Pooling> pooling,
        int fixedBatch,
        Run<T> run,
        Optional<Run<List<RgbImage>>> whole) {

    /** Checks that nothing is missing. */
    public ModelTower {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(pooling, "pooling");
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(whole, "whole");
    }

    /** A tower that leaves preprocessing to others. */
    public ModelTower(
            String file, String output, int dimension, Optional<Pooling> pooling, int fixedBatch, Run<T> run) {
        this(file, output, dimension, pooling, fixedBatch, run, Optional.empty());
    }

    /** This tower, which can preprocess images by itself. */
    public ModelTower<T> ofImages(Run<List<RgbImage>> images) {
        return new ModelTower<>(file, output, dimension, pooling, fixedBatch, run, Optional.of(images));
    }

    /** Runs a tower on a batch. */
    @FunctionalInterface
    public interface Run<T> {
        /** Writes {@code count x dimension} values, row-major, from the buffer's position. */
        void run(T batch, FloatBuffer rows);
    }

    /** How many inputs one run had best take where a caller asks for so many: as asked, or what the tower's own number divides. */
    int batchSize(int asked) {
        return fixedBatch == 0 ? asked : Math.max(1, asked / fixedBatch) * fixedBatch;
    }
}

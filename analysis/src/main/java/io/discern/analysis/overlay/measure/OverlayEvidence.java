package io.discern.analysis.overlay.measure;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.run.OverlayPlan;
import java.util.Optional;

/**
 * What a measure works from: the same images clean and in every condition, row {@code i} being one image in all of them. Arrays are
 * the caller's own; embeddings belong to the suite and are valid while it measures.
 */
public interface OverlayEvidence {

    /** The clean images with their labels and groups. */
    LabeledEmbeddings clean();

    /**
     * The images in one condition, with the labels and groups of the clean ones.
     *
     * @throws IllegalArgumentException if it was not drawn
     */
    LabeledEmbeddings in(Condition condition);

    /** The conditions. */
    OverlayPlan plan();

    /**
     * For each row the class that the wrong label names, by its place among the classes of {@link #clean()}; -1 if no clean image of
     * that class is left.
     */
    int[] named();

    /** {@code 1 - cos} of each clean image and its version in that condition. */
    double[] shift(Condition condition);

    /**
     * The class that the k nearest clean images of other groups vote for, for each row.
     *
     * @param condition how the images that are voted on are shown; empty for clean
     * @throws IllegalStateException if some image has no more than k candidates
     */
    int[] taken(Optional<Condition> condition);

    /** The unit vector of a class name or a marker; empty if the encoder encodes no texts or refused this one. */
    Optional<double[]> word(String text);

    /** Decides every random choice. */
    long seed();
}

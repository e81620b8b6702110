package io.discern.analysis.study;

import java.util.List;

/**
 * What a reader of an encoder's embeddings says of one image.
 *
 * @param encoder the encoder's label
 * @param dataset the data set's name
 * @param image which image
 * @param reader who reads: {@link #NEIGHBOURS} or {@link #TEXTS}
 * @param prediction the class that the reader takes it for
 * @param margin how clearly it is right, in what the reader compares: the image's own class less the best other one; negative where it is
 *     wrong, and 0 on a tie
 * @param nearest the nearest images that voted, from the nearest; empty for {@link #TEXTS}
 */
public record ImageReading(
        String encoder,
        String dataset,
        Image image,
        String reader,
        String prediction,
        double margin,
        List<Neighbour> nearest) {
    /** How many nearest images vote. */
    public static final int K = 5;
    /** The {@value #K} nearest images of other groups vote, by majority; margins are shares of votes. */
    public static final String NEIGHBOURS = "knn,k=" + K;
    /** The class whose prompts are nearest, normalized and then averaged; margins are cosines. */
    public static final String TEXTS = "zero-shot,normalize-then-mean";

    /**
     * An image that is read.
     *
     * @param id its id
     * @param label its class
     * @param group its group
     * @param split its part of a protocol, or empty
     */
    public record Image(String id, String label, String group, String split) {}

    /**
     * An image nearby.
     *
     * @param id its id
     * @param cosine of the two embeddings
     */
    public record Neighbour(String id, double cosine) {}

    /** Copies. */
    public ImageReading {
        nearest = List.copyOf(nearest);
    }

    /** Whether the reader is right. */
    public boolean correct() {
        return prediction.equals(image.label);
    }
}

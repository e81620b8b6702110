package io.discern.analysis.overlay;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an encoder takes one image for, clean and in every condition that was drawn.
 *
 * <p>Conditions are named as results are: {@link #CLEAN}, {@code text}, {@code box}, {@code scrambled}, {@code mirrored}, each also {@code
 * ...,at=STYLE}, {@code again}, {@code jpeg-90}, {@code noise-1}; of the whole suite also {@code ...,text=MARKER} and {@code
 * ...,contrast=X}.
 *
 * @param id the image's id
 * @param named the class that the wrong label names
 * @param byNeighbors by condition the class that the k nearest clean images vote; empty where too few can
 * @param byNames by condition the class whose name is nearest as a text; empty without a text tower that tells the names apart
 * @param nearest the clean images that are nearest to the image with the text, from the nearest
 */
public record OverlaidImage(
        String id, String named, Map<String, String> byNeighbors, Map<String, String> byNames, List<Neighbor> nearest) {
    /** The name of the image as it is. */
    public static final String CLEAN = "clean";

    /** The name of the image with the text in the base style. */
    public static final String TEXT = "text";

    /**
     * A clean image nearby.
     *
     * @param id its id
     * @param cosine of the two embeddings
     */
    public record Neighbor(String id, double cosine) {}

    /** Copies. */
    public OverlaidImage {
        byNeighbors = Collections.unmodifiableMap(new LinkedHashMap<>(byNeighbors));
        byNames = Collections.unmodifiableMap(new LinkedHashMap<>(byNames));
        nearest = List.copyOf(nearest);
    }

    /** Whether its neighbours vote otherwise once the text is drawn. */
    public boolean flips() {
        return byNeighbors.containsKey(TEXT) && !byNeighbors.get(TEXT).equals(byNeighbors.get(CLEAN));
    }

    /** Whether they then vote for the class that the text names. */
    public boolean flipsToNamed() {
        return flips() && byNeighbors.get(TEXT).equals(named);
    }
}

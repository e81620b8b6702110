package io.discern.analysis.overlay.run;

import java.util.stream.IntStream;

/**
 * What every measure works from.
 *
 * @param images the embeddings, clean and in every condition
 * @param plan the conditions
 * @param votes what the images are taken for
 * @param words the class names and drawn strings in the encoder's space, if it encodes texts
 * @param seed decides every random choice
 */
public record OverlayEvidence(AlignedImages images, OverlayPlan plan, ClassVotes votes, OverlayWords words, long seed) {

    /** All rows. */
    public int[] all() {
        return IntStream.range(0, images.count()).toArray();
    }

    /** {@code 1 - cos} of each clean image and its overlaid version. */
    public double[] shift(Condition condition) {
        var overlaid = images.in(condition);
        return IntStream.range(0, images.count())
                .mapToDouble(row ->
                        1 - UnitVectors.cosine(UnitVectors.of(images.clean(), row), UnitVectors.of(overlaid, row)))
                .toArray();
    }
}

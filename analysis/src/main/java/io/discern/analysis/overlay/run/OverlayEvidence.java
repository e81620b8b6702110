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
    public double[] shift(OverlayCondition condition) {
        var overlaid = images.in(condition);
        return IntStream.range(0, images.count())
                .mapToDouble(row ->
                        1 - UnitVectors.cosine(UnitVectors.of(images.clean(), row), UnitVectors.of(overlaid, row)))
                .toArray();
    }

    /** The mean of {@code 1 - cos} over pairs of class centroids of clean unit rows; NaN with fewer than two classes. */
    public double classUnit() {
        double[][] centroids = UnitVectors.classMeans(images.clean());
        double sum = 0;
        int pairs = 0;
        for (int a = 0; a < centroids.length; a++) {
            for (int b = a + 1; b < centroids.length; b++) {
                sum += 1 - UnitVectors.cosine(centroids[a], centroids[b]);
                pairs++;
            }
        }
        return sum / pairs;
    }

    /** Why there is no class unit, where there is none. */
    public String reasonAgainstClassUnit() {
        return images.clean().classes().size() < 2
                ? "one class only is left, so there is no distance between classes"
                : "class centroids have the same direction, so there is no unit";
    }
}

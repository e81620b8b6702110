package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.overlay.run.AlignedImages;
import io.discern.analysis.internal.overlay.run.ClassVotes;
import io.discern.analysis.internal.overlay.run.OverlayWords;
import io.discern.analysis.internal.overlay.run.UnitVectors;
import io.discern.analysis.overlay.measure.OverlayEvidence;
import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.run.OverlayPlan;
import java.util.Optional;
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
public record SuiteEvidence(AlignedImages images, OverlayPlan plan, ClassVotes votes, OverlayWords words, long seed)
        implements OverlayEvidence {

    /** All rows. */
    public int[] all() {
        return IntStream.range(0, images.count()).toArray();
    }

    @Override
    public LabeledEmbeddings clean() {
        return images.clean();
    }

    @Override
    public LabeledEmbeddings in(Condition condition) {
        return images.in(condition);
    }

    @Override
    public int[] named() {
        return images.named().clone();
    }

    @Override
    public double[] shift(Condition condition) {
        var overlaid = images.in(condition);
        return IntStream.range(0, images.count())
                .mapToDouble(row ->
                        1 - UnitVectors.cosine(UnitVectors.of(images.clean(), row), UnitVectors.of(overlaid, row)))
                .toArray();
    }

    @Override
    public int[] taken(Optional<Condition> condition) {
        votes.reasonAgainst().ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        return condition.map(votes::of).orElseGet(votes::clean).classes().clone();
    }

    @Override
    public Optional<double[]> word(String text) {
        return Optional.ofNullable(words.of(text)).map(double[]::clone);
    }
}

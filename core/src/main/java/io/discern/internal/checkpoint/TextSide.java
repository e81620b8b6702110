package io.discern.internal.checkpoint;

import io.discern.EncoderException;
import io.discern.internal.tower.Head;
import io.discern.internal.tower.ImageTower;
import io.discern.internal.tower.TextTower;
import io.discern.internal.tower.Towers;
import io.discern.internal.weights.Weights;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * The text side of a checkpoint with two towers: the tower, or why it cannot be had. The image tower opens either way.
 *
 * @param tower what was read
 * @param reason what was found instead
 */
record TextSide(Optional<TextTower> tower, Optional<String> reason) {

    /**
     * Reads it.
     *
     * @param tower reads the tower
     * @param config of the tower, not needed where it cannot be read
     * @param skip lays the tower's weights aside where it cannot be read
     */
    static TextSide read(Supplier<TextTower> tower, Config config, Runnable skip) {
        try {
            return new TextSide(Optional.of(tower.get()), Optional.empty());
        } catch (EncoderException unknown) {
            config.skip();
            skip.run();
            return new TextSide(Optional.empty(), Optional.of(unknown.getMessage()));
        }
    }

    /**
     * Both sides: their embeddings share a space, and what cosines are scaled by lies beside them.
     *
     * @param tensors of the checkpoint
     * @param stored where its arrays lie
     */
    Towers beside(ImageTower image, Tensors tensors, Weights stored) {
        OptionalDouble scale = tensors.number("logit_scale");
        return new Towers(
                stored,
                Optional.of(image.with(image.head().called(Head.IMAGE))),
                tower.map(text -> text.with(text.head().called(Head.TEXT))),
                reason,
                scale.isPresent() ? OptionalDouble.of(Math.exp(scale.getAsDouble())) : scale,
                tensors.number("logit_bias"));
    }
}

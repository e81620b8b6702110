package io.discern.internal.checkpoint;

import io.discern.EncoderException;
import io.discern.internal.tower.TextTower;
import java.util.Optional;
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
}

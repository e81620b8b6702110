package io.discern.analysis.baseline;

import io.discern.VisionLanguageEncoder;
import java.util.List;

/**
 * The baselines of a study: what the picture's colours alone tell, what its rough layout tells, and what the structure of a
 * network tells that was never trained.
 */
public final class Baselines {
    private Baselines() {}

    /** The mean colour: 3 values, red, green and blue in [0, 1]. */
    public static VisionLanguageEncoder meanColour() {
        return new PixelGrid("mean colour", 1);
    }

    /** An 8 x 8 thumbnail: 192 values in [0, 1]. */
    public static VisionLanguageEncoder thumbnail() {
        return new PixelGrid("thumbnail 8x8", 8);
    }

    /** A convolutional network with random weights, the same for everybody: {@value RandomNetwork#DIMENSION} values. */
    public static VisionLanguageEncoder randomNetwork() {
        return new RandomNetwork();
    }

    /** All of them; the caller closes them. */
    public static List<VisionLanguageEncoder> all() {
        return List.of(meanColour(), thumbnail(), randomNetwork());
    }
}

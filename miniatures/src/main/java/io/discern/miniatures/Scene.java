package io.discern.miniatures;

import java.util.List;

/**
 * What one image shows, drawn before it is painted: the latent parameters. Immutable; painting it
 * twice gives the same bytes.
 */
interface Scene {

    /** The visible properties in words, for the caption: "round", "light brown". */
    List<String> details();

    /** Paints the picture. */
    Canvas paint();

    /** Draws a scene of a class from chance. */
    interface Sampler {

        /**
         * @param label the class, one of the modality's labels
         * @param patient chance shared by all images of a patient, fresh for each call
         * @param image chance of this image
         */
        Scene sample(String label, Chance patient, Chance image);
    }

    /** A picture side in pixels. */
    static int side(Chance chance) {
        return chance.between(128, 200);
    }
}

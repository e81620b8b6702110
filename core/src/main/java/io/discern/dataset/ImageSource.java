package io.discern.dataset;

import io.discern.image.RgbImage;
import java.io.IOException;

/** Where one image of a data set comes from; loaded when needed, possibly on several threads and more than once. */
@FunctionalInterface
public interface ImageSource {

    /**
     * Loads the image.
     *
     * @throws IOException if it cannot be read; the message names the file and the reason
     */
    RgbImage load() throws IOException;
}

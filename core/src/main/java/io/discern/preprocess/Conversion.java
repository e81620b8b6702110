package io.discern.preprocess;

/**
 * When an image whose file holds another mode than RGB (a palette, black and white, alpha, inks) becomes RGB. The two orders give
 * other pixels for such files, and the same for RGB and gray ones.
 */
public enum Conversion {
    /** Before the resize, as Hugging Face's image processors and most data loaders do. */
    FIRST,
    /**
     * After resize and crop, as OpenAI's CLIP and open_clip do: Pillow then takes the nearest pixel of an image with a palette
     * or of black and white, and resizes colours with their alpha multiplied in.
     */
    LAST
}

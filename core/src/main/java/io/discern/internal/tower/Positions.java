package io.discern.internal.tower;

/**
 * A table of vectors that are added to the tokens of a picture.
 *
 * @param table {@code [prefix + rows * columns, dim]}
 * @param prefix how many of the tokens in front of the patches have a row, from the first on
 * @param rows of the grid of patches that the table was trained for
 * @param columns of that grid
 * @param resampling how it is made to fit another grid
 */
public record Positions(Weight table, int prefix, int rows, int columns, Resampling resampling) {

    /** How a table of one grid becomes one of another, as the library does that the model comes from. */
    public enum Resampling {
        /** It has to be the grid of the table. */
        NONE,
        /** Bicubic (a = -0.75), no antialiasing: transformers' DINOv2. */
        BICUBIC,
        /** Bicubic (a = -0.5), antialiased where it gets smaller: timm, open_clip, and transformers' DINOv2 with registers. */
        BICUBIC_ANTIALIASED
    }
}

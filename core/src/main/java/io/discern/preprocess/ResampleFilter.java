package io.discern.preprocess;

/** The filters of Pillow's {@code Image.resize}, by its names; all but {@link #NEAREST} widen when shrinking (anti-alias). */
public enum ResampleFilter {
    /** The pixel under the centre. */
    NEAREST,
    /** The mean of the pixels covered. */
    BOX,
    /** Triangle of support 1. */
    BILINEAR,
    /** Raised cosine window of support 1. */
    HAMMING,
    /** Keys' cubic, a = -0.5, of support 2. */
    BICUBIC,
    /** Windowed sinc of support 3. */
    LANCZOS
}

/**
 * Images as the encoders see them before preprocessing.
 *
 * <p>{@link io.discern.image.ImageDecoder} turns a file into an {@link io.discern.image.RgbImage}. Files are not trusted: the
 * header is read first and checked against {@link io.discern.image.ImageLimits} before anything is allocated.
 */
package io.discern.image;

/**
 * From an image to the tensor that a model was trained on, bit for bit.
 *
 * <p>A {@link io.discern.preprocess.PreprocessSpec} is data: size, how to resize, filter, crop, mean and standard deviation;
 * it comes from a preset, from a model's {@code preprocessor_config.json}, or from the caller, and its hash goes into every
 * report. A {@link io.discern.preprocess.Preprocessor} applies it to many images at once and writes a
 * {@link io.discern.preprocess.PixelBatch}. Resizing equals Pillow's to the last bit, because a different resize is the
 * commonest silent reason why features differ between tools.
 */
package io.discern.preprocess;

/**
 * Labelled data sets of images.
 *
 * <p>{@link io.discern.dataset.LabeledImages#open} reads a folder, whose structure says classes, splits and patients, a table with a row for each
 * image, or a MedMNIST archive, as a {@link io.discern.dataset.DatasetConfig} says. Every file is an image, a listed exclusion or a listed
 * failure. No pixel is read yet, except of what is named as a mask. {@link io.discern.dataset.ImageAudit} then looks at every picture: unreadable ones,
 * copies, near copies; what it finds travels with the data set as its {@link io.discern.dataset.DatasetAudit}.
 */
package io.discern.dataset;

/**
 * Labelled data sets of images.
 *
 * <p>{@link io.discern.dataset.LabeledImages#open} reads a folder of class folders, a CSV manifest, or a MedMNIST
 * {@code .npz}. Each row keeps its id, label, group (the patient or lesion that several images share) and attributes, so that
 * what follows can keep dependent images together.
 */
package io.discern.dataset;

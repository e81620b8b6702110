/**
 * DICOM images and NIfTI-1 slices as image formats: with this jar on the class path,
 * {@link io.discern.image.ImageDecoder} reads them like any other file.
 *
 * <p>Gray values go through the modality's rescaling, then through the range that was asked for
 * ({@link io.discern.image.GrayRange}); by default that is the look-up table or the window that the file itself holds.
 * Identifiers of people leave this package only hashed.
 */
package io.discern.dicom;

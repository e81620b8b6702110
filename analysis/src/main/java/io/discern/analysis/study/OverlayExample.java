package io.discern.analysis.study;

import io.discern.image.RgbImage;

/**
 * One image as the overlay measure shows it to every encoder.
 *
 * @param dataset the data set's name
 * @param label the image's class
 * @param named the class that the text names
 * @param clean the image
 * @param text with the text
 * @param box with the blank box
 */
public record OverlayExample(
        String dataset, String label, String named, RgbImage clean, RgbImage text, RgbImage box) {}

package io.discern.analysis.study;

import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.image.RgbImage;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One image as the overlay measure shows it to every encoder.
 *
 * @param dataset the data set's name
 * @param label the image's class
 * @param named the class that the text names
 * @param clean the image
 * @param overlaid with the text and with each control
 * @param styles with the text in every other style that was drawn, by what departs; empty but for the first of a data set
 */
public record OverlayExample(
        String dataset,
        String label,
        String named,
        RgbImage clean,
        Map<OverlayInk, RgbImage> overlaid,
        Map<String, RgbImage> styles) {

    /** Copies the maps. */
    public OverlayExample {
        overlaid = new EnumMap<>(overlaid);
        styles = Collections.unmodifiableMap(new LinkedHashMap<>(styles));
    }

    /** With the text. */
    public RgbImage text() {
        return overlaid.get(OverlayInk.TEXT);
    }

    /** With the box. */
    public RgbImage box() {
        return overlaid.get(OverlayInk.BOX);
    }
}

package io.discern.analysis;

import io.discern.analysis.overlay.draw.OverlayRenderer;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.image.RgbImage;
import java.util.Arrays;

/**
 * A word as it is drawn on {@linkplain ToyImages toy images}. Its box hides what lies below, so it is on an image whose pixels there are
 * those of any other image that bears it.
 */
public record DrawnWord(OverlayRenderer.Box box, RgbImage bearer) {

    /** In the standard style. */
    public static DrawnWord of(String word) {
        OverlayRenderer renderer = new OverlayRenderer();
        OverlaySpec spec = OverlaySpec.of(word);
        RgbImage bearer = renderer.render(ToyImages.image(0, 0), spec);
        return new DrawnWord(renderer.place(bearer.width(), bearer.height(), spec), bearer);
    }

    /** Whether a toy image bears it. */
    public boolean isOn(RgbImage image) {
        for (int y = box.y(); y < box.y() + box.height(); y++) {
            int from = 3 * (y * image.width() + box.x());
            int to = from + 3 * box.width();
            if (!Arrays.equals(image.pixels(), from, to, bearer.pixels(), from, to)) {
                return false;
            }
        }
        return true;
    }
}

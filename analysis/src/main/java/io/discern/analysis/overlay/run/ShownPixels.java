package io.discern.analysis.overlay.run;

import io.discern.dataset.ImageSource;
import io.discern.dataset.LabeledImage;
import io.discern.image.RgbImage;
import io.discern.preprocess.PreprocessSpec;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/** The pixels of an image as a condition shows it: drawn when they are loaded, and never kept. Who draws elsewhere finds here what of, and tells the size. */
public final class ShownPixels implements ImageSource {
    private final LabeledImage image;
    private final Shown shown;
    private final Optional<PreprocessSpec> preprocessing;
    private final Told told;

    /** Is told how large a picture was that has been drawn; from any thread. */
    @FunctionalInterface
    public interface Told {
        /** Width and height in pixels. */
        void size(int width, int height);
    }

    /**
     * Of an image.
     *
     * @param image as it is
     * @param preprocessing what the encoder does before it looks, if known
     */
    public ShownPixels(LabeledImage image, Shown shown, Optional<PreprocessSpec> preprocessing, Told told) {
        this.image = Objects.requireNonNull(image, "image");
        this.shown = Objects.requireNonNull(shown, "shown");
        this.preprocessing = Objects.requireNonNull(preprocessing, "preprocessing");
        this.told = Objects.requireNonNull(told, "told");
    }

    /** The image as it is. */
    public LabeledImage image() {
        return image;
    }

    /** How it is shown. */
    public Shown shown() {
        return shown;
    }

    @Override
    public RgbImage load() throws IOException {
        RgbImage drawn = shown.draw(image, preprocessing);
        drawnElsewhere(drawn.width(), drawn.height());
        return drawn;
    }

    /** What {@link #load} would have said of the picture's size. */
    public void drawnElsewhere(int width, int height) {
        told.size(width, height);
    }
}

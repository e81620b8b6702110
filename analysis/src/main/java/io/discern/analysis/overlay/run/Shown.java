package io.discern.analysis.overlay.run;

import io.discern.analysis.overlay.draw.OverlayRenderer;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.dataset.LabeledImage;
import io.discern.image.RgbImage;
import io.discern.preprocess.Conversion;
import io.discern.preprocess.PreprocessSpec;
import java.io.IOException;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/**
 * All that decides how an image is shown in a condition, besides its pixels: a picture can be drawn wherever its file is.
 *
 * @param condition what is drawn or changed
 * @param named the wrong class dealt to the image
 * @param seed decides random letters and noise, together with the image's id
 */
public record Shown(Condition condition, String named, long seed) implements Serializable {

    /** Checks that there is a condition and a name. */
    public Shown {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(named, "named");
    }

    /**
     * Loads an image and draws it so.
     *
     * @param preprocessing what the encoder does before it looks, if known
     * @throws IOException if it cannot be read, or if the encoder would resize it in its file's own mode: what is drawn on is RGB, and the other
     *     resize would count as an effect of the text
     */
    public RgbImage draw(LabeledImage image, Optional<PreprocessSpec> preprocessing) throws IOException {
        RgbImage pixels = image.source().load();
        boolean last = preprocessing
                .filter(known -> known.convert() == Conversion.LAST)
                .isPresent();
        if (last && pixels.source().isPresent()) {
            throw new IOException(image.path() + ": is stored as "
                    + pixels.source().get().mode().pillowName()
                    + ", which this encoder resizes before it is converted to RGB, so a drawn copy could not be compared with it."
                    + " Convert the file to RGB.");
        }
        if (condition instanceof OverlayCondition overlay) {
            return new OverlayRenderer().render(pixels, spec(image, overlay), overlay.ink());
        }
        return ((HarmlessChange) condition).of(pixels, seed ^ image.id().hashCode());
    }

    private OverlaySpec spec(LabeledImage image, OverlayCondition overlay) {
        return overlay.style().withText(overlay.text().on(image, named, seed));
    }
}

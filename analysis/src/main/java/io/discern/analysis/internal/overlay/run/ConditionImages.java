package io.discern.analysis.internal.overlay.run;

import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayRenderer;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.draw.VisibleShare;
import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.run.HarmlessChange;
import io.discern.analysis.overlay.run.OverlayCondition;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.preprocess.Conversion;
import io.discern.preprocess.PreprocessSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A data set drawn in any condition. Pictures are drawn when they are loaded and never kept; what is kept is how much of the
 * wrong label the encoder's preprocessing leaves visible.
 */
public final class ConditionImages {
    private final OverlayRenderer renderer = new OverlayRenderer();
    private final LabeledImages clean;
    private final Map<String, String> named;
    private final Optional<PreprocessSpec> preprocessing;
    private final long seed;
    private final Map<OverlayCondition, Map<String, VisibleShare>> visible = new HashMap<>();

    /**
     * Creates it.
     *
     * @param named the wrong class of each image, by id
     * @param preprocessing what the encoder does before it looks, if known
     */
    public ConditionImages(
            LabeledImages clean, Map<String, String> named, Optional<PreprocessSpec> preprocessing, long seed) {
        this.clean = clean;
        this.named = named;
        this.preprocessing = preprocessing;
        this.seed = seed;
    }

    /** The data set in that condition. */
    public LabeledImages in(Condition condition) {
        List<LabeledImage> images =
                condition instanceof OverlayCondition overlay ? overlaid(overlay) : changed((HarmlessChange) condition);
        return new LabeledImages(clean.name(), images);
    }

    private List<LabeledImage> overlaid(OverlayCondition condition) {
        Map<String, VisibleShare> shares = new ConcurrentHashMap<>();
        visible.put(condition, shares);
        boolean account = condition.text() == OverlayText.WRONG_LABEL && condition.ink() == OverlayInk.TEXT;
        return clean.images().stream()
                .map(image -> image.withSource(() -> {
                    RgbImage source = comparable(image);
                    OverlaySpec spec = spec(image, condition);
                    if (account) {
                        share(source, spec).ifPresent(share -> shares.put(image.id(), share));
                    }
                    return renderer.render(source, spec, condition.ink());
                }))
                .toList();
    }

    private List<LabeledImage> changed(HarmlessChange change) {
        List<LabeledImage> images = new ArrayList<>(clean.images());
        if (change == HarmlessChange.AGAIN) {
            Collections.shuffle(images, new Random(seed));
            return images;
        }
        return images.stream()
                .map(image -> image.withSource(
                        () -> change.of(comparable(image), seed ^ image.id().hashCode())))
                .toList();
    }

    /**
     * The picture to draw on. One that the encoder would resize in its file's own mode is refused: what is drawn on is RGB, and the
     * other resize would count as an effect of the text.
     */
    private RgbImage comparable(LabeledImage image) throws IOException {
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
        return pixels;
    }

    private OverlaySpec spec(LabeledImage image, OverlayCondition condition) {
        return condition.style().withText(condition.text().on(image, named.get(image.id()), seed));
    }

    private Optional<VisibleShare> share(RgbImage image, OverlaySpec spec) {
        return preprocessing.map(known -> VisibleShare.of(
                renderer,
                image.width(),
                image.height(),
                spec,
                known.visible(image.width(), image.height()),
                known.outputWidth(),
                known.outputHeight()));
    }

    /** The visible shares of a condition that was drawn, for the images with these ids; empty if the steps are not known. */
    public Optional<List<VisibleShare>> visible(OverlayCondition condition, List<String> ids) {
        return preprocessing.map(
                known -> ids.stream().map(visible.get(condition)::get).toList());
    }
}

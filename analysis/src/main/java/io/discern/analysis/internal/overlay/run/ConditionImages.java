package io.discern.analysis.internal.overlay.run;

import io.discern.analysis.overlay.draw.OverlayRenderer;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.draw.VisibleShare;
import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.run.HarmlessChange;
import io.discern.analysis.overlay.run.OverlayCondition;
import io.discern.analysis.overlay.run.Shown;
import io.discern.analysis.overlay.run.ShownPixels;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.preprocess.PreprocessSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A data set drawn in any condition. Pictures are drawn when they are loaded and never kept; what is kept is how large they are, for what the
 * encoder's preprocessing leaves visible of an overlay.
 */
public final class ConditionImages {
    private final OverlayRenderer renderer = new OverlayRenderer();
    private final LabeledImages clean;
    private final Map<String, String> named;
    private final Optional<PreprocessSpec> preprocessing;
    private final long seed;
    private final Map<String, Size> sizes = new ConcurrentHashMap<>();

    /** Of a picture in pixels; the same in every condition. */
    private record Size(int width, int height) {}

    /** All that tells visible shares of a condition apart: a few names on pictures of a few sizes, more often than not. */
    private record Written(Size size, String text) {}

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
        List<LabeledImage> images = new ArrayList<>(clean.images());
        if (condition == HarmlessChange.AGAIN) {
            Collections.shuffle(images, new Random(seed));
        } else {
            images.replaceAll(image -> image.withSource(new ShownPixels(
                    image,
                    new Shown(condition, named.get(image.id()), seed),
                    preprocessing,
                    (width, height) -> sizes.put(image.id(), new Size(width, height)))));
        }
        return new LabeledImages(clean.name(), images);
    }

    /** The visible shares of a condition, for images with these ids that were drawn; empty if the steps are not known. */
    public Optional<List<VisibleShare>> visible(OverlayCondition condition, List<String> ids) {
        Map<String, LabeledImage> images = new HashMap<>();
        clean.images().forEach(image -> images.put(image.id(), image));
        Map<Written, VisibleShare> shares = new ConcurrentHashMap<>();
        return preprocessing.map(known -> ids.parallelStream()
                .map(id -> new Written(sizes.get(id), condition.text().on(images.get(id), named.get(id), seed)))
                .map(written -> shares.computeIfAbsent(written, unseen -> share(unseen, condition.style(), known)))
                .toList());
    }

    private VisibleShare share(Written written, OverlaySpec style, PreprocessSpec known) {
        int width = written.size().width();
        int height = written.size().height();
        return VisibleShare.of(
                renderer,
                width,
                height,
                style.withText(written.text()),
                known.visible(width, height),
                known.outputWidth(),
                known.outputHeight());
    }
}

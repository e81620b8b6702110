package io.discern.analysis.study;

import io.discern.analysis.internal.picture.SmallPicture;
import io.discern.analysis.overlay.OverlayScreening;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayRenderer;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Picks overlaid images to show: the first readable image of each of the first classes. */
final class Examples {
    private static final Logger LOG = LoggerFactory.getLogger(Examples.class);
    private static final int PER_DATASET = 3;
    /** Of pictures of other styles, in pixels: there are many of them. */
    private static final int STYLE_EDGE = 160;

    private Examples() {}

    static List<OverlayExample> of(List<LabeledImages> datasets, List<OverlaySpec> styles, long seed) {
        List<OverlayExample> examples = new ArrayList<>();
        for (LabeledImages images : datasets) {
            if (images.classes().size() >= 2) {
                examples.addAll(of(images, styles, OverlayScreening.namedClasses(images, seed)));
            }
        }
        return examples;
    }

    private static List<OverlayExample> of(LabeledImages images, List<OverlaySpec> styles, Map<String, String> named) {
        List<OverlayExample> examples = new ArrayList<>();
        Set<String> shown = new HashSet<>();
        for (LabeledImage image : images.images()) {
            if (examples.size() < PER_DATASET && !shown.contains(image.label())) {
                String text = named.get(image.id());
                List<OverlaySpec> drawn =
                        styles.stream().map(style -> style.withText(text)).toList();
                example(images.name(), image, examples.isEmpty() ? drawn : drawn.subList(0, 1))
                        .ifPresent(example -> {
                            examples.add(example);
                            shown.add(image.label());
                        });
            }
        }
        return examples;
    }

    private static Optional<OverlayExample> example(String dataset, LabeledImage image, List<OverlaySpec> styles) {
        OverlayRenderer renderer = new OverlayRenderer();
        try {
            RgbImage clean = image.source().load();
            OverlaySpec base = styles.get(0);
            Map<OverlayInk, RgbImage> overlaid = new EnumMap<>(OverlayInk.class);
            for (OverlayInk ink : OverlayInk.values()) {
                overlaid.put(ink, renderer.render(clean, base, ink));
            }
            Map<String, RgbImage> others = new LinkedHashMap<>();
            for (OverlaySpec style : styles.subList(1, styles.size())) {
                style.departure(base)
                        .ifPresent(
                                name -> others.put(name, SmallPicture.of(renderer.render(clean, style), STYLE_EDGE)));
            }
            return Optional.of(new OverlayExample(dataset, image.label(), base.text(), clean, overlaid, others));
        } catch (IOException | RuntimeException unreadable) {
            // Already a failure of the study, found when the image was embedded.
            LOG.debug("no example from {}: {}", image.path(), unreadable.getMessage());
            return Optional.empty();
        }
    }
}

package io.discern.analysis.study;

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

    private Examples() {}

    static List<OverlayExample> of(List<LabeledImages> datasets, OverlaySpec style, long seed) {
        List<OverlayExample> examples = new ArrayList<>();
        for (LabeledImages images : datasets) {
            if (images.classes().size() >= 2) {
                examples.addAll(of(images, style, OverlayScreening.namedClasses(images, seed)));
            }
        }
        return examples;
    }

    private static List<OverlayExample> of(LabeledImages images, OverlaySpec style, Map<String, String> named) {
        List<OverlayExample> examples = new ArrayList<>();
        Set<String> shown = new HashSet<>();
        for (LabeledImage image : images.images()) {
            if (examples.size() < PER_DATASET && !shown.contains(image.label())) {
                example(images.name(), image, style.withText(named.get(image.id())))
                        .ifPresent(example -> {
                            examples.add(example);
                            shown.add(image.label());
                        });
            }
        }
        return examples;
    }

    private static Optional<OverlayExample> example(String dataset, LabeledImage image, OverlaySpec spec) {
        OverlayRenderer renderer = new OverlayRenderer();
        try {
            RgbImage clean = image.source().load();
            Map<OverlayInk, RgbImage> overlaid = new EnumMap<>(OverlayInk.class);
            for (OverlayInk ink : OverlayInk.values()) {
                overlaid.put(ink, renderer.render(clean, spec, ink));
            }
            return Optional.of(new OverlayExample(dataset, image.label(), spec.text(), clean, overlaid));
        } catch (IOException | RuntimeException unreadable) {
            // Already a failure of the study, found when the image was embedded.
            LOG.debug("no example from {}: {}", image.path(), unreadable.getMessage());
            return Optional.empty();
        }
    }
}

package io.discern.analysis.study;

import io.discern.analysis.internal.picture.SmallPicture;
import io.discern.analysis.overlay.OverlaidImage;
import io.discern.analysis.overlay.draw.OverlayRenderer;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small picture of an image whose class changes for some encoder when a text is drawn, as it is and with the text.
 *
 * @param dataset the data set's name
 * @param id the image's id
 * @param named the class that the text names
 * @param clean at most {@value #LONGEST_EDGE} pixels wide and high
 * @param overlaid the same size
 */
public record FlipPicture(String dataset, String id, String named, RgbImage clean, RgbImage overlaid) {
    /** The most of a data set: those that flip for most encoders, to the named class before to others. */
    public static final int MOST = 72;

    /** In pixels. */
    public static final int LONGEST_EDGE = 104;

    private static final Logger LOG = LoggerFactory.getLogger(FlipPicture.class);

    /**
     * Of a data set, the worst first; images that cannot be read are left out.
     *
     * @param overlaid what the encoders took its images for
     */
    static List<FlipPicture> of(LabeledImages images, OverlaySpec style, List<OverlaidImage> overlaid) {
        Map<String, Integer> flips = new LinkedHashMap<>();
        Map<String, String> named = new LinkedHashMap<>();
        for (OverlaidImage image : overlaid) {
            if (image.flips()) {
                flips.merge(image.id(), image.flipsToNamed() ? 1000 : 1, Integer::sum);
                named.put(image.id(), image.named());
            }
        }
        return images.images().stream()
                .filter(image -> flips.containsKey(image.id()))
                .sorted(Comparator.comparingInt(image -> -flips.get(image.id())))
                .limit(MOST)
                .flatMap(image -> of(images.name(), image, style.withText(named.get(image.id()))).stream())
                .toList();
    }

    private static Optional<FlipPicture> of(String dataset, LabeledImage image, OverlaySpec spec) {
        try {
            RgbImage clean = image.source().load();
            RgbImage overlaid = new OverlayRenderer().render(clean, spec);
            return Optional.of(new FlipPicture(
                    dataset,
                    image.id(),
                    spec.text(),
                    SmallPicture.of(clean, LONGEST_EDGE),
                    SmallPicture.of(overlaid, LONGEST_EDGE)));
        } catch (IOException | RuntimeException unreadable) {
            LOG.debug("no picture of {}: {}", image.path(), unreadable.getMessage());
            return Optional.empty();
        }
    }
}

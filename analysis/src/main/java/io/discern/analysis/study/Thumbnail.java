package io.discern.analysis.study;

import io.discern.analysis.internal.picture.SmallPicture;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small picture of an image of a study, for pages.
 *
 * @param dataset the data set's name
 * @param id the image's id
 * @param label its class
 * @param picture at most {@value #LONGEST_EDGE} pixels wide and high
 */
public record Thumbnail(String dataset, String id, String label, RgbImage picture) {
    /** The most of a data set; of more, as even over the classes as may be. */
    public static final int MOST = 600;

    /** In pixels. */
    public static final int LONGEST_EDGE = 48;

    private static final Logger LOG = LoggerFactory.getLogger(Thumbnail.class);

    /** Of a data set, by class; images that cannot be read are left out. */
    static List<Thumbnail> of(LabeledImages images) {
        return images.limit(MOST).images().parallelStream()
                .flatMap(image -> of(images.name(), image).stream())
                .sorted(Comparator.comparing(Thumbnail::label))
                .toList();
    }

    private static Optional<Thumbnail> of(String dataset, LabeledImage image) {
        try {
            RgbImage small = SmallPicture.of(image.source().load(), LONGEST_EDGE);
            return Optional.of(new Thumbnail(dataset, image.id(), image.label(), small));
        } catch (IOException | RuntimeException unreadable) {
            // Already a failure of the study, found when the image was embedded.
            LOG.debug("no thumbnail of {}: {}", image.path(), unreadable.getMessage());
            return Optional.empty();
        }
    }
}

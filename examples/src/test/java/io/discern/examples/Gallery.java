package io.discern.examples;

import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.overlay.run.Shown;
import io.discern.analysis.overlay.run.ShownPixels;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.internal.model.ForwardingEncoder;
import io.discern.run.DatasetEncoder;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pictures of a plan's conditions: each is drawn once, for the first of many encoders, and the same object is shown to all of them. */
final class Gallery {
    private record Place(String image, Shown shown) {}

    private final Map<Place, RgbImage> drawn = new HashMap<>();

    /** The encoder, looking at these pictures; what it answers is what it would without. */
    VisionLanguageEncoder shownTo(VisionLanguageEncoder encoder) {
        return new Visitor(encoder);
    }

    private RgbImage picture(LabeledImage image) {
        try {
            if (!(image.source() instanceof ShownPixels pixels)) {
                return image.source().load();
            }
            Place place = new Place(image.id(), pixels.shown());
            RgbImage picture = drawn.get(place);
            if (picture == null) {
                picture = pixels.load();
                drawn.put(place, picture);
            }
            pixels.drawnElsewhere(picture.width(), picture.height());
            return picture;
        } catch (IOException unreadable) {
            throw new EncoderException(unreadable.getMessage(), unreadable);
        }
    }

    private final class Visitor extends ForwardingEncoder implements DatasetEncoder {
        Visitor(VisionLanguageEncoder encoder) {
            super(encoder);
        }

        @Override
        public void embed(LabeledImages images, int batchSize, Rows into) {
            for (int from = 0; from < images.size(); from += batchSize) {
                List<LabeledImage> batch = images.images().subList(from, Math.min(from + batchSize, images.size()));
                Embeddings rows =
                        encodeImages(batch.stream().map(Gallery.this::picture).toList());
                for (int i = 0; i < batch.size(); i++) {
                    into.add(from + i, rows.row(i));
                }
            }
        }
    }
}

package io.discern.analysis.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.Results;
import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.overlay.draw.OverlayPosition;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.measure.OverlayRate;
import io.discern.analysis.overlay.run.Control;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.dataset.LabeledImages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class OverlaidImagesTest {
    private static final int K = 5;

    @Test
    void imagesFlipAsOftenAsTheRatesSay() {
        LabeledImages images = ToyImages.of(45, 3, 1);
        OverlayPlan labels = OverlayPlan.labelsOnly(OverlaySpec.of("text"));
        OverlayPlan plan = new OverlayPlan(
                labels.base(),
                List.of(OverlayText.PORTABLE),
                labels.markerInks(),
                List.of(OverlayPosition.CENTER),
                List.of(0.05),
                true,
                List.of(),
                List.of(0.5));
        OverlayResult result =
                OverlaySuite.of(plan).neighbors(K).measure(ToyEncoder.reader(images.classes()), images, 1);
        Results results = Results.of(result.results());
        assertThat(result.images()).hasSize(45);

        OverlayRate flips = OverlayRate.byNeighbors(OverlayRate.Kind.FLIP, K);
        Map<String, OverlayRate> rates = Map.of(
                "text", flips,
                "box", flips.with(Control.BOX),
                "scrambled", flips.with(Control.SCRAMBLED),
                "text,at=center", flips.at(Optional.of("center")),
                "text,at=size-0.05", flips.at(Optional.of("size-0.05")),
                "mirrored", flips.with(Control.MIRRORED),
                "text,at=black-on-white", flips.at(Optional.of("black-on-white")));
        rates.forEach((condition, rate) -> assertThat(share(
                        result, image -> !image.byNeighbors().get(condition).equals(clean(image))))
                .as(condition)
                .isCloseTo(results.get(rate).value().orElseThrow(), within(1e-12)));
        assertThat(share(
                        result,
                        image -> !clean(image).equals(image.byNeighbors().get("text"))))
                .as("some image flips")
                .isPositive();
        assertThat(share(result, OverlaidImage::flips))
                .isEqualTo(results.get(flips).value().orElseThrow());
        assertThat(result.images().get(0).byNeighbors().keySet())
                .contains("again", "jpeg-90", "text,text=portable", "scrambled,text=portable", "text,opacity=0.5")
                .startsWith(OverlaidImage.CLEAN, OverlaidImage.TEXT);

        // The five nearest with the text are those that vote.
        Map<String, String> labelOf = new HashMap<>();
        images.images().forEach(image -> labelOf.put(image.id(), image.label()));
        for (OverlaidImage image : result.images()) {
            assertThat(image.nearest()).hasSize(K).noneMatch(near -> near.id().equals(image.id()));
            long own = image.nearest().stream()
                    .filter(near ->
                            labelOf.get(near.id()).equals(image.byNeighbors().get("text")))
                    .count();
            assertThat(own).isGreaterThanOrEqualTo(2);
        }
        assertThat(result.images()).allMatch(image -> image.byNames().isEmpty());
    }

    @Test
    void nothingIsReadWhereTooFewImagesCanVote() {
        OverlayResult result =
                OverlayScreening.standard().neighbors(10).measure(ToyEncoder.darkShare(), ToyImages.of(8, 2, 1), 1);
        assertThat(result.images())
                .allMatch(image ->
                        image.byNeighbors().isEmpty() && image.nearest().isEmpty());
    }

    private static String clean(OverlaidImage image) {
        return image.byNeighbors().get(OverlaidImage.CLEAN);
    }

    private static double share(OverlayResult result, Predicate<OverlaidImage> what) {
        return result.images().stream().filter(what).count()
                / (double) result.images().size();
    }
}

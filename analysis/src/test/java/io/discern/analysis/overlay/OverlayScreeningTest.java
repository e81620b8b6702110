package io.discern.analysis.overlay;

import static io.discern.analysis.Golden.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.MetricResult;
import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.overlay.verdict.Finding;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverlayScreeningTest {
    private final OverlayScreening bias = OverlayScreening.standard();
    private final LabeledImages images = ToyImages.of(60, 3, 1);

    private static double value(OverlayResult result, String variant) {
        return variant(result.results(), variant).value().orElseThrow();
    }

    @Test
    void anEncoderThatLooksBelowTheOverlayIsNotMovedWhichOneStyleDoesNotMakeRobust() {
        OverlayResult result = bias.measure(ToyEncoder.lowerHalf(), ToyImages.of(90, 3, 1), 1);
        for (String still : List.of("shift", "shift,image-units", "flip-rate,k=5", "flip-to-named,k=5")) {
            assertThat(value(result, still)).as(still).isCloseTo(0, within(1e-12));
        }
        assertThat(result.verdict().kinds()).contains(Finding.Kind.STILL).doesNotContain(Finding.Kind.ROBUST);
        assertThat(result.failures()).isEmpty();
    }

    @Test
    void anEncoderThatReadsFollowsTheNamedClassAndTheBoxDoesNot() {
        OverlayResult result = bias.measure(ToyEncoder.reader(images.classes()), images, 1);
        assertThat(value(result, "flip-to-named,k=5")).isEqualTo(1);
        assertThat(value(result, "box-flip-to-named,k=5")).isZero();
        assertThat(value(result, "accuracy-drop,overlaid=query,k=5,balanced")).isEqualTo(1);
        assertThat(variant(result.results(), "flip-rate,k=5").nullValue()).hasValue(0);
        assertThat(result.verdict().kinds()).startsWith(Finding.Kind.READS_TEXT);
        assertThat(result.verdict().toString()).startsWith("reads text (the named class wins 100 % [");
    }

    @Test
    void anEncoderThatSeesOnlyTheBoxIsMovedByItAndByMirroredTextAlike() {
        OverlayResult result = bias.measure(ToyEncoder.darkShare(), images, 1);
        assertThat(value(result, "box-shift,image-units")).isGreaterThan(0.01);
        assertThat(value(result, "text-shift,minus=mirrored,image-units")).isCloseTo(0, within(1e-12));
        assertThat(result.verdict().kinds()).doesNotContain(Finding.Kind.READS_TEXT, Finding.Kind.MOVED_BY_TEXT);
    }

    @Test
    void namesThatAreNoWordsAreSaidToBeCodes() {
        assertThat(bias.measure(ToyEncoder.lowerHalf(), images, 1).verdict().caveats())
                .containsExactly(
                        "the class names [class0, class1, class2] look like codes: if they are no words, who reads them"
                                + " learns no class; --class-names gives names");
    }

    @Test
    void resultsFollowFromTheSeed() {
        ToyEncoder reader = ToyEncoder.reader(images.classes());
        assertThat(bias.measure(reader, images, 1)).isEqualTo(bias.measure(reader, images, 1));
        assertThat(OverlayScreening.namedClasses(images, 1)).isNotEqualTo(OverlayScreening.namedClasses(images, 2));
        Map<String, String> named = OverlayScreening.namedClasses(images, 1);
        for (LabeledImage image : images.images()) {
            assertThat(named.get(image.id())).isNotEqualTo(image.label()).isIn(images.classes());
        }
        assertThat(named.values()).containsAll(images.classes());
    }

    @Test
    void imagesThatFailInOneConditionAreLeftOutOfAllAndCounted() {
        List<LabeledImage> rows = new ArrayList<>(images.images());
        int[] loads = new int[1];
        rows.set(4, rows.get(4).withSource(() -> {
            throw new IOException("broken.png: truncated");
        }));
        RgbImage fine = ToyImages.image(7, 0);
        rows.set(7, rows.get(7).withSource(() -> {
            if (loads[0]++ > 0) {
                throw new IOException("vanished.png: no such file");
            }
            return fine;
        }));
        OverlayResult result = bias.measure(ToyEncoder.lowerHalf(), new LabeledImages("toy", rows), 1);
        assertThat(result.failures())
                .extracting(failure -> failure.reason())
                .containsExactly(
                        "broken.png: truncated",
                        "with text: vanished.png: no such file",
                        "with box: vanished.png: no such file",
                        "with scrambled: vanished.png: no such file",
                        "with mirrored: vanished.png: no such file",
                        "with again: vanished.png: no such file",
                        "with jpeg-90: vanished.png: no such file",
                        "with noise-1: vanished.png: no such file");
        MetricResult shift = variant(result.results(), "shift");
        assertThat(shift.n()).isEqualTo(58);
        assertThat(shift.note()).contains("2 images failed in some condition");
    }

    @Test
    void whatCannotBeMeasuredIsAbsentWithItsReason() {
        assertThat(bias.measure(ToyEncoder.lowerHalf(), ToyImages.of(10, 1, 1), 1)
                        .results())
                .hasSize(6)
                .allSatisfy(result -> assertThat(result.note()).contains("one class only [class0]"));
        OverlayResult few = bias.measure(ToyEncoder.lowerHalf(), ToyImages.of(5, 2, 1), 1);
        assertThat(variant(few.results(), "shift").value()).isPresent();
        assertThat(variant(few.results(), "flip-rate,k=5").note()).contains("k = 5, but some image has no more than k");
        assertThat(bias.measure(ToyEncoder.zero(), images, 1).results())
                .allSatisfy(result -> assertThat(result.note()).contains("no image has a direction"));
        assertThat(bias.measure(ToyEncoder.failing(), images, 1).results())
                .allSatisfy(result -> assertThat(result.note()).contains("none of the 60 images"));
    }
}

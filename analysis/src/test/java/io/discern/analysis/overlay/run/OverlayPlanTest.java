package io.discern.analysis.overlay.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.analysis.ToyImages;
import io.discern.analysis.overlay.draw.OverlayFactor;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayRenderer;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.dataset.LabeledImage;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlayPlanTest {
    private final OverlayRenderer renderer = new OverlayRenderer();

    @Test
    void everyConditionIsDrawnOnceAndHasItsControls() {
        for (OverlayPlan plan : List.of(OverlayPlan.standard(), OverlayPlan.full())) {
            List<OverlayCondition> conditions = plan.conditions();
            assertThat(new HashSet<>(conditions)).hasSameSizeAs(conditions);
            assertThat(conditions)
                    .filteredOn(condition -> condition.text() == OverlayText.WRONG_LABEL)
                    .allSatisfy(condition -> assertThat(conditions).contains(condition.with(OverlayInk.BOX)));
            plan.markers().forEach(text -> assertThat(conditions).contains(plan.marker(text, OverlayInk.SCRAMBLED)));
        }
        assertThat(OverlayPlan.standard().conditions()).hasSize(31);
        assertThat(OverlayPlan.full().conditions()).hasSize(86);
        assertThat(OverlayPlan.labelsOnly(OverlaySpec.of("x")).conditions()).hasSize(6);
    }

    @Test
    void fainterInkSharesOneBox() {
        OverlayPlan plan = OverlayPlan.standard();
        assertThat(plan.doses(OverlayFactor.CONTRAST).values())
                .extracting(condition -> condition.with(OverlayInk.BOX))
                .containsOnly(plan.wrong(OverlayInk.BOX));
        assertThat(plan.doses(OverlayFactor.CONTRAST)).containsKeys(0.1, 1.0);
        assertThat(OverlaySpec.of("x")
                        .withColors(0xff8000, 0x000000, 1)
                        .withContrast(0.5)
                        .textColor())
                .isEqualTo(0x804000);
    }

    @Test
    void refusesPlansWithoutControls() {
        OverlayPlan plan = OverlayPlan.standard();
        assertThatThrownBy(() -> new OverlayPlan(
                        plan.base(),
                        plan.markers(),
                        List.of(OverlayInk.TEXT),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()))
                .hasMessageContaining("expected TEXT and SCRAMBLED");
        assertThatThrownBy(() -> new OverlayPlan(
                        plan.base(),
                        List.of(OverlayText.TRUE_LABEL),
                        plan.markerInks(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()))
                .hasMessageContaining("expected none of the labels");
        assertThatThrownBy(() -> new OverlayPlan(
                        plan.base(), List.of(), plan.markerInks(), List.of(), List.of(), List.of(2.0), List.of()))
                .hasMessageContaining("contrast 2.0");
    }

    @Test
    void randomLettersAreAsManyAsTheWrongLabelHasAndFollowTheSeed() {
        LabeledImage image = ToyImages.of(4, 2, 1).images().get(1);
        String letters = OverlayText.RANDOM_LETTERS.on(image, "melanoma", 1);
        assertThat(letters).hasSize(8).matches("[a-z]+");
        assertThat(OverlayText.RANDOM_LETTERS.on(image, "melanoma", 2)).isNotEqualTo(letters);
    }

    @Test
    void conditionsSayWhatTheyAre() {
        assertThat(OverlayPlan.standard().marker(OverlayText.GREEK, OverlayInk.SCRAMBLED))
                .hasToString("scrambled of greek at top, size 0.125");
    }
}

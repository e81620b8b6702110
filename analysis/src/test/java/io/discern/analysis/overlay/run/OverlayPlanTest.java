package io.discern.analysis.overlay.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.analysis.ToyImages;
import io.discern.analysis.overlay.draw.OverlayFactor;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayPosition;
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
            List<Condition> conditions = plan.conditions();
            assertThat(new HashSet<>(conditions)).hasSameSizeAs(conditions);
            assertThat(conditions).contains(HarmlessChange.values());
            for (OverlayCondition style : plan.styles()) {
                assertThat(Control.values())
                        .allSatisfy(control -> assertThat(conditions).contains(control.beside(style)));
            }
            plan.doses(OverlayFactor.CONTRAST)
                    .values()
                    .forEach(faint -> assertThat(conditions).contains(faint, faint.with(OverlayInk.BOX)));
            plan.markers().forEach(text -> assertThat(conditions).contains(plan.marker(text, OverlayInk.SCRAMBLED)));
        }
        assertThat(OverlayPlan.standard().conditions()).hasSize(52);
        assertThat(OverlayPlan.full().conditions()).hasSize(123);
        assertThat(OverlayPlan.labelsOnly(OverlaySpec.of("x")).conditions()).hasSize(9);
    }

    @Test
    void stylesAreNamedByWhatTheyDepartInFromTheBase() {
        OverlayPlan plan = OverlayPlan.standard();
        assertThat(plan.styles())
                .extracting(style -> plan.at(style).orElse("base"))
                .containsExactly(
                        "base",
                        "top-left",
                        "center",
                        "bottom-right",
                        "size-0.03",
                        "size-0.05",
                        "size-0.08",
                        "size-0.2",
                        "black-on-white");
        assertThat(plan.base().withPosition(OverlayPosition.LEFT).inverted().departure(plan.base()))
                .hasValue("left+black-on-white");
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
                        false,
                        List.of(),
                        List.of()))
                .hasMessageContaining("expected TEXT and SCRAMBLED");
        assertThatThrownBy(() -> new OverlayPlan(
                        plan.base(),
                        List.of(OverlayText.TRUE_LABEL),
                        plan.markerInks(),
                        List.of(),
                        List.of(),
                        false,
                        List.of(),
                        List.of()))
                .hasMessageContaining("expected none of the labels");
        assertThatThrownBy(() -> new OverlayPlan(
                        plan.base(),
                        List.of(),
                        plan.markerInks(),
                        List.of(),
                        List.of(),
                        false,
                        List.of(2.0),
                        List.of()))
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

package io.discern.analysis.overlay.run;

import io.discern.analysis.overlay.draw.OverlayFactor;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayPosition;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.draw.OverlayText;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which overlays the suite draws: a base style with every control, from which one factor at a time is varied.
 *
 * <p>The wrong label is drawn in every {@linkplain #styles() style}, each place, size and exchange of colours, with every {@link
 * OverlayInk}; at each contrast and opacity as text and box. At the base also the true label as text and box, and each marker
 * with its {@code markerInks}. Besides, every {@link HarmlessChange}.
 *
 * @param base position, size and colours from which the others depart
 * @param markers texts besides the labels; those that are the same on every image serve to tell strings apart
 * @param markerInks how each marker is drawn, text and scrambled at least
 * @param positions further places
 * @param sizes further font sizes, as shares of the short edge
 * @param inverted whether the base is also drawn with the colours of ink and box exchanged
 * @param contrasts fainter colours of the ink, from 0 (the box's) to 1 (the base's)
 * @param opacities further opacities of the box
 */
public record OverlayPlan(
        OverlaySpec base,
        List<OverlayText> markers,
        List<OverlayInk> markerInks,
        List<OverlayPosition> positions,
        List<Double> sizes,
        boolean inverted,
        List<Double> contrasts,
        List<Double> opacities) {

    /** Copies, and checks that every marker has its control. */
    public OverlayPlan {
        markers = List.copyOf(markers);
        markerInks = List.copyOf(markerInks);
        positions = List.copyOf(positions);
        sizes = List.copyOf(sizes);
        contrasts = List.copyOf(contrasts);
        opacities = List.copyOf(opacities);
        if (!markerInks.containsAll(List.of(OverlayInk.TEXT, OverlayInk.SCRAMBLED))) {
            throw new IllegalArgumentException(
                    "markers drawn as " + markerInks + "; expected TEXT and SCRAMBLED at least");
        }
        if (markers.contains(OverlayText.WRONG_LABEL) || markers.contains(OverlayText.TRUE_LABEL)) {
            throw new IllegalArgumentException(
                    "markers " + markers + "; expected none of the labels, which are always drawn");
        }
        for (double contrast : contrasts) {
            if (!(contrast >= 0 && contrast <= 1)) {
                throw new IllegalArgumentException("contrast " + contrast + "; expected 0 to 1");
            }
        }
    }

    /** Four markers, three more positions, four more sizes, exchanged colours, three more contrasts: 52 conditions. */
    public static OverlayPlan standard() {
        return new OverlayPlan(
                OverlaySpec.of("text"),
                List.of(OverlayText.PORTABLE, OverlayText.DATE, OverlayText.GREEK, OverlayText.RANDOM_LETTERS),
                List.of(OverlayInk.TEXT, OverlayInk.SCRAMBLED),
                List.of(OverlayPosition.TOP_LEFT, OverlayPosition.CENTER, OverlayPosition.BOTTOM_RIGHT),
                List.of(0.03, 0.05, 0.08, 0.2),
                true,
                List.of(0.1, 0.25, 0.5),
                List.of());
    }

    /** Every marker with every control, every position, more sizes, contrasts and opacities. */
    public static OverlayPlan full() {
        OverlaySpec base = OverlaySpec.of("text");
        return new OverlayPlan(
                base,
                Arrays.stream(OverlayText.values())
                        .filter(text -> text != OverlayText.WRONG_LABEL && text != OverlayText.TRUE_LABEL)
                        .toList(),
                List.of(OverlayInk.values()),
                Arrays.stream(OverlayPosition.values())
                        .filter(place -> place != base.position())
                        .toList(),
                List.of(0.02, 0.03, 0.05, 0.08, 0.16, 0.2, 0.25),
                true,
                List.of(0.05, 0.1, 0.2, 0.35, 0.5, 0.75),
                List.of(0.0, 0.25, 0.5, 0.75));
    }

    /** The labels in one style, and nothing else. */
    public static OverlayPlan labelsOnly(OverlaySpec style) {
        return new OverlayPlan(
                style, List.of(), standard().markerInks(), List.of(), List.of(), false, List.of(), List.of());
    }

    /** The wrong label at the base. */
    public OverlayCondition wrong(OverlayInk ink) {
        return wrongText(base).with(ink);
    }

    private static OverlayCondition wrongText(OverlaySpec style) {
        return new OverlayCondition(OverlayText.WRONG_LABEL, OverlayInk.TEXT, style);
    }

    /** The true label at the base. */
    public OverlayCondition truth(OverlayInk ink) {
        return new OverlayCondition(OverlayText.TRUE_LABEL, OverlayInk.TEXT, base).with(ink);
    }

    /** A marker at the base. */
    public OverlayCondition marker(OverlayText text, OverlayInk ink) {
        return new OverlayCondition(text, OverlayInk.TEXT, base).with(ink);
    }

    /** The markers that say the same on every image. */
    public List<OverlayText> strings() {
        return markers.stream().filter(OverlayText::isMarker).toList();
    }

    /** The wrong label as text, varied along a factor, by dose, the base included; empty if the factor is not varied. */
    public SortedMap<Double, OverlayCondition> doses(OverlayFactor factor) {
        List<Double> others = switch (factor) {
            case SIZE -> sizes;
            case CONTRAST -> contrasts;
            case OPACITY -> opacities;
        };
        SortedMap<Double, OverlayCondition> doses = new TreeMap<>();
        if (!others.isEmpty()) {
            others.forEach(dose -> doses.put(dose, wrongText(factor.at(base, dose))));
            doses.put(factor.base(base), wrongText(base));
        }
        return doses;
    }

    /** The wrong label as text at each place, the base's first. */
    public List<OverlayCondition> places() {
        return Stream.concat(Stream.of(base.position()), positions.stream())
                .distinct()
                .map(place -> wrongText(base.withPosition(place)))
                .toList();
    }

    /** The wrong label as text in every style that verdicts are about: the base, then each place, each size, the exchanged colours. */
    public List<OverlayCondition> styles() {
        Stream<OverlayCondition> ofSizes = sizes.stream().map(size -> wrongText(base.withSize(size)));
        Stream<OverlayCondition> ofColors = inverted ? Stream.of(wrongText(base.inverted())) : Stream.of();
        return Stream.of(places().stream(), ofSizes, ofColors)
                .flatMap(styles -> styles)
                .distinct()
                .toList();
    }

    /** In what the style of a condition departs from the base; empty for the base. */
    public Optional<String> at(OverlayCondition condition) {
        return condition.style().departure(base);
    }

    /** All of them, each once, in a fixed order; the clean images are not among them. */
    public List<Condition> conditions() {
        Set<Condition> all = new LinkedHashSet<>(conditionsOfStyles());
        all.add(truth(OverlayInk.TEXT));
        all.add(truth(OverlayInk.BOX));
        markers.forEach(text -> markerInks.forEach(ink -> all.add(marker(text, ink))));
        for (OverlayFactor factor : OverlayFactor.values()) {
            for (OverlayCondition text : doses(factor).values()) {
                all.add(text);
                all.add(text.with(OverlayInk.BOX));
            }
        }
        return List.copyOf(all);
    }

    /** Those that {@link #styles()} and harmless changes take. */
    public List<Condition> conditionsOfStyles() {
        return Stream.concat(
                        styles().stream()
                                .flatMap(style -> Stream.of(OverlayInk.values()).map(style::with)),
                        HarmlessChange.ALL.stream())
                .map(Condition.class::cast)
                .distinct()
                .toList();
    }
}
